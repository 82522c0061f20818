// One record through one program: everything that was found on the way.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "api/program.h"
#include "base/arena.h"
#include "routing/dispatch.h"
#include "routing/route.h"
#include "rules/evaluate.h"
#include "sla/wake.h"

namespace signalbox::api {

/// Can anything that a run evaluates read more than the fields of the record? O(decisions + steps).
[[nodiscard]] bool reads_globals(const Program::Parts& program);

/// What a run reads beside the record.
struct RunInput {
  const Program::Parts& program;
  const signalbox::Directory& directory;
  const calendar::Calendar& calendar;  ///< Of the same directory document.
  const signalbox::Roster& roster;
  Instant now;
  /// Finds all that a decision reports; without it only what the outcome depends on.
  bool full = true;
  bool explain = false;
  bool winners_only = false;                       ///< See Context.
  const routing::AttemptLimits* limits = nullptr;  ///< Null: everybody of the queue is asked.
  bool with_globals = reads_globals(program);      ///< Formulas are shown clocks, contacts and decisions.
  bool never_returns = false;                      ///< See routing::RouteInput.
};

/// Where a value of the outcome's outputs comes from.
struct OutputSource {
  std::uint32_t decision = 0;
  std::uint32_t output = 0;
  bool is_set = false;
};

struct DecisionRun {
  bool is_done = false;
  rules::Evaluation evaluation;
};

struct StepRun {
  bool ran = false;
  Value when;  ///< Only for a step with a condition.
};

/// Reused from record to record: run() clears it and keeps its storage, so that deciding allocates nothing. The arena
/// holds the record's text as well, when the caller read it into it; so it is the caller who resets the arena.
struct Run {
  Arena arena;
  std::span<const Value> slots;            ///< What formulas read: the record itself, or `record_with_globals`.
  std::vector<Value> record_with_globals;  ///< The record, the quantities of the clocks, the outputs of decisions.
  std::span<const Value> prior;            ///< The record before the event, while one is looked at; set by who does.
  bool is_clone = false;                   ///< Of the record: set by who prepares it.
  std::vector<sla::Clock> clocks;          ///< By milestone.
  std::vector<sla::Crossing> crossings;    ///< Only in a full run.
  std::optional<Instant> wake;             ///< Only in a full run.
  std::vector<DecisionRun> decisions;      ///< By decision.
  std::vector<StepRun> steps;              ///< By step.
  std::vector<OutputSource> outputs;       ///< By Program::Parts::output_names.
  std::optional<std::uint32_t> policy;     ///< The routing policy that ran last; `routing` is its result.
  routing::Result routing;
  rules::EvaluationErrors errors;

  [[nodiscard]] formula::Frame frame(Instant now) const { return {slots, prior, now, is_clone}; }
};

/// Decides. `record` has the program's layout and outlives the run's use. No allocation once the storage has grown.
/// O(rules of the decisions that the steps need + members of the queue).
void run(const RunInput& input, std::span<const Value> record, Run& run);

/// Asks one more decision after a full run(), whether or not a step needed it.
const rules::Evaluation& ask(const RunInput& input, std::uint32_t decision, Run& run);

/// Only makes `run.slots` ready for formulas beside the program's own, which read the globals marked in `globals_read`
/// (by slot after the fields; see close_over_decisions). Errors of clocks and decisions go to `run.errors`.
/// O(milestones + decisions read).
void read_slots(const Program::Parts& program, const calendar::Calendar& calendar, Instant now,
                const std::vector<bool>& globals_read, std::span<const Value> record, Run& run);

/// Marks what the decisions among the globals read may need as well.
void close_over_decisions(const Program::Parts& program, std::vector<bool>& globals_read);

}  // namespace signalbox::api
