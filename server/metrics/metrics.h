// What the server counts about itself, in Prometheus' text format.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace signalbox::metrics {

/// One unit of the histogram of request times; its buckets reach from 0.1 ms to 3.2 s.
inline constexpr double kRequestUnitSeconds = 1e-4;

class Counter {
 public:
  void add(std::uint64_t count = 1) { value_.fetch_add(count, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

class Gauge {
 public:
  void add(std::int64_t change) { value_.fetch_add(change, std::memory_order_relaxed); }
  [[nodiscard]] std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

/// Counts values in buckets with upper bounds 1, 2, 4 ... 2^15 units and above.
class Histogram {
 public:
  static constexpr std::size_t kBuckets = 16;
  void observe(std::uint64_t units);
  /// Appends the series `name`. `size_of_unit`: what one unit is in the unit that the series' name says.
  void render(std::string& out, std::string_view name, std::string_view help, double size_of_unit) const;

 private:
  std::array<Counter, kBuckets + 1> buckets_;
  Counter sum_;
};

/// All of them. Thread-safe.
class Metrics {
 public:
  Counter decisions;    ///< Committed to the log.
  Counter repetitions;  ///< Answered from the log because of their idempotency key.
  Counter previews;
  Counter verified_equal;
  Counter verified_different;
  Counter events;     ///< Of records that are followed.
  Counter timers;     ///< Carried out.
  Counter commands;   ///< Put into the outbox.
  Counter incidents;  ///< Runs that could not be carried on, or not as they should be.
  Counter refused_connections;
  Gauge connections;
  Histogram group;         ///< Entries of the log and changes of runs in one commit.
  Histogram timer_late;    ///< From a timer's instant to its being carried out, in milliseconds.
  Histogram request_time;  ///< From a request's last byte to its answer, in units of kRequestUnitSeconds.

  /// `route` is a pattern of the router, never a raw path.
  void count_request(std::string_view method, std::string_view route, unsigned status);
  [[nodiscard]] std::string text() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::uint64_t> requests_;  ///< By the labels of their series.
};

}  // namespace signalbox::metrics
