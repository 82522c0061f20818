#include "server/service/workflow_incidents.h"

#include <charconv>

#include <fmt/format.h>

#include "model/json_writer.h"

namespace signalbox::service {
namespace {

constexpr std::string_view kDeliveryIncident = "delivery-";

/// The engine numbers the incidents of steps; the host's own have words.
bool is_of_step(const std::string& incident) {
  return !incident.empty() && incident.find_first_not_of("0123456789") == std::string::npos;
}

std::string event_members(const IncidentAction& action) {
  std::string members;
  json::Writer writer(members, false);
  writer.key(action.action == "cancel" ? "cancel" : "override").begin_object();
  if (action.action != "cancel") {
    writer.key("do").text(action.action).key("incident").raw(action.incident);
    if (action.to) writer.key("to").text(*action.to);
    if (action.changed) writer.key("changed").raw(*action.changed);
  }
  writer.key("by").text(action.by).key("reason").text(action.reason).end_object();
  return members;
}

tl::unexpected<Refusal> not_possible(const IncidentAction& action, std::string_view possible) {
  return refuse(
      Ground::kConflict, "incident-action",
      fmt::format("The incident `{}` cannot be ended by `{}`, only by {}.", action.incident, action.action, possible),
      "action");
}

/// Ends an incident that is none of a step.
Result<void> end_of_host(WorkflowRuns& runs, const IncidentAction& action) {
  const auto found = runs.incident(action.run, action.incident);
  if (!found) return tl::unexpected(found.error());
  if (!action.incident.starts_with(kDeliveryIncident)) {
    if (action.action != "retry") return not_possible(action, "`retry` or `cancel`");
    return runs.resume(action.run, action.incident);
  }
  if (action.action != "retry" && action.action != "skip") return not_possible(action, "`retry`, `skip` or `cancel`");
  std::int64_t sequence = 0;
  const std::string_view number = std::string_view(action.incident).substr(kDeliveryIncident.size());
  (void)std::from_chars(number.data(), number.data() + number.size(), sequence);
  return runs.settle_dead_command(sequence, action.incident, action.action == "retry");
}

}  // namespace

void act_on_incident(WorkflowRuns& runs, const IncidentAction& action, const IncidentDone& done) {
  if (is_of_step(action.incident) || action.action == "cancel") {
    WorkflowEvent event;
    event.run = action.run;
    event.members = event_members(action);
    event.idempotency_key = action.idempotency_key;
    event.request_hash = action.request_hash;
    event.incident = action.incident;
    return runs.take(std::move(event), [done](Result<WorkflowOutcome> outcome) {
      outcome ? done(std::optional(std::move(*outcome))) : done(tl::unexpected(std::move(outcome.error())));
    });
  }
  const Result<void> ended = end_of_host(runs, action);
  ended ? done(std::optional<WorkflowOutcome>()) : done(tl::unexpected(ended.error()));
}

}  // namespace signalbox::service
