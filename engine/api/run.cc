#include "api/run.h"

#include <algorithm>

namespace signalbox::api {

namespace {

class Runner {
 public:
  Runner(const RunInput& input, Run& run) : input_(input), program_(input.program), run_(run) {}

  void start(std::span<const Value> record) {
    run_.slots.assign(record.begin(), record.end());
    run_.slots.resize(program_.scope->slots());
    run_.clocks.assign(program_.milestones.size(), sla::Clock());
    run_.decisions.resize(program_.decisions.size());
    for (DecisionRun& decision : run_.decisions) decision.is_done = false;
    run_.steps.assign(program_.steps.size(), StepRun());
    run_.outputs.assign(program_.output_names.size(), OutputSource());
    run_.policy.reset();
    run_.errors.clear();
    run_.crossings.clear();
    run_.wake.reset();
  }

  void read_clocks() {
    for (std::uint32_t i = 0; i < program_.milestones.size(); ++i) {
      if (input_.full || is_read(i)) read_clock(i);
    }
    if (!input_.full) return;
    sla::find_crossings(program_.thresholds, run_.clocks, input_.now, run_.crossings);
    run_.wake = sla::wake(run_.crossings, run_.clocks, input_.now);
  }

  void run_steps() {
    for (std::size_t i = 0; i < program_.steps.size(); ++i) {
      const Step& step = program_.steps[i];
      run_.steps[i] = condition(step);
      if (!run_.steps[i].ran) continue;
      if (step.kind == Step::Kind::kDecide) {
        decide_step(step);
      } else {
        route_step(step);
      }
    }
  }

 private:
  [[nodiscard]] bool is_read(std::uint32_t milestone) const {
    const auto first = program_.quantities_read.begin() + static_cast<std::ptrdiff_t>(milestone * sla::kQuantityCount);
    return std::find(first, first + sla::kQuantityCount, true) != first + sla::kQuantityCount;
  }

  void read_clock(std::uint32_t index) {
    const sla::Milestone& milestone = program_.milestones[index];
    Value target;
    if (milestone.target_decision) {
      target = decision(milestone.target_decision->decision).value(milestone.target_decision->output);
    }
    sla::Clock& clock = run_.clocks[index];
    clock = sla::read_clock(milestone, run_.frame(input_.now), target, run_.arena, run_.errors);
    const std::size_t first = index * sla::kQuantityCount;
    for (std::size_t q = 0; q < sla::kQuantityCount; ++q) {
      if (!program_.quantities_read[first + q]) continue;
      run_.slots[program_.layout->size() + first + q] = sla::quantity_value(clock, static_cast<sla::Quantity>(q));
    }
  }

  /// Each decision is evaluated once at most, whoever asks for it.
  const rules::Evaluation& decision(std::uint32_t index) {
    DecisionRun& decision = run_.decisions[index];
    if (!decision.is_done) {
      rules::evaluate(program_.decisions[index], run_.frame(input_.now), run_.arena, decision.evaluation, run_.errors);
      decision.is_done = true;
    }
    return decision.evaluation;
  }

  StepRun condition(const Step& step) {
    if (!step.when) return {true, Value()};
    const Value when = step.when->formula.evaluate(run_.frame(input_.now), run_.arena);
    if (when.is_error()) run_.errors.push_back({when.as_error(), step.when->path, step.when->formula.text()});
    return {when.kind() == Value::Kind::kCheckbox && when.as_checkbox(), when};
  }

  void decide_step(const Step& step) {
    (void)decision(step.target);
    for (std::uint32_t o = 0; o < step.outputs.size(); ++o) run_.outputs[step.outputs[o]] = {step.target, o, true};
  }

  void route_step(const Step& step) {
    const RoutingPolicy& linked = program_.policies[step.target];
    Value queue;
    if (!linked.policy.queue_decision.empty()) queue = decision(linked.decision).value(linked.output);
    const formula::Frame frame = run_.frame(input_.now);
    routing::route(linked.policy, {input_.directory, input_.roster, frame, queue, input_.explain}, run_.arena,
                   run_.routing);
    run_.policy = step.target;
    for (const routing::RouteError& error : run_.routing.errors) {
      run_.errors.push_back({error.code, error.path, error.text});
    }
  }

  const RunInput& input_;
  const Program::Parts& program_;
  Run& run_;
};

}  // namespace

void run(const RunInput& input, std::span<const Value> record, Run& run) {
  Runner runner(input, run);
  runner.start(record);
  runner.read_clocks();
  runner.run_steps();
}

}  // namespace signalbox::api
