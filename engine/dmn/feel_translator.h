// The walk from a FEEL tree to a formula: the inside of feel_formula.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dmn/feel_formula.h"

namespace signalbox::dmn {

[[nodiscard]] inline std::string parenthesised(const std::string& formula) { return "(" + formula + ")"; }

class Translator {
 public:
  /// `input`: what `?` stands for; may be null.
  Translator(const Feel& feel, const Vocabulary& vocabulary, const Translated* input, Diagnostics& diagnostics)
      : feel_(feel), vocabulary_(vocabulary), input_(input), diagnostics_(diagnostics) {}

  /// The formula for a node, not yet canonical; nullopt after a report.
  std::optional<Translated> expression(const FeelNode& node);
  /// The condition under which `value` passes a test of a cell or of `in`.
  std::optional<Translated> test(const FeelNode& node, const Translated& value);
  /// The condition under which `value` passes any test of a cell.
  std::optional<Translated> cell(const FeelNode& tests, const Translated& value);
  /// Whether `?` stands anywhere in it.
  [[nodiscard]] bool reads_input(const FeelNode& node) const;

  /// Reports and yields nullopt.
  std::nullopt_t unsupported(const FeelNode& node, const std::string& sentence);

 private:
  std::optional<Translated> unbounded(const FeelNode& node);
  /// What takes more room than a formula may is reported: forms repeat their arguments, so nesting multiplies.
  std::optional<Translated> bounded(const FeelNode& node, std::optional<Translated> made);
  /// The condition under which `value` passes any of the tests.
  std::optional<Translated> any_of(const FeelNode& node, const std::vector<const FeelNode*>& tests,
                                   const Translated& value);
  std::optional<Translated> name(const FeelNode& node);
  std::optional<Translated> variable(const FeelNode& node, const Variable& found);
  std::optional<Translated> member(const FeelNode& node);
  bool comparable(const FeelNode& node, const Translated& left, const Translated& right);
  bool is_typed(const FeelNode& node, const FeelNode& operand, const Translated& other);
  std::optional<Translated> binary(const FeelNode& node);
  std::optional<Translated> null_comparison(const FeelNode& node, const FeelNode& other);
  std::optional<Translated> conditional(const FeelNode& node);
  std::optional<Translated> call(const FeelNode& node);
  std::optional<Translated> text_of(const FeelNode& node);
  std::optional<Translated> day_count(const FeelNode& node);
  std::optional<Translated> gathered(const FeelNode& node);
  std::optional<Translated> membership(const FeelNode& node);
  std::optional<Translated> between(const Translated& value, const FeelNode& low, const FeelNode& high,
                                    std::string_view low_sign, std::string_view high_sign);
  std::optional<std::vector<Translated>> all(const std::vector<const FeelNode*>& nodes);
  /// The variable that a name or a chain of members stands for; nullptr when it is none.
  [[nodiscard]] const Variable* variable_of(const FeelNode& node) const;

  const Feel& feel_;
  const Vocabulary& vocabulary_;
  const Translated* input_;
  Diagnostics& diagnostics_;
};

}  // namespace signalbox::dmn
