// Escalation rules: what watches an open record, and what it does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formula/formula.h"
#include "model/reader.h"
#include "rules/table.h"
#include "sla/turning.h"

namespace signalbox::escalation {

/// A literal, or a formula.
struct Content {
  rules::Literal literal;
  std::optional<rules::PlacedFormula> formula;
};

/// One entry of `do`.
struct Action {
  enum class Kind : std::uint8_t { kSet, kOwner, kReassign, kRoute, kNotify, kInstruct, kStart, kCustom };
  /// Whom to tell.
  enum class To : std::uint8_t { kOwner, kManager, kCustomerSuccessManager, kQueue, kAddress };
  struct Assignment {
    std::uint32_t slot;  ///< Of the field.
    Content value;
  };

  Kind kind = Kind::kSet;
  std::string path;                ///< JSON pointer.
  std::vector<Assignment> fields;  ///< kSet.
  std::string name;                ///< Policy, queue, step or action; kNotify: queue or address.
  Content content;                 ///< kOwner: the new one; kNotify, kInstruct: the text.
  To to = To::kOwner;              ///< kNotify, kInstruct.
  std::int64_t levels_up = 1;      ///< kManager.
  std::string with;                ///< kCustom: a JSON object for the host, or empty.
};

/// "set", "owner", "reassign", "route", "notify", "instruct", "start", "custom".
[[nodiscard]] std::string_view action_name(Action::Kind kind);

/// One condition of a rule, all of which must hold.
struct Condition {
  sla::TimedFormula timed;
  std::string path;  ///< JSON pointer of the formula that it is a part of.
};

struct Level {
  std::string name;  ///< As written in `at`; empty where the rule has `do`.
  std::vector<Condition> conditions;
  std::vector<Action> actions;
};

/// Immutable once compiled.
struct Rule {
  struct Suppression {
    std::string rule;
    std::optional<std::int64_t> for_ms;
  };

  std::string name;
  std::string path;                        ///< JSON pointer: "/escalations/0".
  std::optional<std::uint32_t> milestone;  ///< Whose cycles count; nullopt: the record's life.
  std::vector<Level> levels;
  std::vector<Suppression> suppressions;
  std::string quiet_outside;  ///< Name of business hours; empty: it fires at any time.
};

/// What the rest of the definition offers to its rules.
struct Surroundings {
  const formula::Scope& scope;
  std::vector<std::string_view> milestones;
  std::vector<std::string_view> policies;
  std::vector<std::string_view> steps;
  const std::vector<sla::Turning>& decisions;  ///< By decision's slot: see sla::Turning::of.
};

/// Reads and compiles `escalations`; reports every error, formulas that are only sampled, and rules that set the same
/// field or both move the record. `read`: every formula of the rules is added.
[[nodiscard]] std::vector<Rule> compile_rules(const Place& place, const Surroundings& surroundings,
                                              std::vector<formula::Formula>& read);

}  // namespace signalbox::escalation
