#include "server/service/deliveries.h"

#include <algorithm>
#include <latch>

#include <fmt/format.h>

#include "model/json_writer.h"
#include "server/json_text.h"
#include "server/log.h"
#include "server/sha256.h"

namespace signalbox::service {
namespace {

constexpr std::size_t kBatch = 64;
constexpr std::int64_t kPauseMs = kMsPerSecond;      ///< After the store failed.
constexpr std::int64_t kLeaseMs = 5 * kMsPerSecond;  ///< Beyond an attempt's timeout: then it is made again.
constexpr std::int64_t kFirstBackoffMs = kMsPerSecond;
constexpr std::int64_t kLongestBackoffMs = 10 * kMsPerMinute;
constexpr std::int64_t kJitterShare = 5;  ///< A fifth.
constexpr std::int64_t kMillion = 1'000'000;
constexpr std::size_t kMaxTroubleBytes = 300;

bool is_good(unsigned status) { return status >= 200 && status < 300; }
/// Later it may succeed.
bool is_passing(unsigned status) {
  constexpr unsigned kTimeout = 408, kTooEarly = 425, kTooMany = 429, kFailures = 500;
  return status >= kFailures || status == kTimeout || status == kTooEarly || status == kTooMany;
}

Message message_of(const store::WorkflowCommand& command, const Target& target, Instant now) {
  Message message{target.url, {}, {}, target.timeout_ms};
  json::Writer writer(message.body);
  writer.begin_object().key("run").text(command.run).key("command").raw(command.body);
  writer.key("answerTo");
  command.is_awaited ? writer.text("/v1/runs/" + command.run + "/answers") : writer.null();
  writer.end_object();
  message.headers = {{"Idempotency-Key", command.key},
                     {"Signalbox-Signature", signature(target.secret, now, message.body)}};
  return message;
}

}  // namespace

std::string signature(const std::string& secret, Instant at, std::string_view body) {
  const std::int64_t seconds = at.ms / kMsPerSecond;
  return fmt::format("t={},v1={}", seconds, hmac_sha256_hex(secret, fmt::format("{}.{}", seconds, body)));
}

std::int64_t backoff_ms(std::int64_t attempts, std::uint32_t jitter_ppm) {
  std::int64_t ms = kFirstBackoffMs;
  for (std::int64_t i = 1; i < attempts && ms < kLongestBackoffMs; ++i) ms *= 2;
  ms = std::min(ms, kLongestBackoffMs);
  return ms + ms / kJitterShare * jitter_ppm / kMillion;
}

Deliveries::Deliveries(WorkflowRuns& runs, Targets targets, DeliverySurroundings surroundings)
    : runs_(runs), targets_(std::move(targets)), surroundings_(std::move(surroundings)) {
  for (const auto& [name, target] : targets_.all()) breakers_.try_emplace(name);
}

std::optional<Instant> Deliveries::take_up_due() {
  const Instant now = surroundings_.clock();
  const Instant pause{now.ms + kPauseMs};
  const auto due = runs_.store().due_deliveries(now, kBatch);
  if (!due) (void)store_failed(due.error());
  if (!due) return pause;
  const auto open = std::make_shared<std::latch>(static_cast<std::ptrdiff_t>(due->size()));
  for (const store::WorkflowCommand& command : *due) {
    const Target* target = targets_.find(*command.target);
    const auto breaker = breakers_.find(*command.target);
    const auto admission = target ? breaker->second.admit(now) : Breaker::Admission::kPaused;
    if (admission == Breaker::Admission::kSend) {
      surroundings_.execute([this, command, target, breaker, open] {
        deliver(command, *target, breaker->second, [open] { open->count_down(); });
      });
      continue;
    }
    if (admission == Breaker::Admission::kPaused) {
      // A target that is not configured any more is looked for again after a while.
      const Instant next = target ? breaker->second.reopens() : Instant{now.ms + kLongestBackoffMs};
      change(command, {command.sequence, command.attempts, next, command.trouble, std::nullopt, std::nullopt});
    }
    open->count_down();
  }
  open->wait();
  if (!due->empty()) return surroundings_.clock();
  const auto next = runs_.store().next_delivery();
  if (!next) return pause;
  return runs_.store().is_shared() ? std::min(next->value_or(pause), pause) : *next;
}

void Deliveries::change(const store::WorkflowCommand& command, store::DeliveryChange change) {
  const auto changed = runs_.store().change_delivery(change, command.attempts);
  if (!changed) (void)store_failed(changed.error());
}

void Deliveries::deliver(const store::WorkflowCommand& due, const Target& target, Breaker& breaker,
                         const std::function<void()>& done) {
  const Instant now = surroundings_.clock();
  store::WorkflowCommand command = due;
  ++command.attempts;
  // Whoever dies now has attempted it; another attempt follows.
  const Instant lease{now.ms + target.timeout_ms + kLeaseMs};
  const auto claimed = runs_.store().change_delivery(
      {command.sequence, command.attempts, lease, command.trouble, std::nullopt, std::nullopt}, due.attempts);
  if (!claimed) (void)store_failed(claimed.error());
  if (!claimed || !*claimed) {
    breaker.abandoned();
    return done();
  }
  const auto reply = surroundings_.transport(message_of(command, target, now));
  if (reply && !is_passing(reply->status)) {
    breaker.succeeded();
    return take_reply(command, *reply, done);
  }
  if (breaker.failed(surroundings_.clock())) log_line(fmt::format("the target `{}` pauses", *command.target));
  put_off(command, reply ? fmt::format("It answered {}.", reply->status) : reply.error(), done);
}

void Deliveries::take_reply(const store::WorkflowCommand& command, const Reply& reply,
                            const std::function<void()>& done) {
  if (!is_good(reply.status)) return give_up(command, fmt::format("It answered {}.", reply.status), done);
  if (!command.is_awaited) {
    change(command, {command.sequence, command.attempts, std::nullopt, std::nullopt, "delivered", std::nullopt});
    return done();
  }
  Diagnostics diagnostics;
  const auto document = reply.body.empty() ? nullptr : json::Document::parse(reply.body, diagnostics);
  const bool is_object = document && document->root().is(json::Kind::kObject);
  for (const std::string_view member : {"result", "error"}) {
    const auto found = is_object ? document->root().find(member) : std::nullopt;
    if (found) return answer(command, fmt::format(R"("{}":{})", member, raw_bytes(*document, *found)), done);
  }
  if (!reply.body.empty() && !is_object) return give_up(command, "Its answer is no JSON object.", done);
  // It answers later.
  change(command, {command.sequence, command.attempts, std::nullopt, std::nullopt, std::nullopt, std::nullopt});
  done();
}

void Deliveries::put_off(const store::WorkflowCommand& command, std::string trouble,
                         const std::function<void()>& done) {
  if (command.attempts >= kMaxAttempts) return give_up(command, std::move(trouble), done);
  const Instant next{surroundings_.clock().ms + backoff_ms(command.attempts, surroundings_.jitter_ppm())};
  trouble.resize(std::min(trouble.size(), kMaxTroubleBytes));
  change(command, {command.sequence, command.attempts, next, std::move(trouble), std::nullopt, std::nullopt});
  done();
}

/// Of an awaited command that is its step's failure; another one waits for a person.
void Deliveries::give_up(const store::WorkflowCommand& command, std::string trouble,
                         const std::function<void()>& done) {
  trouble.resize(std::min(trouble.size(), kMaxTroubleBytes));
  if (command.is_awaited) {
    std::string members;
    json::Writer writer(members);
    writer.key("error").begin_object().key("code").text("delivery-failed").key("sentence").text(trouble).end_object();
    return answer(command, members, done);
  }
  const auto body = parse_own(command.body);
  const store::WorkflowIncident incident{0,
                                         command.run,
                                         fmt::format("delivery-{}", command.sequence),
                                         std::string(text_member(body->root(), "step")),
                                         "delivery-failed",
                                         trouble,
                                         surroundings_.clock()};
  change(command, {command.sequence, command.attempts, std::nullopt, std::move(trouble), "dead", incident});
  done();
}

/// When it cannot be taken now, the lease ends and the command is delivered again.
void Deliveries::answer(const store::WorkflowCommand& command, const std::string& members,
                        const std::function<void()>& done) {
  WorkflowEvent event;
  event.run = command.run;
  event.actor = "delivery";
  json::Writer(event.members).key("commandAnswered").begin_object().key("key").text(command.key);
  event.members += "," + members + "}";
  event.answers = command.key;
  event.idempotency_key = "answer " + command.key;
  event.request_hash = sha256_hex(event.members);
  runs_.take(std::move(event), [this, command, done](const Result<WorkflowOutcome>& outcome) {
    if (outcome || outcome.error().ground != Ground::kInvalid) return done();
    constexpr std::string_view kBadAnswer = R"("error":{"code":"bad-answer"})";
    log_line(fmt::format("the answer to `{}` was refused: {}", command.key, outcome.error().sentence));
    answer(command, std::string(kBadAnswer), done);
  });
}

}  // namespace signalbox::service
