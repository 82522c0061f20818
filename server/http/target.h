// The request target: path and query, decoded strictly.
#pragma once

#include <string_view>

#include "server/http/message.h"

namespace signalbox::http {

/// Fills path, segments and query. False when the target is no absolute path, an escape is malformed, or what it
/// decodes to is no valid UTF-8 or holds control characters.
[[nodiscard]] bool read_target(std::string_view target, Request& request);

}  // namespace signalbox::http
