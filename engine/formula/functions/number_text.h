// Numbers as VALUE and TEXT read and write them.
#pragma once

#include <optional>
#include <string_view>

#include "base/decimal.h"

namespace signalbox::formula {

/// `12`, `-1.5`, `+.5`, `1.`, `1.e-3`, with white space around it; nothing else.
[[nodiscard]] std::optional<Decimal> read_number(std::string_view text);

}  // namespace signalbox::formula
