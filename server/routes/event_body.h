// The bodies of requests about records that are followed.
#pragma once

#include <string_view>

#include "server/service/journeys.h"

namespace signalbox::routes {

/// Of {"definition"?, "at"?, and one of "created", "known", "changed", "deleted"}, or of a manager's request
/// {"definition"?, "rule", "level"?, "by", "reason"}: everything but the address and the key. What the record must be
/// like, the engine says.
[[nodiscard]] service::Result<service::RunEvent> read_event(std::string_view body, service::RunEvent::Kind kind);

}  // namespace signalbox::routes
