// Text literals.
#pragma once

#include <string>
#include <string_view>

#include "base/diagnostic.h"

namespace signalbox::formula {

/// The text between the quotes that stand at both ends of `span`, its escapes (`\n`, `\"`, `\u00e9` ...) decoded; an
/// unknown one is the error `bad-escape`. O(n).
[[nodiscard]] std::string decode_text(std::string_view source, Span span, Diagnostics& diagnostics);

}  // namespace signalbox::formula
