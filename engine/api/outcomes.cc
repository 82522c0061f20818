#include "api/outcomes.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <span>

#include "api/numbering.h"
#include "api/program.h"
#include "api/run.h"
#include "api/write_decision.h"
#include "api/write_diagnostics.h"
#include "model/record.h"

namespace signalbox::api {

namespace {

/// Numbers the distinct outcomes, and the distinct reasons for them. A reason is told apart without writing anything:
/// which rules won, what their formulas gave, queue and agent. Reasons that differ may still mean the same outcome (two
/// rules with the same outputs), so the JSON of each new reason is looked up as well.
class OutcomeIndex {
 public:
  /// `explain`: reasons are told apart by everything that was decided, and written.
  OutcomeIndex(const RunInput& input, bool explain, std::string& out) : input_(input), explain_(explain), writer_(out) {
    for (const rules::Table& table : input.program.decisions) computes_.push_back(has_formulas(table));
    by_rule_.resize(computes_.size());
    names_.resize(computes_.size());
    writer_.begin_array();
    reasons_writer_.begin_array();
  }

  struct Numbers {
    std::uint32_t outcome;
    std::uint32_t reason;
  };

  Numbers of(const Run& run) {
    std::uint32_t* const known = known_by_rule(run);
    if (known && *known != 0) return {outcome_of_reason_[*known - 1], *known - 1};
    make_key(run);
    const auto [reason, is_new] = reasons_.number_of(key_);
    if (known) *known = reason + 1;
    if (is_new) add_reason(run);
    return {outcome_of_reason_[reason], reason};
  }

  void end() { writer_.end_array(); }

  /// A JSON array: `[{"outcome":0,"decisions":{"queue":{"winners":["dach"],"default":false}}}]`.
  [[nodiscard]] const std::string& end_reasons() {
    reasons_writer_.end_array();
    return reasons_text_;
  }

 private:
  static bool has_formulas(const rules::Table& table) {
    const auto is_formula = [](const rules::OutputCell& cell) { return cell.formula.has_value(); };
    return std::any_of(table.cells.begin(), table.cells.end(), is_formula) ||
           std::any_of(table.defaults.begin(), table.defaults.end(), is_formula);
  }

  /// Where one decision was asked, has no formulas and sets all outputs, and nothing was routed, the rule that won
  /// tells the reason: its number, plus one; 0 when that has not been met. nullptr: more than a rule has to be looked
  /// at.
  std::uint32_t* known_by_rule(const Run& run) {
    const auto is_done = [](const DecisionRun& decision) { return decision.is_done; };
    const auto one = std::find_if(run.decisions.begin(), run.decisions.end(), is_done);
    if (run.policy || one == run.decisions.end() || std::any_of(one + 1, run.decisions.end(), is_done)) return nullptr;
    const auto is_set = [](const OutputSource& source) { return source.is_set; };
    const std::vector<std::uint32_t>& winners = one->evaluation.winners;
    const auto decision = static_cast<std::size_t>(one - run.decisions.begin());
    if (computes_[decision] || winners.size() > 1 || !std::all_of(run.outputs.begin(), run.outputs.end(), is_set)) {
      return nullptr;
    }
    std::vector<std::uint32_t>& reasons = by_rule_[decision];
    reasons.resize(input_.program.decisions[decision].rules.size() + 1);
    return &reasons[winners.empty() ? reasons.size() - 1 : winners[0]];
  }

  void add_reason(const Run& run) {
    text_.clear();
    json::Writer writer(text_);
    if (run.policy) begin_outcome(writer, input_, run);
    if (!run.policy) text_ += unrouted(run);
    end_outcome(writer, input_, run);
    const auto [outcome, is_new] = outcomes_.number_of(std::span<const char>(text_));
    if (is_new) writer_.raw(text_);
    outcome_of_reason_.push_back(outcome);
    if (explain_) write_reason(run, outcome);
  }

  /// What every outcome begins with that nothing routed.
  const std::string& unrouted(const Run& run) {
    if (unrouted_.empty()) {
      json::Writer writer(unrouted_);
      begin_outcome(writer, input_, run);
    }
    return unrouted_;
  }

  void make_key(const Run& run) {
    constexpr std::uint32_t kNone = UINT32_MAX;
    key_.clear();
    key_.push_back(run.policy && run.routing.queue ? static_cast<std::uint32_t>(*run.routing.queue) : kNone);
    key_.push_back(run.policy && run.routing.agent ? static_cast<std::uint32_t>(*run.routing.agent) : kNone);
    std::uint32_t previous = kNone;
    for (const OutputSource& source : run.outputs) {
      key_.push_back(source.is_set ? source.decision : kNone);
      if (explain_ || !source.is_set || source.decision == previous) continue;
      previous = source.decision;
      add_decision(source.decision, run.decisions[source.decision].evaluation);
    }
    if (!explain_) return;
    for (std::uint32_t i = 0; i < run.decisions.size(); ++i) {
      key_.push_back(run.decisions[i].is_done ? i : kNone);
      if (run.decisions[i].is_done) add_decision(i, run.decisions[i].evaluation);
    }
  }

  void add_decision(std::uint32_t decision, const rules::Evaluation& evaluation) {
    key_.push_back(static_cast<std::uint32_t>(evaluation.winners.size()));
    key_.insert(key_.end(), evaluation.winners.begin(), evaluation.winners.end());
    if (!computes_[decision]) return;
    text_.clear();
    json::Writer writer(text_);
    writer.begin_array();
    for (const Value& value : evaluation.values) writer.value(value);
    writer.end_array();
    key_.push_back(computed_.number_of(std::span<const char>(text_)).number);
  }

  /// There may be a reason for every rule: put together of pieces, which takes a fifth of the writer's time.
  void write_reason(const Run& run, std::uint32_t outcome) {
    text_.assign(R"({"outcome":)").append(std::to_string(outcome)).append(R"(,"decisions":{)");
    bool comma = false;
    for (std::size_t i = 0; i < run.decisions.size(); ++i) {
      if (!run.decisions[i].is_done) continue;
      const rules::Evaluation& evaluation = run.decisions[i].evaluation;
      if (comma) text_ += ',';
      comma = true;
      text_.append(name_of(i)).append(R"(:{"winners":[)");
      for (const std::uint32_t winner : evaluation.by_row()) {
        if (text_.back() != '[') text_ += ',';
        json::append_quoted(input_.program.decisions[i].rules[winner].id, text_);
      }
      text_ += evaluation.used_default ? R"(],"default":true})" : R"(],"default":false})";
    }
    reasons_writer_.raw(text_.append("}}"));
  }

  /// The name of the decision in quotes.
  const std::string& name_of(std::size_t decision) {
    std::string& name = names_[decision];
    if (name.empty()) json::append_quoted(input_.program.decisions[decision].name, name);
    return name;
  }

  const RunInput& input_;
  bool explain_;
  json::Writer writer_;
  std::vector<bool> computes_;  ///< By decision: some output is a formula.
  std::vector<std::uint32_t> key_;
  std::string text_;
  std::string unrouted_;
  std::vector<std::string> names_;  ///< By decision, see name_of.
  Numbering<std::uint32_t> reasons_;
  std::vector<std::uint32_t> outcome_of_reason_;
  std::vector<std::vector<std::uint32_t>> by_rule_;  ///< By decision; see known_by_rule. The last is for no rule.
  Numbering<char> outcomes_;                         ///< By JSON.
  Numbering<char> computed_;                         ///< Lists of computed values, by JSON.
  std::string reasons_text_;
  json::Writer reasons_writer_{reasons_text_};
};

void write_numbers(json::Writer& writer, std::string_view name, const std::vector<std::int32_t>& numbers) {
  constexpr std::size_t kMostCharacters = 12;  // `-2147483648,`
  std::string list(2 + kMostCharacters * numbers.size(), '\0');
  char* const end = list.data() + list.size();
  char* at = list.data();
  *at++ = '[';
  for (const std::int32_t number : numbers) {
    at = std::to_chars(at, end, number).ptr;
    *at++ = ',';
  }
  if (!numbers.empty()) --at;
  *at++ = ']';
  writer.key(name).raw({list.data(), static_cast<std::size_t>(at - list.data())});
}

/// Decides and numbers.
class OutcomeWriter {
 public:
  OutcomeWriter(const Context& context, std::string& out)
      : roster_(context.roster ? context.roster->parts().roster
                               : signalbox::Roster::assumed(context.directory.parts().directory)),
        input_{context.program.parts(),
               context.directory.parts().directory,
               context.directory.parts().calendar,
               roster_,
               context.at,
               false,
               false},
        explain_(context.explain),
        out_(out),
        index_(input_, explain_, out_) {}

  void add(const RecordSet& set) {
    auto bad = set.bad().begin();
    for (std::size_t i = 0; i < set.size(); ++i) {
      if (bad != set.bad().end() && bad->index == i) {
        while (bad != set.bad().end() && bad->index == i) ++bad;
        add_numbers(-1, -1);
        continue;
      }
      state_.arena.reset();
      run(input_, set.values(i), state_);
      const auto [outcome, reason] = index_.of(state_);
      add_numbers(static_cast<std::int32_t>(outcome), static_cast<std::int32_t>(reason));
    }
  }

  /// `errors`: a JSON array, or empty for none.
  void end(std::string_view errors) {
    index_.end();
    json::Writer writer(out_, true);
    write_numbers(writer, "of", of_);
    if (explain_) {
      writer.key("reasons").raw(index_.end_reasons());
      write_numbers(writer, "reasonOf", reason_of_);
    }
    if (!errors.empty()) writer.key("errors").raw(errors);
    writer.end_object();
  }

 private:
  void add_numbers(std::int32_t outcome, std::int32_t reason) {
    of_.push_back(outcome);
    if (explain_) reason_of_.push_back(reason);
  }

  signalbox::Roster roster_;
  RunInput input_;
  bool explain_;
  std::string& out_;
  OutcomeIndex index_;
  std::vector<std::int32_t> of_;
  std::vector<std::int32_t> reason_of_;
  Run state_;
};

constexpr std::string_view kBeginning = R"({"ok":true,"outcomes":)";

}  // namespace

void write_outcomes(const Context& context, const Records& records, std::string& out) {
  out += kBeginning;
  OutcomeWriter writer(context, out);
  writer.add(records.set());
  writer.end({});
}

void write_outcomes(const Context& context, std::string_view body, std::string_view format, std::string& out) {
  out += kBeginning;
  OutcomeWriter writer(context, out);
  std::string errors;
  json::Writer errors_writer(errors);
  errors_writer.begin_array();
  const auto known = record_format(format).value_or(RecordSet::Format::kAuto);
  RecordSet::stream(body, known, context.program.parts().layout, [&](const RecordSet& some, std::size_t first) {
    writer.add(some);
    for (const RecordSet::Bad& bad : some.bad()) write_record_error(errors_writer, first + bad.index, bad.diagnostic);
  });
  errors_writer.end_array();
  writer.end(errors);
}

}  // namespace signalbox::api
