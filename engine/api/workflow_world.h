// What a workflow asks of the rest of the engine, answered for one program, directory and roster.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/run.h"
#include "api/slots.h"
#include "workflow/run.h"
#include "workflow/world.h"

namespace signalbox::api {

/// Does something of the definition follow its records over time?
[[nodiscard]] bool keeps_history(const Program::Parts& program);

class WorkflowWorld final : public workflow::World {
 public:
  /// All must outlive it.
  WorkflowWorld(const Program::Parts& program, const Directory::Parts& directory, const signalbox::Roster& roster,
                workflow::Run& run);

  void move_to(Instant now, std::span<const Value> prior) override;
  [[nodiscard]] Value evaluate(const formula::Formula& formula, std::span<const Value> globals) override;
  [[nodiscard]] std::vector<Value> decide(std::uint32_t decision) override;
  [[nodiscard]] workflow::Placement route(std::uint32_t policy, const std::vector<std::string>& barred,
                                          Instant queued_at) override;
  [[nodiscard]] const calendar::BusinessHours* hours(std::string_view name) override;
  [[nodiscard]] workflow::Watch watch() override;

 private:
  /// The slots of the record now; read when somebody asks for the first time after a move.
  SlotReader& slots();
  void show_clocks(SlotReader& reader);
  void apply(json::Node event);

  const Program::Parts& program_;
  const Directory::Parts& directory_;
  const signalbox::Roster& roster_;
  workflow::Run& state_;
  std::vector<bool> all_read_;
  Instant now_;
  std::vector<Value> prior_;
  Run run_;
  std::optional<SlotReader> slots_;
  std::vector<Value> with_globals_;
  routing::Result routed_;
};

}  // namespace signalbox::api
