// Finding a text inside another one.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/arena.h"

namespace signalbox::formula {

/// Byte offset of the first `wanted` in `text` at or after `from`; npos when there is none. O(text + wanted), also for
/// texts made to be slow. Scratch memory for a long `wanted` comes from `arena`.
[[nodiscard]] std::size_t find_text(std::string_view text, std::string_view wanted, std::size_t from, Arena& arena);

}  // namespace signalbox::formula
