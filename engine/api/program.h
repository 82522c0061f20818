// A compiled definition, as the engine sees it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/api.h"
#include "base/span.h"
#include "calendar/calendar.h"
#include "escalation/rule.h"
#include "formula/scope.h"
#include "model/directory.h"
#include "model/layout.h"
#include "model/roster.h"
#include "routing/policy.h"
#include "rules/table.h"
#include "sla/contact.h"
#include "sla/threshold.h"
#include "sla/turning.h"

namespace signalbox::api {

/// One step. Steps run in order; later ones of the same kind override earlier ones.
struct Step {
  enum class Kind : std::uint8_t { kDecide, kRoute };
  std::string id;
  Kind kind = Kind::kDecide;
  std::uint32_t target = 0;  ///< Index among the decisions, or the policies.
  std::optional<rules::PlacedFormula> when;
  std::vector<std::uint32_t>
      outputs;  ///< kDecide: for each output of the decision, its index among Parts::output_names.
  std::vector<std::uint32_t> reads = {};  ///< Of its condition, into Parts::decision_globals.
};

/// An output of a decision as formulas read it: the global `$Decision.<name>.<output>`.
struct DecisionGlobal {
  std::uint32_t decision;
  std::uint32_t output;
};

/// A formula that a policy requires of agents, and that turns by itself for some of them.
struct AgentTurning {
  std::string path;  ///< Of the requirement.
  sla::TimedFormula timed;
};

/// A routing policy with the decision that finds its queue.
struct RoutingPolicy {
  routing::Policy policy;
  std::uint32_t decision = 0;             ///< Only when policy.queue_decision is set.
  std::uint32_t output = 0;               ///< That decision's output `queue`.
  std::vector<std::uint32_t> reads = {};  ///< Of its formulas, into Parts::decision_globals.
  std::vector<AgentTurning> turning = {};
};

/// All of a program but its decisions. Slots are the fields, then for every milestone its quantities
/// (sla::kQuantityCount each), the counts of the contacts, then the outputs of decisions that formulas can read.
struct ProgramFrame {
  std::string name;
  std::string object;
  std::shared_ptr<const Layout> layout;
  std::shared_ptr<const formula::Scope> scope;
  std::uint32_t first_contact_slot = 0;
  std::uint32_t first_decision_slot = 0;
  std::vector<DecisionGlobal> decision_globals;             ///< By slot from first_decision_slot on.
  std::vector<std::vector<std::uint32_t>> decision_reads;   ///< By decision: into decision_globals.
  std::vector<std::vector<std::string>> decision_uses;      ///< By decision: names of those that it reads.
  std::vector<std::vector<std::uint32_t>> milestone_reads;  ///< By milestone: into decision_globals.
  std::vector<sla::Contact> contacts;
  std::vector<sla::Milestone> milestones;
  std::vector<sla::Threshold> thresholds;
  std::vector<sla::Turning> decision_turnings;  ///< By decision global.
  std::vector<sla::TimedFormula> timed;         ///< Those of decisions, policies and steps that `thresholds` leave out.
  std::vector<std::vector<sla::TimedFormula>> milestones_timed;  ///< By milestone: those of its formulas that turn.
  std::vector<Instant> validity_changes;  ///< Ascending: when a rule begins or ends to be effective.
  std::vector<bool> quantities_read;      ///< By slot after the fields: some formula reads it.
  std::vector<RoutingPolicy> policies;
  std::vector<Step> steps;            ///< Those that decide and route, outside of blocks.
  std::vector<std::string> step_ids;  ///< Of all steps outside of blocks.
  std::vector<escalation::Rule> escalations;
  std::vector<std::string> output_names;  ///< Of the outcome, in the order of the steps that set them.

  [[nodiscard]] bool has_timed() const {
    return !timed.empty() || std::any_of(milestones_timed.begin(), milestones_timed.end(),
                                         [](const auto& formulas) { return !formulas.empty(); });
  }
};

/// Immutable.
struct Program::Parts : ProgramFrame {
  std::string source;  ///< The definition as written, for diagnostics that come later.
  std::vector<rules::Table> decisions;
  bool is_clean = false;                      ///< Compiling reported nothing, not even a warning.
  std::vector<std::vector<Span>> rule_spans;  ///< By decision: of each rule in the source. Only of a clean program.
};

struct Directory::Parts {
  signalbox::Directory directory;
  calendar::Calendar calendar;
};

struct Roster::Parts {
  signalbox::Roster roster;
  Directory directory;  ///< The one it was read for.
};

}  // namespace signalbox::api
