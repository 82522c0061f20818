// Whether a request's body may be read, told by its header.
#pragma once

#include <cstdint>
#include <optional>

#include "server/http/message.h"
#include "server/http/router.h"

namespace signalbox::http {

/// The refusal, or nullopt. `content_length`: when the header says it; `is_chunked`: the length is not known before the
/// end.
[[nodiscard]] std::optional<Response> check_body_header(const Request& head, const Route& route,
                                                        std::optional<std::uint64_t> content_length, bool is_chunked);

/// 413, naming the route's limit.
[[nodiscard]] Response body_too_large(const Route& route);

}  // namespace signalbox::http
