// Parameters of lists.
#pragma once

#include <cstdint>
#include <optional>

#include "server/http/message.h"
#include "server/service/refusal.h"

namespace signalbox::routes {

/// The parameter `limit`, from 1 to kMaxPage; kDefaultPage when it is absent.
[[nodiscard]] service::Result<std::size_t> page_limit(const http::Request& request);

/// The parameter `after`: the last number of the page before, 0 when it is absent.
[[nodiscard]] service::Result<std::int64_t> page_start(const http::Request& request);

/// A whole number from 1 on, of a path or a parameter; nullopt when it is none.
[[nodiscard]] std::optional<std::int64_t> whole_number(std::string_view text);

}  // namespace signalbox::routes
