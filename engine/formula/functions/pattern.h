// REGEX, compiled once where its pattern is a constant.
#pragma once

#include <string_view>

#include "base/arena.h"
#include "formula/regex/regex.h"
#include "model/value.h"

namespace signalbox::formula {

/// Checkbox: does the whole text match? kTextTooLong when text and pattern together pass the limit of steps.
[[nodiscard]] Value match_pattern(const regex::Pattern& pattern, std::string_view text, Arena& arena);

}  // namespace signalbox::formula
