#include "server/cli/progress.h"

#include <unistd.h>

#include <fmt/format.h>

namespace signalbox::cli {
namespace {

constexpr std::chrono::milliseconds kShowEvery{200};

}  // namespace

Progress::Progress(bool quiet) : quiet_(quiet), terminal_(!quiet && ::isatty(STDERR_FILENO) == 1) {}

void Progress::add(std::size_t records, std::size_t bad) {
  records_ += records;
  bad_ += bad;
  if (!terminal_ || Clock::now() - shown_ < kShowEvery) return;
  shown_ = Clock::now();
  fmt::print(stderr, "\r{} records decided", records_);
}

void Progress::finish() {
  if (quiet_) return;
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  const double a_second = seconds > 0 ? static_cast<double>(records_) / seconds : 0;
  fmt::print(stderr, "{}{} records decided in {:.3f} s: {:.0f} decisions/s; {} bad\n", terminal_ ? "\r" : "", records_,
             seconds, a_second, bad_);
}

}  // namespace signalbox::cli
