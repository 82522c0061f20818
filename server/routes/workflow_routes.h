// Routes about runs of workflows: starting them, events and answers in, journeys out, and the commands to fetch.
#pragma once

#include <vector>

#include "server/http/router.h"
#include "server/service/workflow_runs.h"

namespace signalbox::routes {

/// `runs` must outlive the routes.
[[nodiscard]] std::vector<http::Route> workflow_routes(service::WorkflowRuns& runs);

/// What an event led to: 201, or 200 when an equal request came before.
[[nodiscard]] http::Response taken(const service::Result<service::WorkflowOutcome>& outcome);

}  // namespace signalbox::routes
