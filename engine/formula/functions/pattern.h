// REGEX, compiled once where its pattern is a constant.
#pragma once

#include <string_view>

#include "base/arena.h"
#include "formula/regex/regex.h"
#include "model/value.h"

namespace signalbox::formula {

/// Checkbox: does the whole text match? kTextTooLong when `steps`, which are counted down, are not enough.
[[nodiscard]] Value match_pattern(const regex::Pattern& pattern, std::string_view text, Arena& arena,
                                  std::uint64_t& steps);

}  // namespace signalbox::formula
