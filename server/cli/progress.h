// How far a long command has come, on standard error.
#pragma once

#include <chrono>
#include <cstddef>

namespace signalbox::cli {

/// Counts decided records. While it runs it rewrites one line of a terminal, a few times a second; at the end it prints
/// one line of summary.
class Progress {
 public:
  explicit Progress(bool quiet);
  /// `records` more are done, `bad` of them could not be decided.
  void add(std::size_t records, std::size_t bad);
  /// The last line: how many, in what time, how many a second, how many bad.
  void finish();
  [[nodiscard]] std::size_t bad() const { return bad_; }

 private:
  using Clock = std::chrono::steady_clock;
  bool quiet_;
  bool terminal_;
  std::size_t records_ = 0;
  std::size_t bad_ = 0;
  Clock::time_point start_ = Clock::now();
  Clock::time_point shown_ = start_;
};

}  // namespace signalbox::cli
