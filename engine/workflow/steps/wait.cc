// `wait`: for a length of time, until an instant, or for something to happen to the record.
#include <algorithm>

#include "workflow/steps/kinds.h"
#include "workflow/visit.h"

namespace signalbox::workflow {

namespace {

struct Waits {
  std::optional<Lapse> length;
  std::optional<rules::PlacedFormula> until;
  std::optional<Happening> event;
  std::optional<rules::PlacedFormula> when;
  std::uint32_t outcome = 0;
  std::uint32_t from = 0;
  std::uint32_t text = 0;
};

class Wait final : public StepKind {
 public:
  explicit Wait(Waits waits) : waits_(std::move(waits)) {}

  [[nodiscard]] Traits traits() const override {
    Traits traits;
    traits.waits = true;
    traits.failures = {"evaluation", "unknown-hours"};
    return traits;
  }

  Outcome enter(Visit& visit) const override {
    visit.set_output(waits_.outcome, Value());
    if (waits_.event == Happening::kRecordUpdated && waits_.when && holds(visit)) return come(visit);
    if (waits_.length && !visit.wait(*waits_.length)) return *visit.trouble();
    if (waits_.until) {
      const Value at = visit.evaluate(*waits_.until);
      if (const auto trouble = visit.trouble()) return *trouble;
      // Without an instant, or with one that is over, there is nothing to wait for.
      if (at.kind() != Value::Kind::kDateTime || at.as_date_time() <= visit.now()) return due(visit);
      visit.wait_until(at.as_date_time());
    }
    const auto trouble = visit.trouble();
    return trouble ? *trouble : Outcome::stay();
  }

  Outcome due(Visit& visit) const override {
    visit.set_output(waits_.outcome, "elapsed");
    return Outcome::done();
  }

  Outcome happened(Visit& visit, Happening happening, const Answer& about) const override {
    if (happening != waits_.event) return Outcome::stay();
    visit.set_output(waits_.from, about.by);
    visit.set_output(waits_.text, about.word);
    const bool is_it = holds(visit);
    if (const auto trouble = visit.trouble()) return *trouble;
    return is_it ? come(visit) : Outcome::stay();
  }

 private:
  [[nodiscard]] bool holds(Visit& visit) const {
    if (!waits_.when) return true;
    const Value value = visit.evaluate(*waits_.when);
    return value.kind() == Value::Kind::kCheckbox && value.as_checkbox();
  }

  [[nodiscard]] Outcome come(Visit& visit) const {
    visit.set_output(waits_.outcome, "event");
    return Outcome::done();
  }

  Waits waits_;
};

/// A condition that time alone makes true would never be looked at again.
void refuse_time(const Place& place, const formula::Formula& formula, const Reading& reading) {
  const auto slots = formula.slots();
  const bool reads_clock = std::any_of(slots.begin(), slots.end(), [&](std::uint32_t slot) {
    return slot >= reading.layout().size() && reading.is_timed(slot);
  });
  if (!reads_clock && !formula.is_sampled()) return;
  place.report("time-in-condition", "This condition is asked when the record changes; time alone does not change it.",
               "`until` with an instant, or an escalation");
}

}  // namespace

void outline_wait(Outline& outline, const Place& /*place*/) {
  outline.output("Outcome", Type::kText);
  outline.output("From", Type::kText);
  outline.output("Text", Type::kText);
}

ReadStep read_wait(const Place& place, const Reading& reading) {
  if (!place.is_object()) return nullptr;
  place.only_members({"for", "hours", "until", "event", "when"});
  Waits waits;
  waits.outcome = reading.output("Outcome");
  waits.from = reading.output("From");
  waits.text = reading.output("Text");
  if (const auto length = place.find("for")) {
    const auto ms = reading.duration(*length);
    const auto hours = place.find("hours");
    waits.length = Lapse{ms.value_or(0), {}};
    if (hours) waits.length->hours = hours->non_empty_text().value_or(std::string_view());
  } else if (const auto hours = place.find("hours")) {
    hours->report("wait-kind", "Hours belong to a length of time.", "`for` beside `hours`");
  }
  if (const auto until = place.find("until")) waits.until = reading.formula(*until, Type::kDateTime);
  if (const auto event = place.find("event")) {
    const auto word = event->text();
    if (word == "update") waits.event = Happening::kRecordUpdated;
    if (word == "reply") waits.event = Happening::kReply;
    if (word == "childClosed") waits.event = Happening::kChildClosed;
    if (word && !waits.event) event->report_unknown("event", *word, {"update", "reply", "childClosed"});
  }
  if (const auto when = place.find("when")) {
    waits.when = reading.formula(*when, Type::kCheckbox);
    if (!waits.event) when->report("wait-kind", "A condition is asked of an event.", "`event` beside `when`");
    if (waits.when) refuse_time(*when, waits.when->formula, reading);
  }
  const int kinds = (place.find("for") ? 1 : 0) + (place.find("until") ? 1 : 0);
  if (kinds > 1 || (kinds == 0 && !place.find("event"))) {
    place.report("wait-kind", "A step waits for one thing.",
                 "`for`, `until` or `event`; an event may have a `for` too");
  }
  return std::make_unique<Wait>(std::move(waits));
}

}  // namespace signalbox::workflow
