#include "server/routes/incident_routes.h"

#include <algorithm>
#include <array>

#include "server/routes/answers.h"
#include "server/routes/page.h"
#include "server/routes/workflow_body.h"
#include "server/routes/workflow_json.h"
#include "server/routes/workflow_routes.h"
#include "server/service/workflow_incidents.h"
#include "server/sha256.h"

namespace signalbox::routes {
namespace {

using http::Done;
using http::Parameters;
using http::Request;
using http::Response;
using service::WorkflowRuns;

constexpr std::array<std::string_view, 5> kActions = {"retry", "repair", "skip", "goTo", "cancel"};

Response list(WorkflowRuns& runs, const Request& request) {
  const auto read = [&](std::int64_t after, std::size_t count) { return runs.incidents(after, count); };
  return numbered_page(request, "incidents", read, write_workflow_incident, &store::WorkflowIncident::number);
}

Response show(WorkflowRuns& runs, const Parameters& names) {
  const auto incident = runs.incident(names[0], names[1]);
  if (!incident) return refused(incident.error());
  Response response;
  json::Writer writer(response.body);
  write_workflow_incident(writer, *incident);
  return response;
}

/// The run as it is after something that was no event of it.
Response acted(WorkflowRuns& runs, const std::string& run) {
  const auto view = runs.view(run);
  if (!view) return refused(view.error());
  return taken(service::WorkflowOutcome{view->run, {}, false});
}

void act(WorkflowRuns& runs, const Request& request, const Parameters& names, const Done& done) {
  if (std::find(kActions.begin(), kActions.end(), names[2]) == kActions.end())
    return done(bad_request("incident-action", "An incident ends by retry, repair, skip, goTo or cancel.", "path"));
  auto action = read_action(request.body);
  if (!action) return done(refused(action.error()));
  auto key = idempotency_key(request);
  if (!key) return done(refused(key.error()));
  action->run = names[0];
  action->incident = names[1];
  action->action = names[2];
  action->idempotency_key = std::move(*key);
  action->request_hash = sha256_hex(request.path + "\n" + request.body);
  const service::IncidentDone answer = [&runs, done, run = names[0]](const auto& outcome) {
    if (!outcome) return done(refused(outcome.error()));
    done(*outcome ? taken(**outcome) : acted(runs, run));
  };
  service::act_on_incident(runs, *action, answer);
}

}  // namespace

std::vector<http::Route> incident_routes(WorkflowRuns& runs) {
  return {
      {.method = "GET",
       .pattern = "/v1/incidents",
       .run = [&](const Request& request, const Parameters&, const Done& done) { done(list(runs, request)); }},
      {.method = "GET",
       .pattern = "/v1/runs/{run}/incidents/{incident}",
       .run = [&](const Request&, const Parameters& names, const Done& done) { done(show(runs, names)); }},
      {.method = "POST",
       .pattern = "/v1/runs/{run}/incidents/{incident}/{action}",
       .run = [&](const Request& request, const Parameters& names,
                  const Done& done) { act(runs, request, names, done); },
       .max_body_bytes = http::kMaxRecordBodyBytes},
  };
}

}  // namespace signalbox::routes
