// Seeded random cases whose failures can be replayed.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tests/support/random.h"

namespace signalbox::test {

/// How many of the seeds are tried: sanitizers make each ten to thirty times as slow, and look for what a tenth of
/// the seeds shows them as well; that answers are right is held by the build without them.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kIsSanitized = true;
#elif defined(__has_feature)
constexpr bool kIsSanitized = __has_feature(address_sanitizer);
#else
constexpr bool kIsSanitized = false;
#endif

/// Calls `check(seed)` for many seeds and stops at the first that fails, naming it. `SIGNALBOX_SEED=N` runs that one
/// alone; `SIGNALBOX_LONG=1` runs ten times as many; under sanitizers it is a tenth. How many were tried is returned.
template <class Check>
std::uint64_t for_each_seed(std::uint64_t count, Check check) {
  if (const char* only = std::getenv("SIGNALBOX_SEED")) {
    check(std::strtoull(only, nullptr, 10));
    return 1;
  }
  if (std::getenv("SIGNALBOX_LONG") != nullptr) count *= 10;
  if (kIsSanitized) count = (count + 9) / 10;
  for (std::uint64_t seed = 1; seed <= count; ++seed) {
    SCOPED_TRACE("replay with SIGNALBOX_SEED=" + std::to_string(seed));
    check(seed);
    if (testing::Test::HasFailure()) return seed;
  }
  return count;
}

/// Fails unless the generator made what a test is about: `made` of it in `tried` seeds, at least `each` a seed. One
/// seed that is replayed alone shows nothing about that.
inline void expect_often(std::uint64_t made, double each, std::uint64_t tried, std::string_view what) {
  if (tried == 1) return;
  EXPECT_GE(static_cast<double>(made), each * static_cast<double>(tried)) << "the generator must make " << what;
}

}  // namespace signalbox::test
