// Routes that decide records, show the decision log and follow records.
#pragma once

#include <vector>

#include "server/http/router.h"
#include "server/service/decisions.h"

namespace signalbox::routes {

/// `decisions` must outlive the routes.
[[nodiscard]] std::vector<http::Route> decision_routes(service::Decisions& decisions);

}  // namespace signalbox::routes
