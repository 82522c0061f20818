// The bodies of requests about runs of workflows.
#pragma once

#include <string_view>

#include "server/http/message.h"
#include "server/service/workflow_incidents.h"
#include "server/service/workflow_runs.h"

namespace signalbox::routes {

// Everything but what the path and the headers say. What a record or an event must be like, the engine says.

/// Of {"definition"?, "at"?, "record", "inputs"?}. The record's id is the one in the record; empty: it has none.
[[nodiscard]] service::Result<service::WorkflowStart> read_start(std::string_view body);
/// Of {"at"?, "id"?, and one of the events that clients may send}.
[[nodiscard]] service::Result<service::WorkflowEvent> read_workflow_event(std::string_view body);
/// Of {"at"?, "key", and one of "result", "error"}. The command's key is the idempotency key.
[[nodiscard]] service::Result<service::WorkflowEvent> read_answer(std::string_view body);
/// Of {"by", "reason", "changed"?, "to"?}.
[[nodiscard]] service::Result<service::IncidentAction> read_action(std::string_view body);

/// The request's idempotency key; nullopt when it has none.
[[nodiscard]] service::Result<std::optional<std::string>> idempotency_key(const http::Request& request);

}  // namespace signalbox::routes
