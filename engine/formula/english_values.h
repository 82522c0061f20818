// Values in plain English: the sides of comparisons, what functions are about.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formula/ast.h"
#include "formula/english.h"

namespace signalbox::formula {

/// `$Milestone.FirstResponse.Breached` as "First Response" and "breached".
struct ClockName {
  std::string milestone;
  std::string quantity;  ///< In small letters.
};
/// nullopt when the global is no milestone's.
[[nodiscard]] std::optional<ClockName> clock_name(std::string_view global);

/// Says the values of one checked tree, which it views.
class EnglishValues {
 public:
  EnglishValues(const English& english, const Ast& ast) : english_(english), ast_(ast) {}

  [[nodiscard]] Operand operand(const Node& node) const;
  /// What the field of a name node is called.
  [[nodiscard]] std::string field(const Node& node) const { return english_.field_name(node.slot); }
  /// The text of a part between backticks.
  [[nodiscard]] std::string printed(const Node& node) const;

 private:
  [[nodiscard]] Operand plain(const Node& node, std::string text) const;
  [[nodiscard]] Operand name(const Node& node) const;
  [[nodiscard]] std::optional<Operand> call(const Node& node) const;
  [[nodiscard]] std::optional<Operand> part_of_text(const Node& node) const;
  [[nodiscard]] std::optional<Operand> written_date(const Node& node) const;
  [[nodiscard]] std::optional<Operand> arithmetic(const Node& node) const;
  [[nodiscard]] std::optional<Operand> span(const Node& node) const;
  [[nodiscard]] std::optional<Operand> moved(const Node& node) const;
  [[nodiscard]] std::optional<std::int64_t> step_ms(const Node& days, Type type) const;

  const English& english_;
  const Ast& ast_;
};

}  // namespace signalbox::formula
