// Seeded random cases whose failures can be replayed.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <string>

namespace signalbox::test {

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers on every platform, unlike the standard distributions.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  /// 0 .. bound - 1
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  /// True once in `n`.
  bool one_in(std::uint64_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

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
