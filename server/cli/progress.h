// How far a long command has come, on standard error.
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

namespace signalbox::cli {

/// Counts decided records. While it runs it rewrites one line of a terminal, a few times a second; at the end it prints
/// one line of summary.
class Progress {
 public:
  explicit Progress(bool quiet);
  /// `records` more are done; those at the indexes `bad` among them could not be decided.
  void add(std::size_t records, const std::vector<std::size_t>& bad);
  /// The last line: how many, in what time, how many a second, how many bad, and which are the first of these.
  void finish();
  [[nodiscard]] std::size_t bad() const { return bad_; }

 private:
  using Clock = std::chrono::steady_clock;
  bool quiet_;
  bool terminal_;
  std::size_t records_ = 0;
  std::size_t bad_ = 0;
  std::vector<std::size_t> first_bad_;  ///< Numbers of records, from 1 in input order.
  Clock::time_point start_ = Clock::now();
  Clock::time_point shown_ = start_;
};

}  // namespace signalbox::cli
