// When the formulas that a policy requires of agents turn.
#pragma once

#include <optional>
#include <vector>

#include "api/future.h"
#include "routing/people.h"
#include "routing/route.h"

namespace signalbox::api {

/// Of one record and one policy, at one instant.
class AgentTurns final : public routing::FormulaTurns, private sla::Future {
 public:
  /// Nothing that happens at `until` or later is told. All must outlive it.
  AgentTurns(const RoutingPolicy& linked, RecordFuture& record, Instant now, Instant until)
      : linked_(linked), record_(record), now_(now), until_(until) {}

  [[nodiscard]] std::optional<Instant> next(const routing::Requirement& requirement,
                                            const routing::Person& person) override;

 private:
  [[nodiscard]] Value evaluate(const formula::Formula& formula, Instant at) override;
  [[nodiscard]] const sla::Clock& clock(std::uint32_t milestone) const override { return record_.clock(milestone); }
  [[nodiscard]] std::optional<Instant> contact_change(std::uint32_t contact, Instant from) const override {
    return record_.contact_change(contact, from);
  }
  [[nodiscard]] std::optional<Instant> next_step(Instant from) const override;

  const RoutingPolicy& linked_;
  RecordFuture& record_;
  Instant now_;
  Instant until_;
  const routing::Person* person_ = nullptr;  ///< While next() runs.
  std::vector<Value> slots_;
  Arena arena_;
};

}  // namespace signalbox::api
