// Test cases for a decision table: pairs of records which show that a test of a rule matters.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "model/layout.h"
#include "rules/evaluate.h"

namespace signalbox::analysis {

/// A rule wins with one record, and no longer when one field has another value, because one test of it fails; all its
/// other unary tests still pass. As in modified condition/decision coverage (RTCA DO-178C, section 6.4.4.2).
struct TestPair {
  std::uint32_t rule = 0;
  rules::Check check{};
  std::vector<Value> with;     ///< By field. Texts live in the table, or are literals of this program.
  std::vector<Value> without;  ///< By field.
};

/// A test, or a whole rule, for which there is no pair.
struct Unshown {
  enum class Reason : std::uint8_t {
    kDisabled,        ///< The rule is disabled, or not effective at that instant.
    kMasked,          ///< Whatever passes this rule's tests passes those of the rule `by`, which comes before it.
    kFormulaCell,     ///< The cell is a formula, which is opaque.
    kComputedInput,   ///< The input is no field of the record.
    kNotFound,        ///< The rule did not win with any record that was tried.
    kNotIndependent,  ///< The rule wins, but no other value of this field alone made it lose by this test.
    kBudget,          ///< More work than kMaxTableWork.
  };
  std::uint32_t rule = 0;
  std::optional<std::uint32_t> input;  ///< nullopt: the whole rule.
  Reason reason = Reason::kNotFound;
  std::optional<std::uint32_t> by;
};
/// "disabled", "masked", "formula-cell", "computed-input", "not-found", "not-independent", "budget".
[[nodiscard]] std::string_view reason_name(Unshown::Reason reason);

struct TableCases {
  std::vector<TestPair> pairs;
  std::vector<Unshown> unshown;
  std::vector<rules::Literal> selections;  ///< Storage of texts that the table does not spell out.
};

/// Evaluates the table for the values of the record's fields; the result lives until the next call.
using Decide = std::function<const rules::Evaluation&(const std::vector<Value>& record)>;

/// Evaluations that one call spends at most.
inline constexpr std::size_t kMaxTableWork = 200'000;

/// Cases for every test of every rule, in their order, each pair confirmed by evaluating both records. Deterministic.
/// O(tests x values of their columns) evaluations, at most kMaxTableWork.
[[nodiscard]] TableCases find_cases(const rules::Table& table, const Layout& layout, Instant at, const Decide& decide);

}  // namespace signalbox::analysis
