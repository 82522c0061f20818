#include "server/service/workflow_host.h"

#include <random>

#include "server/clock.h"
#include "server/entry_id.h"

namespace signalbox::service {
namespace {

constexpr std::uint32_t kMillion = 1'000'000;
constexpr std::size_t kCarriers = 8;

std::uint32_t random_ppm() {
  thread_local std::minstd_rand generator{std::random_device{}()};
  return std::uniform_int_distribution<std::uint32_t>{0, kMillion - 1}(generator);
}

RunLanes::Execute on(WorkerPool& pool) {
  return [&pool](std::function<void()> task) { pool.add(std::move(task)); };
}

}  // namespace

WorkflowHost::WorkflowHost(store::Store& store, Library& library, metrics::Metrics& metrics, Options options)
    : deciders_(options.threads),
      carriers_(kCarriers),
      runs_(store, library, metrics,
            {now,
             random_ppm,
             new_entry_id,
             [targets = options.targets](json::Node command) { return targets.name_of(command); },
             on(deciders_),
             {},
             [this](Instant at) { ring(timer_, at); },
             [this](Instant at) { ring(carrier_, at); }}),
      deliveries_(runs_, std::move(options.targets), {now, random_ppm, std::move(options.transport), on(carriers_)}) {
  auto timer = std::make_unique<Waker>([this] { return runs_.take_up_due(); });
  auto carrier = std::make_unique<Waker>([this] { return deliveries_.take_up_due(); });
  const std::lock_guard lock(mutex_);
  timer_ = std::move(timer);
  carrier_ = std::move(carrier);
}

WorkflowHost::~WorkflowHost() {
  std::unique_ptr<Waker> timer;
  std::unique_ptr<Waker> carrier;
  const std::lock_guard lock(mutex_);
  timer.swap(timer_);
  carrier.swap(carrier_);
}

void WorkflowHost::ring(const std::unique_ptr<Waker>& waker, Instant at) {
  const std::lock_guard lock(mutex_);
  if (waker) waker->wake_at(at);
}

}  // namespace signalbox::service
