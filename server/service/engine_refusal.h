// A refusal of the engine as one of the server.
#pragma once

#include <string_view>

#include "model/json.h"
#include "server/service/refusal.h"

namespace signalbox::service {

/// What the engine said of the part at `prefix` of what it was given, as if that part alone had been given:
/// "/event/recordUpdated" -> "/recordUpdated". Without lines and columns, which would be those of a text that nobody
/// has seen. The place is that of the first error. `answer`: with `error` and `diagnostics`.
[[nodiscard]] tl::unexpected<Refusal> refused_by_engine(const json::Document& answer, std::string_view prefix);

}  // namespace signalbox::service
