// Runs of workflows with the threads that carry them on.
#pragma once

#include <memory>
#include <mutex>

#include "server/service/deliveries.h"
#include "server/service/waker.h"
#include "server/service/worker_pool.h"
#include "server/service/workflow_runs.h"

namespace signalbox::service {

class WorkflowHost {
 public:
  struct Options {
    std::size_t threads = 1;  ///< So many decide at once.
    Targets targets;
    Transport transport;  ///< Called on several threads.
  };

  /// All must outlive it.
  WorkflowHost(store::Store& store, Library& library, metrics::Metrics& metrics, Options options);
  ~WorkflowHost();

  [[nodiscard]] WorkflowRuns& runs() { return runs_; }

 private:
  void ring(const std::unique_ptr<Waker>& waker, Instant at);

  WorkerPool deciders_;
  WorkerPool carriers_;  ///< They wait for targets most of the time.
  WorkflowRuns runs_;
  Deliveries deliveries_;
  std::mutex mutex_;  ///< Guards the pointers.
  // The last members: their threads use the others.
  std::unique_ptr<Waker> timer_;
  std::unique_ptr<Waker> carrier_;
};

}  // namespace signalbox::service
