// Carries the commands of runs to their targets: at least once each, with its key.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/service/breaker.h"
#include "server/service/targets.h"
#include "server/service/workflow_runs.h"

namespace signalbox::service {

/// One attempt.
struct Message {
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;  ///< JSON.
  std::int64_t timeout_ms = 0;
};

struct Reply {
  unsigned status = 0;
  std::string body;
};

/// Posts a message and waits for the reply. The error is a sentence; then nobody knows whether it arrived.
using Transport = std::function<tl::expected<Reply, std::string>(const Message&)>;

struct DeliverySurroundings {
  std::function<Instant()> clock;
  std::function<std::uint32_t()> jitter_ppm;
  Transport transport;
  RunLanes::Execute execute;
};

/// The header `Signalbox-Signature` of a body that is sent at an instant: `t=SECONDS,v1=` and the HMAC-SHA-256 of
/// `SECONDS.BODY` in hexadecimal digits.
[[nodiscard]] std::string signature(const std::string& secret, Instant at, std::string_view body);

/// How long to wait before the next attempt: a second, doubled from attempt to attempt up to ten minutes, and up to a
/// fifth more.
[[nodiscard]] std::int64_t backoff_ms(std::int64_t attempts, std::uint32_t jitter_ppm);

/// Has no thread of its own.
class Deliveries {
 public:
  static constexpr std::int64_t kMaxAttempts = 12;

  /// Both must outlive it.
  Deliveries(WorkflowRuns& runs, Targets targets, DeliverySurroundings surroundings);

  /// Delivers what is due, at most a batch, and waits for it. The instant at which to call it next; nullopt: not before
  /// a run is changed. For one thread at a time.
  [[nodiscard]] std::optional<Instant> take_up_due();

 private:
  void deliver(const store::WorkflowCommand& command, const Target& target, Breaker& breaker,
               const std::function<void()>& done);
  void take_reply(const store::WorkflowCommand& command, const Reply& reply, const std::function<void()>& done);
  /// The attempt failed; it may be made again.
  void put_off(const store::WorkflowCommand& command, std::string trouble, const std::function<void()>& done);
  void give_up(const store::WorkflowCommand& command, std::string trouble, const std::function<void()>& done);
  void answer(const store::WorkflowCommand& command, const std::string& members, const std::function<void()>& done);
  void change(const store::WorkflowCommand& command, store::DeliveryChange change);

  WorkflowRuns& runs_;
  Targets targets_;
  DeliverySurroundings surroundings_;
  std::map<std::string, Breaker> breakers_;  ///< By target; all are there from the beginning.
};

}  // namespace signalbox::service
