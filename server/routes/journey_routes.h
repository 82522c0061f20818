// Routes about records that are followed: events in, journeys out, what is at risk, and the outbox.
#pragma once

#include <vector>

#include "server/http/router.h"
#include "server/service/journeys.h"

namespace signalbox::routes {

/// `journeys` must outlive the routes.
[[nodiscard]] std::vector<http::Route> journey_routes(service::Journeys& journeys);

}  // namespace signalbox::routes
