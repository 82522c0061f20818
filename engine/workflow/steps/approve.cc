// `approve`: people say yes or no; so many must say yes. Who does not answer in time is asked through somebody else.
#include <algorithm>

#include "workflow/steps/kinds.h"
#include "workflow/steps/recipient.h"
#include "workflow/visit.h"

namespace signalbox::workflow {

namespace {

struct ApproveParts {
  Recipient by;
  std::optional<Content> question;
  std::int64_t quorum = 1;
  std::optional<Way> rejected;
  std::optional<Lapse> escalate_after;
  Recipient escalate_to;
  std::uint32_t outcome = 0;
  std::uint32_t answered_by = 0;
};

class Approve final : public StepKind {
 public:
  explicit Approve(ApproveParts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] Traits traits() const override {
    Traits traits;
    if (parts_.rejected) traits.ways.push_back(*parts_.rejected);
    traits.waits = true;
    traits.failures = {"evaluation", "unknown-hours", "no-approver"};
    return traits;
  }

  Outcome enter(Visit& visit) const override {
    visit.set_output(parts_.outcome, Value());
    visit.set_output(parts_.answered_by, Value());
    if (const auto trouble = ask(parts_.by, visit)) return *trouble;
    if (parts_.escalate_after && !visit.wait(*parts_.escalate_after)) return *visit.trouble();
    return Outcome::stay();
  }

  /// `notes`: first those who were asked, each with `?`, then the votes, each with `+`.
  Outcome told(Visit& visit, const Answer& answer) const override {
    auto& notes = visit.token().notes;
    const auto has = [&](char mark) {
      return std::find(notes.begin(), notes.end(), mark + std::string(answer.by)) != notes.end();
    };
    const bool is_yes = answer.word == "approve";
    if (!has('?') || has('+') || (!is_yes && answer.word != "reject")) {
      visit.trace("refused", !has('?')  ? "Not asked to approve this."
                             : has('+') ? "Has voted before."
                                        : "An approval is answered with `approve` or `reject`.");
      return Outcome::stay();
    }
    if (!is_yes) return conclude(visit, "rejected", std::string(answer.by));
    notes.push_back('+' + std::string(answer.by));
    std::string voters;
    std::int64_t votes = 0;
    for (const std::string& note : notes) {
      if (note[0] != '+') continue;
      ++votes;
      voters.append(voters.empty() ? "" : ";").append(note.substr(1));
    }
    return votes >= parts_.quorum ? conclude(visit, "approved", voters) : Outcome::stay();
  }

  Outcome due(Visit& visit) const override {
    visit.trace("escalated", {});
    const auto trouble = ask(parts_.escalate_to, visit);
    return trouble ? *trouble : Outcome::stay();
  }

 private:
  [[nodiscard]] std::optional<Outcome> ask(const Recipient& whom, Visit& visit) const {
    const std::vector<std::string> names = names_of(whom, visit);
    const std::string question = parts_.question ? visit.text_of(*parts_.question) : std::string();
    if (visit.trouble()) return visit.trouble();
    if (names.empty()) return Outcome::fail("no-approver", "There is nobody to ask.");
    for (const std::string& name : names) visit.token().notes.push_back('?' + name);
    visit.command("approve", [&](json::Writer& writer) {
      write_names(writer, "to", names);
      if (!question.empty()) writer.key("question").text(question);
      writer.key("quorum").number(parts_.quorum);
    });
    return std::nullopt;
  }

  [[nodiscard]] Outcome conclude(Visit& visit, std::string_view outcome, const std::string& by) const {
    visit.set_output(parts_.outcome, outcome);
    visit.set_output(parts_.answered_by, by);
    return outcome == "rejected" ? Outcome::go_or_done(parts_.rejected) : Outcome::done();
  }

  ApproveParts parts_;
};

}  // namespace

void outline_approve(Outline& outline, const Place& /*place*/) {
  outline.output("Outcome", Type::kText);
  outline.output("By", Type::kText);
}

ReadStep read_approve(const Place& place, const Reading& reading) {
  if (!place.is_object()) return nullptr;
  place.only_members({"by", "question", "quorum", "rejected", "escalate"});
  ApproveParts parts;
  constexpr std::int64_t kMaxQuorum = 100;
  const auto by = place.required("by");
  if (by) parts.by = reading.recipient(*by);
  parts.question = reading.find_content(place, "question", Type::kText);
  if (const auto quorum = place.find("quorum")) {
    parts.quorum = quorum->integer(1, kMaxQuorum).value_or(1);
    const bool is_list = by && by->node().is(json::Kind::kArray);
    const bool is_counted = is_list && std::none_of(parts.by.begin(), parts.by.end(),
                                                    [](const Content& one) { return one.formula.has_value(); });
    if (is_counted && static_cast<std::size_t>(parts.quorum) > parts.by.size()) {
      quorum->report("quorum", "More people must agree than are asked.", "at most " + std::to_string(parts.by.size()));
    }
  }
  parts.rejected = reading.find_way(place, "rejected");
  if (const auto escalate = place.find("escalate"); escalate && escalate->is_object()) {
    escalate->only_members({"after", "to"});
    const auto after = escalate->required("after");
    const auto to = escalate->required("to");
    if (after) parts.escalate_after = reading.lapse(*after);
    if (to) parts.escalate_to = reading.recipient(*to);
  }
  parts.outcome = reading.output("Outcome");
  parts.answered_by = reading.output("By");
  return std::make_unique<Approve>(std::move(parts));
}

}  // namespace signalbox::workflow
