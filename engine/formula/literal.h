// Text literals.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"

namespace signalbox::formula {

/// The text between the quotes that stand at both ends of `span`, its escapes (`\n`, `\"`, `\u00e9` ...) decoded;
/// nullopt when one is unknown, and each such is the error `bad-escape`. O(n).
[[nodiscard]] std::optional<std::string> decode_text(std::string_view source, Span span, Diagnostics& diagnostics);

}  // namespace signalbox::formula
