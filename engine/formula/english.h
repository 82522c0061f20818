// Formulas in plain English.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formula/clause.h"
#include "formula/operand.h"
#include "formula/scope.h"

namespace signalbox::formula {

/// Says formulas in English. The words are true of the formula or they are the formula: what has no words stands as
/// printed text between backticks. Fields are called by their labels, or by their names in words; where two fields
/// would sound alike, or one like words of the sentence, by their names between backticks. Deterministic. Views
/// `scope`.
class English {
 public:
  explicit English(const Scope& scope);

  /// Of a Checkbox formula, or that it is not so. nullopt when it does not compile as one. O(length).
  [[nodiscard]] std::optional<Clause> condition(std::string_view formula, bool negated = false) const;
  /// Of a formula of any type, as something to compare. nullopt when it does not compile.
  [[nodiscard]] std::optional<Operand> operand(std::string_view formula) const;
  /// What a field is called.
  [[nodiscard]] std::string field_name(std::uint32_t slot) const;

 private:
  const Scope& scope_;
  std::vector<std::string> names_;         ///< By slot, in words.
  std::vector<std::string> sorted_names_;  ///< Lower case.
};

}  // namespace signalbox::formula
