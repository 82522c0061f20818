// `route`: queue and agent by a routing policy. Nobody to be had is no failure: the record waits in its queue.
#include "workflow/steps/kinds.h"
#include "workflow/visit.h"

namespace signalbox::workflow {

namespace {

class Route final : public StepKind {
 public:
  Route(std::uint32_t policy, std::uint32_t queue, std::uint32_t agent)
      : policy_(policy), queue_(queue), agent_(agent) {}

  [[nodiscard]] Traits traits() const override { return {}; }

  Outcome enter(Visit& visit) const override {
    const Placement placement = visit.world().route(policy_, {}, visit.now());
    visit.set_output(queue_, placement.queue);
    visit.set_output(agent_, placement.agent);
    visit.command("route", [&](json::Writer& writer) {
      if (!placement.queue.empty()) writer.key("queue").text(placement.queue);
      if (!placement.agent.empty()) writer.key("agent").text(placement.agent);
    });
    return Outcome::done();
  }

 private:
  std::uint32_t policy_;
  std::uint32_t queue_;
  std::uint32_t agent_;
};

}  // namespace

void outline_route(Outline& outline, const Place& /*place*/) {
  outline.output("Queue", Type::kText);
  outline.output("Agent", Type::kText);
}

ReadStep read_route(const Place& place, const Reading& reading) {
  const auto policy = reading.policy(place);
  if (!policy) return nullptr;
  return std::make_unique<Route>(*policy, reading.output("Queue"), reading.output("Agent"));
}

}  // namespace signalbox::workflow
