// Formulas inside documents.
#pragma once

#include <optional>

#include "formula/formula.h"
#include "model/reader.h"

namespace signalbox::formula {

/// Compiles the formula that stands at `place` (a text value); its diagnostics point into the document. nullopt when it
/// is no text or has errors. `begin`: the byte of the text at which the formula begins.
[[nodiscard]] std::optional<Formula> compile_at(const Place& place, const Scope& scope, Type expected,
                                                std::uint32_t begin = 0);

}  // namespace signalbox::formula
