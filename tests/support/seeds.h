// Seeded random cases whose failures can be replayed.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "tests/support/random.h"

namespace signalbox::test {

/// Calls `check(seed)` for many seeds and stops at the first that fails, naming it. `SIGNALBOX_SEED=N` runs that one
/// alone; `SIGNALBOX_LONG=1` runs ten times as many.
template <class Check>
void for_each_seed(std::uint64_t count, Check check) {
  if (const char* only = std::getenv("SIGNALBOX_SEED")) {
    check(std::strtoull(only, nullptr, 10));
    return;
  }
  if (std::getenv("SIGNALBOX_LONG") != nullptr) count *= 10;
  for (std::uint64_t seed = 1; seed <= count; ++seed) {
    SCOPED_TRACE("replay with SIGNALBOX_SEED=" + std::to_string(seed));
    check(seed);
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace signalbox::test
