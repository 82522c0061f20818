// The operations of a session, in the groups that hosts offer.
#pragma once

#include <span>
#include <string_view>

namespace signalbox::api {

class Call;

/// One operation of docs/engine-api.md.
struct Operation {
  std::string_view name;
  void (*answer)(Call&);
};

/// Only groups that a program names become part of it.
using OperationGroup = std::span<const Operation>;

/// Documents in, and what handles stand for.
[[nodiscard]] OperationGroup document_operations();
/// What decides and explains, and what helps while a person writes.
[[nodiscard]] OperationGroup decision_operations();
/// What follows records and agents over time: their histories, escalations, and work given out event by event.
[[nodiscard]] OperationGroup journey_operations();
/// What moves the runs of workflows.
[[nodiscard]] OperationGroup workflow_operations();
/// What dialogs of an editor ask now and then: analysis, difference, cases, models and sheets.
[[nodiscard]] OperationGroup workbench_operations();

}  // namespace signalbox::api
