// Numbers for distinct sequences, in the order in which they are met.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>
#include <vector>

namespace signalbox::api {

/// Sequences stand one after the other in one block of memory, so that a new one costs no allocation of its own. For
/// what stays in memory: the order of the bytes in a word does not matter.
template <class Unit>
class Numbering {
 public:
  struct Found {
    std::uint32_t number;
    bool is_new;
  };

  /// O(units) expected.
  Found number_of(std::span<const Unit> units) {
    if (2 * hashes_.size() >= slots_.size()) grow();
    const std::uint64_t hash = hash_of(units);
    std::size_t at = hash & (slots_.size() - 1);
    for (; slots_[at] != 0; at = (at + 1) & (slots_.size() - 1)) {
      const std::uint32_t number = slots_[at] - 1;
      if (hashes_[number] == hash && is_same((*this)[number], units)) return {number, false};
    }
    units_.insert(units_.end(), units.begin(), units.end());
    ends_.push_back(units_.size());
    hashes_.push_back(hash);
    slots_[at] = static_cast<std::uint32_t>(hashes_.size());
    return {slots_[at] - 1, true};
  }

  [[nodiscard]] std::span<const Unit> operator[](std::uint32_t number) const {
    const std::size_t begin = number == 0 ? 0 : ends_[number - 1];
    return std::span(units_).subspan(begin, ends_[number] - begin);
  }

 private:
  [[nodiscard]] static bool is_same(std::span<const Unit> a, std::span<const Unit> b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  }
  static std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    return hash ^ (hash >> 29);
  }
  static std::uint64_t hash_of(std::span<const Unit> units) {
    constexpr std::size_t kAtOnce = sizeof(std::uint64_t) / sizeof(Unit);
    std::uint64_t hash = units.size();
    std::size_t at = 0;
    for (; at + kAtOnce <= units.size(); at += kAtOnce) {
      std::uint64_t word;
      std::memcpy(&word, units.data() + at, sizeof word);
      hash = mixed(hash, word);
    }
    for (; at < units.size(); ++at) hash = mixed(hash, static_cast<std::make_unsigned_t<Unit>>(units[at]));
    return hash ^ (hash >> 32);
  }

  void grow() {
    slots_.assign(slots_.empty() ? 64 : 4 * slots_.size(), 0);
    for (std::uint32_t i = 0; i < hashes_.size(); ++i) {
      std::size_t at = hashes_[i] & (slots_.size() - 1);
      while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = i + 1;
    }
  }

  std::vector<Unit> units_;
  std::vector<std::size_t> ends_;      ///< By number.
  std::vector<std::uint64_t> hashes_;  ///< By number.
  std::vector<std::uint32_t> slots_;   ///< Open addressing, a power of two: number + 1, 0 where nothing is.
};

}  // namespace signalbox::api
