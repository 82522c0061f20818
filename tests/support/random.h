// Random numbers that a seed decides, on every platform alike.
#pragma once

#include <cstdint>

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

}  // namespace signalbox::test
