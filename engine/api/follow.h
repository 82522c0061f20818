// From a path back to its place.
#pragma once

#include <string_view>

#include "model/reader.h"

namespace signalbox::api {

/// The place of a path that the compiler wrote for this very document, from the root down. O(path x members).
[[nodiscard]] Place follow(const Place& root, std::string_view path);

}  // namespace signalbox::api
