// The runs of workflows in a database.
#pragma once

#include "server/store/sql/readers.h"
#include "server/store/sql/writer.h"
#include "server/store/workflow_runs.h"

namespace signalbox::store {

class SqlWorkflowRuns final : public WorkflowStore {
 public:
  /// Both must outlive it.
  SqlWorkflowRuns(Readers& readers, Writer& writer) : readers_(readers), writer_(writer) {}

  void change(WorkflowChange change, std::function<void(Result<bool>)> done) override;
  Result<std::optional<WorkflowRun>> workflow_run(const std::string& run) override;
  Result<std::optional<WorkflowRun>> open_workflow_run(const RunName& name) override;
  Result<std::optional<WorkflowRun>> workflow_run_with_key(const RunName& name, const std::string& key) override;
  Result<std::vector<WorkflowRun>> workflow_runs(const WorkflowFilter& filter, const std::string& after,
                                                 std::size_t limit) override;
  Result<std::vector<std::string>> due_workflow_runs(Instant until, std::size_t limit) override;
  [[nodiscard]] bool is_shared() const override { return writer_.is_shared(); }
  Result<std::optional<Instant>> next_workflow_timer() override;
  Result<void> halt_workflow_run(const WorkflowRun& run, const WorkflowIncident& incident) override;
  Result<bool> resume_workflow_run(const std::string& run, const std::string& incident, Instant due) override;
  Result<std::vector<WorkflowEntry>> workflow_entries(const std::string& run, std::int64_t after,
                                                      std::size_t limit) override;
  Result<std::optional<WorkflowEntry>> workflow_entry_with_key(const std::string& run, const std::string& key) override;
  Result<std::vector<WorkflowCommand>> workflow_commands(const std::string& run, bool is_open) override;
  Result<std::optional<WorkflowCommand>> workflow_command(std::int64_t sequence) override;
  Result<std::vector<WorkflowCommand>> commands_to_fetch(std::int64_t after, std::size_t limit) override;
  Result<std::vector<WorkflowCommand>> due_deliveries(Instant until, std::size_t limit) override;
  Result<std::optional<Instant>> next_delivery() override;
  Result<bool> change_delivery(const DeliveryChange& change, std::int64_t seen_attempts) override;
  Result<bool> settle_dead_command(const DeliveryChange& change, const std::string& incident) override;
  Result<std::vector<WorkflowIncident>> workflow_incidents(const std::string& run, std::int64_t after,
                                                           std::size_t limit) override;

 private:
  /// In a transaction of its own; what the database refuses is the result's trouble.
  template <class T, class Write>
  Result<T> write(Write write);

  Readers& readers_;
  Writer& writer_;
};

}  // namespace signalbox::store
