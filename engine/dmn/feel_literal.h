// Literals of FEEL as values that a definition can spell.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dmn/feel.h"
#include "model/type.h"

namespace signalbox::dmn {

/// A value that is written out.
struct FeelLiteral {
  Type type = Type::kAny;  ///< kAny: null. Else Text, Number, Checkbox, Date, DateTime or Time.
  std::string text;        ///< Text: decoded. Others as a unary test spells them: `3`, `true`, `2026-01-31`.
};

/// The node as a literal: null, a boolean, a number with or without sign, a text, `@"..."`, and `date`, `time` and
/// `date and time` of a text. A date-time without a zone is UTC. nullopt for everything else, a date that does not
/// exist included.
[[nodiscard]] std::optional<FeelLiteral> literal_of(const Feel& feel, const FeelNode& node);

/// As a unary test spells it: a text in double quotes; null is `blank`.
[[nodiscard]] std::string test_text(const FeelLiteral& literal);
/// As a formula spells it; nullopt for a date-time with a part of a second, which no formula can spell.
[[nodiscard]] std::optional<std::string> formula_text(const FeelLiteral& literal);
/// As a `then` cell of a definition spells it, in JSON.
[[nodiscard]] std::string cell_json(const FeelLiteral& literal);

/// `text` in double quotes, with the escapes that formulas and unary tests share.
[[nodiscard]] std::string quoted_text(std::string_view text);

}  // namespace signalbox::dmn
