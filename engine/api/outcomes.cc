#include "api/outcomes.h"

#include <algorithm>
#include <unordered_map>

#include "api/run.h"
#include "api/write_decision.h"
#include "model/record.h"

namespace signalbox::api {

namespace {

/// Numbers the distinct outcomes. A key tells outcomes apart without writing them: which rules won, what their formulas
/// gave, queue and agent. Keys that differ may still mean the same outcome (two rules with the same outputs), so the
/// JSON of each new key is looked up as well.
class OutcomeIndex {
 public:
  OutcomeIndex(const RunInput& input, std::string& out) : input_(input), writer_(out) {
    for (const rules::Table& table : input.program.decisions) computes_.push_back(has_formulas(table));
    writer_.begin_array();
  }

  std::int64_t of(const Run& run) {
    make_key(run);
    const auto known = by_key_.find(key_);
    if (known != by_key_.end()) return known->second;
    std::string json;
    json::Writer writer(json);
    write_outcome(writer, input_, run);
    const auto [entry, is_new] = by_json_.emplace(json, static_cast<std::int64_t>(by_json_.size()));
    if (is_new) writer_.raw(json);
    by_key_.emplace(key_, entry->second);
    return entry->second;
  }

  void end() { writer_.end_array(); }

 private:
  static bool has_formulas(const rules::Table& table) {
    const auto is_formula = [](const rules::OutputCell& cell) { return cell.formula.has_value(); };
    return std::any_of(table.cells.begin(), table.cells.end(), is_formula) ||
           std::any_of(table.defaults.begin(), table.defaults.end(), is_formula);
  }

  void add_number(std::uint32_t number) { key_.append(reinterpret_cast<const char*>(&number), sizeof number); }

  void make_key(const Run& run) {
    constexpr std::uint32_t kNone = UINT32_MAX;
    key_.clear();
    add_number(run.policy && run.routing.queue ? static_cast<std::uint32_t>(*run.routing.queue) : kNone);
    add_number(run.policy && run.routing.agent ? static_cast<std::uint32_t>(*run.routing.agent) : kNone);
    std::uint32_t previous = kNone;
    for (const OutputSource& source : run.outputs) {
      add_number(source.is_set ? source.decision : kNone);
      if (!source.is_set || source.decision == previous) continue;
      previous = source.decision;
      add_decision(run.decisions[source.decision].evaluation, computes_[source.decision]);
    }
  }

  void add_decision(const rules::Evaluation& evaluation, bool computes) {
    add_number(static_cast<std::uint32_t>(evaluation.winners.size()));
    for (const std::uint32_t winner : evaluation.winners) add_number(winner);
    if (!computes) return;
    json::Writer writer(key_);
    writer.begin_array();
    for (const Value& value : evaluation.values) writer.value(value);
    writer.end_array();
  }

  const RunInput& input_;
  json::Writer writer_;
  std::vector<bool> computes_;  ///< By decision: some output is a formula.
  std::string key_;
  std::unordered_map<std::string, std::int64_t> by_key_;
  std::unordered_map<std::string, std::int64_t> by_json_;
};

}  // namespace

void write_outcomes(const Context& context, const Records& records, std::string& out) {
  const signalbox::Directory& directory = context.directory.parts().directory;
  const auto roster = context.roster ? context.roster->parts().roster : signalbox::Roster::assumed(directory);
  const RunInput input{
      context.program.parts(), directory, context.directory.parts().calendar, roster, context.at, false, false};
  const RecordSet& set = records.set();
  std::vector<std::int64_t> of(set.size(), -1);
  out += R"({"ok":true,"outcomes":)";
  OutcomeIndex outcomes(input, out);
  Run state;
  auto bad = set.bad().begin();
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (bad != set.bad().end() && bad->index == i) {
      while (bad != set.bad().end() && bad->index == i) ++bad;
      continue;
    }
    state.arena.reset();
    run(input, set.values(i), state);
    of[i] = outcomes.of(state);
  }
  outcomes.end();
  out += R"(,"of":)";
  json::Writer writer(out);
  writer.begin_array();
  for (const std::int64_t outcome : of) writer.number(outcome);
  writer.end_array();
  out += '}';
}

}  // namespace signalbox::api
