#include "server/service/waker.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "server/clock.h"

namespace signalbox::service {

namespace {

/// A sleep is cut here, far inside of what the system's clock can say.
constexpr std::int64_t kLongestSleepMs = kMsPerDay;

}  // namespace

Waker::Waker(std::function<std::optional<Instant>()> work) : work_(std::move(work)), next_(Instant{0}) {
  thread_ = std::thread([this] { loop(); });
}

Waker::~Waker() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Waker::wake_at(Instant at) {
  {
    const std::lock_guard lock(mutex_);
    if (next_ && *next_ <= at) return;
    next_ = at;
  }
  changed_.notify_one();
}

void Waker::run_soon(std::function<void()> task) {
  {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  changed_.notify_one();
}

void Waker::sleep(std::unique_lock<std::mutex>& lock) {
  if (!next_) return changed_.wait(lock);
  const std::int64_t until_ms = std::min(next_->ms, now().ms + kLongestSleepMs);
  changed_.wait_until(lock, std::chrono::system_clock::time_point(std::chrono::milliseconds(until_ms)));
}

void Waker::loop() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (!tasks_.empty()) {
      const std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
      lock.lock();
    } else if (next_ && *next_ <= now()) {
      next_.reset();
      lock.unlock();
      const std::optional<Instant> next = work_();
      lock.lock();
      if (next && (!next_ || *next < *next_)) next_ = next;
    } else {
      sleep(lock);
    }
  }
}

}  // namespace signalbox::service
