// A thread that sleeps until something is due.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "base/time.h"

namespace signalbox::service {

/// Never polls: between two instants at which there is something to do it sleeps.
class Waker {
 public:
  /// `work` does what is due and says when it wants to be called next; nullopt: not before somebody tells. It is called
  /// for the first time at once.
  explicit Waker(std::function<std::optional<Instant>()> work);
  /// Finishes what it is doing.
  ~Waker();
  Waker(const Waker&) = delete;
  Waker& operator=(const Waker&) = delete;

  /// Calls `work` at that instant, or before.
  void wake_at(Instant at);
  /// Runs a task on this thread, soon.
  void run_soon(std::function<void()> task);

 private:
  void loop();
  void sleep(std::unique_lock<std::mutex>& lock);

  std::function<std::optional<Instant>()> work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Instant> next_;
  std::deque<std::function<void()>> tasks_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace signalbox::service
