// Leaves a target alone that fails.
#pragma once

#include <algorithm>
#include <cstdint>
#include <mutex>

#include "base/time.h"

namespace signalbox::service {

/// After `kFailures` failures in a row nothing is sent for a pause, which doubles from time to time; then one attempt
/// tells whether it goes on. Thread-safe.
class Breaker {
 public:
  static constexpr int kFailures = 5;
  static constexpr std::int64_t kFirstPauseMs = 10 * kMsPerSecond;
  static constexpr std::int64_t kLongestPauseMs = 5 * kMsPerMinute;

  enum class Admission : unsigned char {
    kSend,    ///< Whoever is told so tells the outcome.
    kLater,   ///< An attempt is under way that tells.
    kPaused,  ///< Not before `reopens`.
  };

  [[nodiscard]] Admission admit(Instant now) {
    const std::lock_guard lock(mutex_);
    if (failures_ < kFailures) return Admission::kSend;
    if (now < reopens_) return Admission::kPaused;
    if (is_trying_) return Admission::kLater;
    is_trying_ = true;
    return Admission::kSend;
  }

  void succeeded() {
    const std::lock_guard lock(mutex_);
    failures_ = 0;
    is_trying_ = false;
    pause_ms_ = kFirstPauseMs;
  }

  /// Nothing was sent after all.
  void abandoned() {
    const std::lock_guard lock(mutex_);
    is_trying_ = false;
  }

  /// True when it pauses from now on.
  bool failed(Instant now) {
    const std::lock_guard lock(mutex_);
    ++failures_;
    if (failures_ < kFailures) return false;
    // Attempts that were under way when it paused do not make the pause longer.
    if (!is_trying_ && now < reopens_) return true;
    is_trying_ = false;
    reopens_ = Instant{now.ms + pause_ms_};
    pause_ms_ = std::min(pause_ms_ * 2, kLongestPauseMs);
    return true;
  }

  [[nodiscard]] Instant reopens() const {
    const std::lock_guard lock(mutex_);
    return reopens_;
  }

 private:
  mutable std::mutex mutex_;
  int failures_ = 0;  ///< In a row.
  bool is_trying_ = false;
  Instant reopens_{INT64_MIN};
  std::int64_t pause_ms_ = kFirstPauseMs;
};

}  // namespace signalbox::service
