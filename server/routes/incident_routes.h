// Routes about what waits for a person.
#pragma once

#include <vector>

#include "server/http/router.h"
#include "server/service/workflow_runs.h"

namespace signalbox::routes {

/// `runs` must outlive the routes.
[[nodiscard]] std::vector<http::Route> incident_routes(service::WorkflowRuns& runs);

}  // namespace signalbox::routes
