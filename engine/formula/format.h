// Canonical text of a formula as somebody wrote it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "formula/scope.h"

namespace signalbox::formula {

/// The canonical text (printer.h), with names spelled as they are declared and every comment kept before the word that
/// it stood before. nullopt with diagnostics when the text does not parse. Formatting twice changes nothing. O(n log
/// fields).
[[nodiscard]] std::optional<std::string> format(std::string_view text, const Scope& scope, Diagnostics& diagnostics);

}  // namespace signalbox::formula
