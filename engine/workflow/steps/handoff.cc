// `handoff`: the record goes to another workflow, or to a team, with what they need of it.
#include "workflow/steps/kinds.h"
#include "workflow/visit.h"

namespace signalbox::workflow {

namespace {

struct HandoffParts {
  bool is_team = false;
  std::string to;
  std::vector<std::uint32_t> with;
  bool waits = false;
  std::optional<std::uint32_t> run;
  std::optional<std::uint32_t> outcome;
};

class Handoff final : public StepKind {
 public:
  explicit Handoff(HandoffParts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] Traits traits() const override {
    Traits traits;
    traits.waits = parts_.waits;
    traits.commands = parts_.waits;
    return traits;
  }

  Outcome enter(Visit& visit) const override {
    visit.command("handoff", [&](json::Writer& writer) {
      writer.key(parts_.is_team ? "team" : "workflow").text(parts_.to);
      writer.key("inputs").begin_object();
      for (const std::uint32_t slot : parts_.with) {
        const Field& field = visit.layout().field(slot);
        write_in_record(visit.run().record[slot], field.type, writer.key(field.name));
      }
      writer.end_object();
      writer.key("wait").boolean(parts_.waits);
    });
    return parts_.waits ? Outcome::stay() : Outcome::done();
  }

  Outcome answered(Visit& visit, const Answer& answer) const override {
    const auto keep = [&](std::string_view name, const std::optional<std::uint32_t>& output) {
      const auto given = answer.result ? answer.result->find(name) : std::nullopt;
      if (output && given && given->is(json::Kind::kText)) visit.set_output(*output, given->as_text());
    };
    keep("run", parts_.run);
    keep("outcome", parts_.outcome);
    return Outcome::done();
  }

 private:
  HandoffParts parts_;
};

}  // namespace

void outline_handoff(Outline& outline, const Place& /*place*/) {
  outline.output("Run", Type::kText);
  outline.output("Outcome", Type::kText);
}

ReadStep read_handoff(const Place& place, const Reading& reading) {
  if (!place.is_object()) return nullptr;
  place.only_members({"workflow", "team", "with", "wait"});
  HandoffParts parts;
  const auto workflow = place.find("workflow");
  const auto team = place.find("team");
  if (workflow.has_value() == team.has_value()) {
    place.report("handoff-target", "A handoff goes to one place.", "either `workflow` or `team`");
  }
  parts.is_team = team.has_value();
  if (const auto& to = team ? team : workflow) parts.to = to->non_empty_text().value_or(std::string_view());
  if (const auto with = place.find("with")) parts.with = reading.field_list(*with);
  if (const auto wait = place.find("wait")) parts.waits = wait->boolean().value_or(false);
  parts.run = reading.output("Run");
  parts.outcome = reading.output("Outcome");
  return std::make_unique<Handoff>(std::move(parts));
}

}  // namespace signalbox::workflow
