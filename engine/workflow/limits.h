// The limits of runs, beside those of base/limits.h.
#pragma once

#include <cstddef>

namespace signalbox::limits {

inline constexpr std::size_t kMaxSteps = 2'000;       ///< Of one workflow, those within others counted.
inline constexpr std::size_t kMaxItems = 1'000;       ///< Of one `forEach` or `split`.
inline constexpr std::size_t kMaxVisits = 10'000;     ///< Of steps, for one event or timer of a run.
inline constexpr std::size_t kMaxTimers = 10'000;     ///< That fire before or after one event.
inline constexpr std::size_t kMaxTokens = 10'000;     ///< Branches of one run under way.
inline constexpr std::size_t kMaxSeenEvents = 200;    ///< Of whose ids a run remembers.
inline constexpr std::size_t kMaxCandidates = 1'000;  ///< Accounts that one `match` compares.

}  // namespace signalbox::limits
