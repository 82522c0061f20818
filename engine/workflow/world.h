// What a workflow asks of the rest of the engine: formulas, decisions, routing, hours, and what watches the record.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "calendar/business_hours.h"
#include "formula/formula.h"
#include "model/value.h"

namespace signalbox::workflow {

struct Run;

/// Where a routing policy puts a record.
struct Placement {
  std::string_view queue;       ///< Blank: none.
  std::string_view agent;       ///< Blank: nobody yet.
  std::optional<Instant> next;  ///< When time alone could change that.
};

/// What escalation asks for at an instant.
struct Watch {
  std::vector<std::string> commands;  ///< Each one JSON object.
  std::vector<std::string> decisions;
  std::vector<std::string> starts;  ///< Ids of steps.
  std::optional<Instant> wake;
};

/// Everything is asked of the run as it is then; texts that it gives live as long as the world.
class World {
 public:
  World() = default;
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  virtual ~World() = default;

  /// The record or the time is another; `prior`: the record before the event, empty for one that is new.
  virtual void move_to(Instant now, std::span<const Value> prior) = 0;
  /// `globals`: what stands behind the program's own slots.
  [[nodiscard]] virtual Value evaluate(const formula::Formula& formula, std::span<const Value> globals) = 0;
  /// One value an output; an error where the decision fails.
  [[nodiscard]] virtual std::vector<Value> decide(std::uint32_t decision) = 0;
  /// `barred`: agents who are not asked.
  [[nodiscard]] virtual Placement route(std::uint32_t policy, const std::vector<std::string>& barred,
                                        Instant queued_at) = 0;
  /// Null when the directory has none of that name.
  [[nodiscard]] virtual const calendar::BusinessHours* hours(std::string_view name) = 0;
  /// Milestones and escalations up to now; what they set is set in the run.
  [[nodiscard]] virtual Watch watch() = 0;
};

}  // namespace signalbox::workflow
