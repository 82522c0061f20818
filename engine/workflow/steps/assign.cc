// `assign`: offers the record to the best agent, who takes it or declines; then to the next.
#include "workflow/steps/kinds.h"
#include "workflow/visit.h"

namespace signalbox::workflow {

namespace {

struct AssignParts {
  std::uint32_t policy = 0;
  std::optional<Lapse> accept;  ///< How long an offer stands; nullopt: nobody is asked.
  std::uint32_t queue = 0;
  std::uint32_t agent = 0;
};

class Assign final : public StepKind {
 public:
  explicit Assign(AssignParts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] Traits traits() const override {
    Traits traits;
    traits.waits = true;
    traits.failures = {"no-agent", "unknown-hours"};
    return traits;
  }

  /// `notes`: who declined.
  Outcome enter(Visit& visit) const override { return offer(visit); }

  Outcome told(Visit& visit, const Answer& answer) const override {
    const std::string_view offered = offered_to(visit);
    if (answer.by != offered || (answer.word != "accept" && answer.word != "decline")) {
      visit.trace("refused", answer.by != offered ? "The record is not offered to this agent."
                                                  : "An offer is answered with `accept` or `decline`.");
      return Outcome::stay();
    }
    return answer.word == "accept" ? take(visit) : next(visit);
  }

  Outcome due(Visit& visit) const override {
    visit.trace("expired", offered_to(visit));
    return next(visit);
  }

 private:
  [[nodiscard]] std::string_view offered_to(const Visit& visit) const {
    const Value agent = visit.output(parts_.agent);
    return agent.is_blank() ? std::string_view() : agent.as_text();
  }

  [[nodiscard]] Outcome next(Visit& visit) const {
    Token& token = visit.token();
    token.notes.emplace_back(offered_to(visit));
    token.key.clear();
    return offer(visit);
  }

  [[nodiscard]] Outcome offer(Visit& visit) const {
    const Placement placement = visit.world().route(parts_.policy, visit.token().notes, visit.token().since);
    visit.set_output(parts_.queue, placement.queue);
    visit.set_output(parts_.agent, placement.agent);
    if (placement.agent.empty()) return Outcome::fail("no-agent", "Nobody can take the record now.");
    if (!parts_.accept) return take(visit);
    if (!visit.wait(*parts_.accept)) return *visit.trouble();
    command("offer", visit);
    return Outcome::stay();
  }

  [[nodiscard]] Outcome take(Visit& visit) const {
    command("assign", visit);
    return Outcome::done();
  }

  void command(std::string_view name, Visit& visit) const {
    const Value queue = visit.output(parts_.queue);
    const std::optional<Instant> until = name == "offer" ? visit.token().due : std::nullopt;
    visit.command(name, [&](json::Writer& writer) {
      if (!queue.is_blank()) writer.key("queue").text(queue.as_text());
      writer.key("agent").text(offered_to(visit));
      if (until) writer.key("until").value(Value::date_time(*until));
    });
  }

  AssignParts parts_;
};

}  // namespace

void outline_assign(Outline& outline, const Place& /*place*/) {
  outline.output("Queue", Type::kText);
  outline.output("Agent", Type::kText);
}

ReadStep read_assign(const Place& place, const Reading& reading) {
  AssignParts parts;
  parts.queue = reading.output("Queue");
  parts.agent = reading.output("Agent");
  auto policy = std::optional(place);
  if (!place.node().is(json::Kind::kText)) {
    if (!place.is_object()) return nullptr;
    place.only_members({"policy", "accept"});
    policy = place.required("policy");
    parts.accept = reading.find_lapse(place, "accept");
  }
  const auto index = policy ? reading.policy(*policy) : std::nullopt;
  if (!index) return nullptr;
  parts.policy = *index;
  return std::make_unique<Assign>(std::move(parts));
}

}  // namespace signalbox::workflow
