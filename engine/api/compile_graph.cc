// Decisions that read other decisions.
#include <algorithm>
#include <unordered_set>
#include <utility>

#include "api/compile.h"
#include "api/follow.h"
#include "base/limits.h"
#include "base/unicode.h"

namespace signalbox::api {

namespace {

constexpr std::string_view kPrefix = "$Decision.";

/// Text of a member when it is a text.
std::string_view text_of(const json::Node& node, std::string_view member) {
  const auto found = node.find(member);
  return found && found->is(json::Kind::kText) ? found->as_text() : std::string_view();
}

/// The allowed values of an output; what is wrong with them is reported where the decision is compiled.
std::vector<std::string> texts_of(const json::Node& output) {
  std::vector<std::string> texts;
  const auto values = output.find("values");
  for (std::size_t i = 0; values && values->is(json::Kind::kArray) && i < values->size(); ++i) {
    if (values->at(i).is(json::Kind::kText) && !values->at(i).as_text().empty())
      texts.emplace_back(values->at(i).as_text());
  }
  return texts;
}

/// As rules::Table says once the decision is compiled.
bool yields_lists(const json::Node& decision) {
  const std::string_view hit = text_of(decision, "hit");
  const std::string_view collect = text_of(decision, "collect");
  return hit == "ruleOrder" || hit == "outputOrder" || (hit == "collect" && (collect.empty() || collect == "list"));
}

/// Walks along the reads, depth first, and reports the cycles that it closes.
class GraphWalk {
 public:
  GraphWalk(const Place& root, Program::Parts& parts) : root_(root), parts_(parts), depth_(parts.decisions.size()) {}

  void walk() {
    for (std::uint32_t i = 0; i < parts_.decisions.size(); ++i) (void)depth_of(i);
  }

 private:
  static constexpr std::size_t kUnknown = 0;

  /// Length of the longest chain that begins here; 0 while it is not known.
  std::size_t depth_of(std::uint32_t decision) {
    if (depth_[decision] != kUnknown) return depth_[decision];
    const auto open = std::find(chain_.begin(), chain_.end(), decision);
    if (open != chain_.end()) {
      report_cycle(open - chain_.begin());
      return kUnknown;
    }
    if (chain_.size() >= limits::kMaxDecisionDepth) {
      report_depth(decision);
      return kUnknown;
    }
    chain_.push_back(decision);
    std::size_t deepest = 0;
    for (const std::uint32_t read : parts_.decision_reads[decision]) {
      deepest = std::max(deepest, depth_of(parts_.decision_globals[read].decision));
    }
    chain_.pop_back();
    if (deepest + 1 > limits::kMaxDecisionDepth) report_depth(decision);
    return depth_[decision] = deepest + 1;
  }

  [[nodiscard]] Place place_of(std::uint32_t decision) const { return follow(root_, parts_.decisions[decision].path); }

  void report_cycle(std::ptrdiff_t begin) {
    std::string names;
    for (auto at = chain_.begin() + begin; at != chain_.end(); ++at) {
      names += "`" + quote_for_message(parts_.decisions[*at].name) + "`, which reads ";
    }
    const std::uint32_t first = chain_[static_cast<std::size_t>(begin)];
    place_of(first).report("decision-cycle",
                           "The decision " + names + "`" + quote_for_message(parts_.decisions[first].name) +
                               "`: decisions must not read each other in a circle.",
                           "decisions that do not read their own outputs", parts_.decisions[first].name);
  }

  void report_depth(std::uint32_t decision) {
    if (std::exchange(is_deep_, true)) return;
    const std::string limit = std::to_string(limits::kMaxDecisionDepth);
    place_of(decision).report("too-deep", "A chain of decisions that read each other has at most " + limit + " links.",
                              "at most " + limit + " decisions in a chain", parts_.decisions[decision].name);
  }

  const Place& root_;
  Program::Parts& parts_;
  std::vector<std::size_t> depth_;
  std::vector<std::uint32_t> chain_;
  bool is_deep_ = false;  ///< Has been reported.
};

/// Finds the decision and the output that a global names; the decision may have been refused.
std::optional<DecisionGlobal> resolve(std::string_view global, const std::vector<rules::Table>& decisions) {
  global.remove_prefix(kPrefix.size());
  const std::size_t dot = global.find('.');
  for (std::uint32_t i = 0; i < decisions.size(); ++i) {
    if (decisions[i].name != global.substr(0, dot)) continue;
    const auto output = decisions[i].find_output(global.substr(dot + 1));
    if (output) return DecisionGlobal{i, *output};
  }
  return std::nullopt;
}

}  // namespace

std::vector<formula::Global> decision_globals(const Place& decisions) {
  std::vector<formula::Global> globals;
  std::unordered_set<std::string> names;
  for (std::size_t i = 0; i < decisions.node().size(); ++i) {
    const std::string_view name = decisions.node().key(i);
    const json::Node decision = decisions.node().at(i);
    const auto outputs = decision.is(json::Kind::kObject) ? decision.find("outputs") : std::nullopt;
    if (!is_identifier(name) || !outputs || !outputs->is(json::Kind::kArray) || yields_lists(decision)) continue;
    if (!names.insert(unicode::ascii_lower(name)).second) {
      decisions.at(i).report("duplicate-name",
                             "The decision `" + std::string(name) + "` is declared twice; case does not matter.",
                             "each decision once", std::string(name));
      continue;
    }
    for (std::size_t o = 0; o < outputs->size(); ++o) {
      if (!outputs->at(o).is(json::Kind::kObject)) continue;
      const std::string_view output = text_of(outputs->at(o), "name");
      const bool is_count = text_of(decision, "collect") == "count";
      const auto type = parse_type(text_of(outputs->at(o), "type"));
      if (!is_identifier(output) || !type) continue;
      std::string global(kPrefix);
      global.append(name).append(".").append(output);
      globals.push_back({std::move(global), is_count ? Type::kNumber : *type, {}, false, {}});
      if (is_count) continue;
      if (*type == Type::kText || *type == Type::kId || *type == Type::kPicklist)
        globals.back().values = texts_of(outputs->at(o));
    }
  }
  return globals;
}

void tell_of_lists(const Place& decisions) {
  for (Diagnostic& one : decisions.diagnostics()) {
    if (one.code != "unknown-global" || !one.found.starts_with(kPrefix)) continue;
    const std::string name = one.found.substr(kPrefix.size(), one.found.find('.', kPrefix.size()) - kPrefix.size());
    const auto decision = decisions.node().find(name);
    if (!decision || !decision->is(json::Kind::kObject) || !yields_lists(*decision)) continue;
    one.sentence = "`" + one.found + "` is a list, which no formula can read: `" + name + "` gives all its hits.";
    one.expected = "an output of a decision that gives one answer";
    one.suggestion.clear();
  }
}

void link_decisions(const Place& root, Program::Parts& parts) {
  const auto& globals = parts.scope->globals();
  const auto first = std::find_if(globals.begin(), globals.end(), [](const auto& one) { return !one.is_timed; });
  const auto contact = std::find_if(globals.begin(), first, sla::is_contact);
  parts.first_contact_slot =
      static_cast<std::uint32_t>(parts.layout->size()) + static_cast<std::uint32_t>(contact - globals.begin());
  parts.first_decision_slot =
      static_cast<std::uint32_t>(parts.layout->size()) + static_cast<std::uint32_t>(first - globals.begin());
  for (auto global = first; global != globals.end(); ++global) {
    const auto resolved = resolve(global->name, parts.decisions);
    if (!resolved) {  // a decision has errors, which have been reported
      parts.decision_globals.clear();
      break;
    }
    parts.decision_globals.push_back(*resolved);
  }
  for (const rules::Table& table : parts.decisions) {
    std::vector<const formula::Formula*> formulas;
    const auto placed = table.formulas();
    formulas.reserve(placed.size());
    for (const rules::PlacedFormula& one : placed) formulas.push_back(&one.formula);
    parts.decision_reads.push_back(reads_of(formulas, parts));
    auto& uses = parts.decision_uses.emplace_back();
    for (const std::uint32_t read : parts.decision_reads.back()) {
      const std::string& name = parts.decisions[parts.decision_globals[read].decision].name;
      if (std::find(uses.begin(), uses.end(), name) == uses.end()) uses.push_back(name);
    }
  }
  GraphWalk(root, parts).walk();
}

std::vector<std::uint32_t> reads_of(const std::vector<const formula::Formula*>& formulas, const Program::Parts& parts) {
  std::vector<std::uint32_t> reads;
  for (const formula::Formula* formula : formulas) {
    for (const std::uint32_t slot : formula->slots()) {
      const bool is_output =
          slot >= parts.first_decision_slot && slot - parts.first_decision_slot < parts.decision_globals.size();
      if (is_output) reads.push_back(slot - parts.first_decision_slot);
    }
  }
  std::sort(reads.begin(), reads.end());
  reads.erase(std::unique(reads.begin(), reads.end()), reads.end());
  return reads;
}

std::vector<bool> clock_slots(const Program::Parts& parts) {
  std::vector<bool> slots(parts.scope->slots());
  for (std::size_t s = parts.layout->size(); s < parts.first_contact_slot; ++s) slots[s] = true;
  std::vector<bool> reads_clock;  // by decision
  for (const rules::Table& table : parts.decisions) {
    const auto formulas = table.formulas();
    reads_clock.push_back(std::any_of(formulas.begin(), formulas.end(), [&](const rules::PlacedFormula& one) {
      const auto read = one.formula.slots();
      return std::any_of(read.begin(), read.end(), [&](std::uint32_t slot) { return slots[slot]; });
    }));
  }
  // Each round reaches one decision further along the chains.
  for (std::size_t round = 0; round < limits::kMaxDecisionDepth; ++round) {
    for (std::size_t d = 0; d < parts.decisions.size(); ++d) {
      for (const std::uint32_t read : parts.decision_reads[d]) {
        if (reads_clock[parts.decision_globals[read].decision]) reads_clock[d] = true;
      }
    }
  }
  for (std::size_t g = 0; g < parts.decision_globals.size(); ++g) {
    slots[parts.first_decision_slot + g] = reads_clock[parts.decision_globals[g].decision];
  }
  return slots;
}

}  // namespace signalbox::api
