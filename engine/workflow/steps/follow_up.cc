// `followUp`: somebody has to do something by a time; what is not done by then is escalated.
#include "workflow/steps/kinds.h"
#include "workflow/steps/recipient.h"
#include "workflow/visit.h"

namespace signalbox::workflow {

namespace {

struct FollowUpParts {
  Content task;
  Recipient to;
  Lapse due;
  Recipient escalate;
  std::uint32_t outcome = 0;
  std::uint32_t by = 0;
};

class FollowUp final : public StepKind {
 public:
  explicit FollowUp(FollowUpParts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] Traits traits() const override {
    Traits traits;
    traits.waits = true;
    traits.failures = {"evaluation", "unknown-hours"};
    return traits;
  }

  Outcome enter(Visit& visit) const override {
    visit.set_output(parts_.outcome, Value());
    const std::string task = visit.text_of(parts_.task);
    const std::vector<std::string> to = names_of(parts_.to, visit);
    if (visit.trouble() || !visit.wait(parts_.due)) return *visit.trouble();
    const Instant due = *visit.token().due;
    visit.command("task", [&](json::Writer& writer) {
      write_names(writer, "to", to);
      writer.key("task").text(task);
      writer.key("due").value(Value::date_time(due));
    });
    return Outcome::stay();
  }

  Outcome told(Visit& visit, const Answer& answer) const override {
    if (answer.word != "done") {
      visit.trace("refused", "A follow-up is answered with `done`.");
      return Outcome::stay();
    }
    visit.set_output(parts_.outcome, "done");
    visit.set_output(parts_.by, answer.by);
    return Outcome::done();
  }

  Outcome due(Visit& visit) const override {
    visit.set_output(parts_.outcome, "escalated");
    const std::vector<std::string> to = names_of(parts_.escalate, visit);
    const std::string task = visit.text_of(parts_.task);
    if (const auto trouble = visit.trouble()) return *trouble;
    if (to.empty()) return Outcome::done();
    visit.command("notify", [&](json::Writer& writer) {
      write_names(writer, "to", to);
      writer.key("text").text("Not done in time: " + task);
    });
    return Outcome::done();
  }

 private:
  FollowUpParts parts_;
};

}  // namespace

void outline_follow_up(Outline& outline, const Place& /*place*/) {
  outline.output("Outcome", Type::kText);
  outline.output("By", Type::kText);
}

ReadStep read_follow_up(const Place& place, const Reading& reading) {
  if (!place.is_object()) return nullptr;
  place.only_members({"task", "to", "due", "escalate"});
  FollowUpParts parts;
  if (const auto task = place.required("task")) parts.task = reading.content(*task, Type::kText);
  if (const auto to = place.required("to")) parts.to = reading.recipient(*to);
  if (const auto due = place.required("due")) parts.due = reading.lapse(*due).value_or(Lapse());
  if (const auto escalate = place.find("escalate")) parts.escalate = reading.recipient(*escalate);
  parts.outcome = reading.output("Outcome");
  parts.by = reading.output("By");
  return std::make_unique<FollowUp>(std::move(parts));
}

}  // namespace signalbox::workflow
