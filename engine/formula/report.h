// How this folder words its diagnostics.
#pragma once

#include <string>
#include <string_view>

#include "base/diagnostic.h"

namespace signalbox::formula {

/// `text`, cut to kMaxQuotedBytes at a character's edge.
[[nodiscard]] std::string quoted_part(std::string_view text);
/// The same between backticks.
[[nodiscard]] std::string quoted(std::string_view text);

/// Appends a finding; at most kMaxDiagnostics of them, the last of which says that there are more (and is an error when
/// one of those is).
void report(Diagnostics& diagnostics, std::string_view code, Span span, std::string sentence,
            std::string_view expected = {}, std::string_view found = {}, std::string_view suggestion = {},
            Severity severity = Severity::kError);

}  // namespace signalbox::formula
