// Health, metrics and the description of the API.
#pragma once

#include <vector>

#include "server/http/router.h"
#include "server/metrics/metrics.h"

namespace signalbox::routes {

/// `metrics` must outlive the routes.
[[nodiscard]] std::vector<http::Route> system_routes(const metrics::Metrics& metrics);

}  // namespace signalbox::routes
