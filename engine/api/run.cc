#include "api/run.h"

#include <algorithm>

#include "api/agent_turns.h"
#include "api/future.h"
#include "api/slots.h"

namespace signalbox::api {

namespace {

class Runner {
 public:
  Runner(const RunInput& input, Run& run)
      : input_(input),
        program_(input.program),
        run_(run),
        slots_(program_, input.calendar, input.now, program_.quantities_read, run) {}

  void start(std::span<const Value> record) {
    slots_.start(record, input_.with_globals);
    run_.steps.resize(program_.steps.size());
    run_.outputs.resize(program_.output_names.size());
    for (OutputSource& output : run_.outputs) output.is_set = false;
    run_.policy.reset();
    run_.crossings.clear();
    run_.wake.reset();
  }

  void read_clocks() {
    slots_.read_clocks(input_.full);
    if (!input_.full) return;
    sla::find_crossings(program_.thresholds, run_.clocks, input_.now, run_.crossings);
    run_.wake = sla::wake(run_.crossings, run_.clocks, input_.now);
    const auto& changes = program_.validity_changes;
    const auto next = std::upper_bound(changes.begin(), changes.end(), input_.now);
    if (next != changes.end() && (!run_.wake || *next < *run_.wake)) run_.wake = *next;
    find_turns();
  }

  void run_steps() {
    for (std::size_t i = 0; i < program_.steps.size(); ++i) {
      const Step& step = program_.steps[i];
      if (!begins(step, run_.steps[i])) continue;
      if (step.kind == Step::Kind::kDecide) {
        decide_step(step);
      } else {
        route_step(step);
      }
    }
  }

 private:
  bool begins(const Step& step, StepRun& step_run) {
    step_run.ran = true;
    if (!step.when) return true;
    slots_.supply(step.reads);
    const Value when = step.when->formula.evaluate(run_.frame(input_.now), run_.arena);
    if (when.is_error()) run_.errors.push_back({when.as_error(), step.when->path, step.when->formula.text()});
    step_run = {when.kind() == Value::Kind::kCheckbox && when.as_checkbox(), when};
    return step_run.ran;
  }

  /// The instants at which formulas turn that compare more than a clock with a constant.
  void find_turns() {
    if (!program_.has_timed()) return;
    RecordFuture future(program_, input_.calendar, run_.slots.first(program_.layout->size()), run_.clocks);
    const auto look = [&](const std::vector<sla::TimedFormula>& formulas) {
      for (const sla::TimedFormula& timed : formulas) {
        const Instant until = run_.wake.value_or(sla::kNever);
        const auto turn = sla::next_turn(timed.turning, timed.formula, future, input_.now, until);
        if (turn) run_.wake = turn->at;
      }
    };
    look(program_.timed);
    for (const auto& timed : program_.milestones_timed) look(timed);
  }

  void decide_step(const Step& step) {
    (void)slots_.decision(step.target);
    for (std::uint32_t o = 0; o < step.outputs.size(); ++o) run_.outputs[step.outputs[o]] = {step.target, o, true};
  }

  void route_step(const Step& step) {
    const RoutingPolicy& linked = program_.policies[step.target];
    slots_.supply(linked.reads);
    Value queue;
    if (!linked.policy.queue_decision.empty()) queue = slots_.decision(linked.decision).value(linked.output);
    const formula::Frame frame = run_.frame(input_.now);
    routing::RouteInput input{input_.directory, input_.roster,    frame,      queue,
                              input_.explain,   &input_.calendar, input_.full};
    if (input_.limits) {
      input.barred = input_.limits->barred;
      input.queued_at = input_.limits->queued_at;
      input.only = input_.limits->only;
    }
    std::optional<RecordFuture> future;
    std::optional<AgentTurns> turns;
    if (!linked.turning.empty() && input_.full) {
      future.emplace(program_, input_.calendar, run_.slots.first(program_.layout->size()), run_.clocks);
      input.turns = &turns.emplace(linked, *future, input_.now, run_.wake.value_or(sla::kNever));
    }
    input.never_returns = input_.never_returns;
    routing::route(linked.policy, input, run_.arena, run_.routing);
    find_next();
    run_.policy = step.target;
    for (const routing::RouteError& error : run_.routing.errors) {
      run_.errors.push_back({error.code, error.path, error.text});
    }
  }

  /// What turns in the record may change where it is routed, and where it is routed is looked at again when it may.
  void find_next() {
    std::optional<Instant>& next = run_.routing.next;
    const bool waits = !run_.routing.agent && !run_.routing.handed_over;
    if (waits && run_.wake && (!next || *run_.wake < *next)) next = run_.wake;
    if (next && (!run_.wake || *next < *run_.wake)) run_.wake = next;
  }

  const RunInput& input_;
  const Program::Parts& program_;
  Run& run_;
  SlotReader slots_;
};

}  // namespace

bool reads_globals(const Program::Parts& program) {
  const auto reads = [](const std::vector<std::uint32_t>& decisions) { return !decisions.empty(); };
  return !program.milestones.empty() || !program.contacts.empty() || !program.policies.empty() ||
         std::any_of(program.decision_reads.begin(), program.decision_reads.end(), reads) ||
         std::any_of(program.steps.begin(), program.steps.end(), [&](const Step& step) { return reads(step.reads); });
}

void run(const RunInput& input, std::span<const Value> record, Run& run) {
  Runner runner(input, run);
  runner.start(record);
  runner.read_clocks();
  runner.run_steps();
}

const rules::Evaluation& ask(const RunInput& input, std::uint32_t decision, Run& run) {
  return SlotReader(input.program, input.calendar, input.now, input.program.quantities_read, run).decision(decision);
}

void read_slots(const Program::Parts& program, const calendar::Calendar& calendar, Instant now,
                const std::vector<bool>& globals_read, std::span<const Value> record, Run& run) {
  SlotReader reader(program, calendar, now, globals_read, run);
  reader.start(record);
  reader.read_clocks(false);
  const std::size_t first = program.first_decision_slot - program.layout->size();
  for (std::uint32_t g = 0; g < program.decision_globals.size(); ++g) {
    if (globals_read[first + g]) reader.supply(std::vector{g});
  }
}

void close_over_decisions(const Program::Parts& program, std::vector<bool>& globals_read) {
  const auto first = static_cast<std::ptrdiff_t>(program.first_decision_slot - program.layout->size());
  if (std::find(globals_read.begin() + first, globals_read.end(), true) == globals_read.end()) return;
  for (std::size_t i = 0; i < static_cast<std::size_t>(first); ++i) {
    globals_read[i] = globals_read[i] || program.quantities_read[i];
  }
}

}  // namespace signalbox::api
