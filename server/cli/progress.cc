#include "server/cli/progress.h"

#include <unistd.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace signalbox::cli {
namespace {

constexpr std::chrono::milliseconds kShowEvery{200};
constexpr std::size_t kNamedBad = 5;

}  // namespace

Progress::Progress(bool quiet) : quiet_(quiet), terminal_(!quiet && ::isatty(STDERR_FILENO) == 1) {}

void Progress::add(std::size_t records, const std::vector<std::size_t>& bad) {
  for (const std::size_t index : bad) {
    if (first_bad_.size() < kNamedBad) first_bad_.push_back(records_ + index + 1);
  }
  records_ += records;
  bad_ += bad.size();
  if (!terminal_ || Clock::now() - shown_ < kShowEvery) return;
  shown_ = Clock::now();
  fmt::print(stderr, "\r{} records decided", records_);
}

void Progress::finish() {
  if (quiet_) return;
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  const double a_second = seconds > 0 ? static_cast<double>(records_) / seconds : 0;
  const char* more = bad_ > first_bad_.size() ? ", ..." : "";
  const std::string which = bad_ == 0 ? "" : fmt::format(" (record {}{})", fmt::join(first_bad_, ", "), more);
  fmt::print(stderr, "{}{} records decided in {:.3f} s: {:.0f} decisions/s; {} bad{}\n", terminal_ ? "\r" : "",
             records_, seconds, a_second, bad_, which);
}

}  // namespace signalbox::cli
