// A table of which one rule is new.
#pragma once

#include <cstdint>
#include <optional>

#include "rules/table.h"

namespace signalbox::rules {

/// Puts a compiled rule into the place of another one.
class RuleReplacement {
 public:
  /// `fields`: slots below are fields. `former` outlives this.
  RuleReplacement(const Table& former, std::uint32_t rule, std::size_t fields)
      : former_(former), rule_(rule), fields_(fields) {}

  /// `row` holds the rule alone. nullopt when more than tests of fields and literal outputs differ. The result is, test
  /// by test, what compiling the whole table gives.
  [[nodiscard]] std::optional<Table> table(const Table& row) const;

 private:
  [[nodiscard]] bool is_plain(const Table& table, std::uint32_t rule) const;
  /// The test of the input in the former rule; null: none.
  [[nodiscard]] const UnaryTest* former_test(std::uint32_t input) const;
  [[nodiscard]] bool changes_tests_of_fields_only(const Table& row) const;
  [[nodiscard]] std::uint32_t number_of(const Check& check, const Table& row, TestList& tests) const;
  void replace_checks(const Table& row, Table& table) const;

  const Table& former_;
  std::uint32_t rule_;
  std::size_t fields_;
};

}  // namespace signalbox::rules
