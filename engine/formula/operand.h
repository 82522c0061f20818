// What a comparison is about, in English.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/decimal.h"
#include "formula/ast.h"
#include "formula/clause.h"
#include "model/value.h"

namespace signalbox::formula {

/// One side of a comparison.
struct Operand {
  enum class Kind : std::uint8_t {
    kPlain,      ///< Any value; `text` says it.
    kLiteral,    ///< A value that is written out.
    kBlank,      ///< NULL or "".
    kShareLeft,  ///< Of the milestone `text`; so are the next three.
    kMinutesLeft,
    kShareUsed,
    kMinutesUsed,
    kWeekday,  ///< A number that stands for a day of the week: 1 is Sunday.
    kSpan,     ///< The time from `from` to `text`, counted in units of `unit_ms`.
    kOffset,   ///< A time `unit_ms` behind (below 0: before) the time `text`.
  };
  Kind kind = Kind::kPlain;
  std::string text;
  Type type = Type::kAny;
  std::optional<Decimal> number = {};  ///< kLiteral: when it is a number.
  std::string from = {};               ///< kSpan
  std::int64_t unit_ms = 0;            ///< kSpan, kOffset
  bool is_plural = false;              ///< "The first 3 characters".

  [[nodiscard]] Verb verb() const { return is_plural ? Verb::kAre : Verb::kIs; }
};

/// The words for it in a place that takes a value.
[[nodiscard]] std::string value_words(const Operand& operand);

/// The same where a text that is written out could stand as well: a field is then `the value of Country`.
[[nodiscard]] std::string given_words(const Operand& operand);

/// A value that a document spells out, for an input of the type.
[[nodiscard]] Operand literal_operand(const Value& value, Type type);

/// `left op right`, or that it is not so; nullopt when there are no good words for it (texts in order, checkboxes).
[[nodiscard]] std::optional<Clause> compared(const Operand& left, Operator op, const Operand& right, bool negated);

/// `2 hours`, `1 day 12 hours`, `30 seconds`.
[[nodiscard]] std::string duration_words(std::int64_t ms);

}  // namespace signalbox::formula
