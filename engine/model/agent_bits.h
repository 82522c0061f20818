// Sets of agents of one directory, a bit for each.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace signalbox {

enum class AgentIndex : std::uint32_t;

/// Copying and comparing a word is as good as 64 agents.
class AgentBits {
 public:
  static constexpr std::size_t kWordBits = 64;

  AgentBits() = default;
  /// Nobody of so many agents.
  explicit AgentBits(std::size_t agents) : words_((agents + kWordBits - 1) / kWordBits) {}

  [[nodiscard]] bool has(AgentIndex agent) const {
    const auto number = static_cast<std::uint32_t>(agent);
    return (words_[number / kWordBits] >> number % kWordBits & 1) != 0;
  }
  void set(AgentIndex agent, bool is_member) {
    const auto number = static_cast<std::uint32_t>(agent);
    const std::uint64_t bit = std::uint64_t{1} << number % kWordBits;
    std::uint64_t& word = words_[number / kWordBits];
    word = is_member ? word | bit : word & ~bit;
  }
  /// Leaves those who are in `other` as well, which is of the same directory.
  void keep(const AgentBits& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  }
  /// Leaves out those of whom `is_out(agent)` is true.
  template <class IsOut>
  void drop_if(IsOut is_out) {
    for_each([&](AgentIndex agent) {
      if (is_out(agent)) set(agent, false);
    });
  }
  /// `use(agent)` for each, in the order of the directory; `use` may take out the one it is given.
  template <class Use>
  void for_each(Use use) const {
    for (std::size_t w = 0; w < words_.size(); ++w) {
      for (std::uint64_t left = words_[w]; left != 0; left &= left - 1) {
        use(AgentIndex{static_cast<std::uint32_t>(w * kWordBits + static_cast<std::size_t>(std::countr_zero(left)))});
      }
    }
  }

  [[nodiscard]] std::size_t words() const { return words_.size(); }
  /// Agents 64 x index and following, the first in the lowest bit.
  [[nodiscard]] std::uint64_t& word(std::size_t index) { return words_[index]; }

 private:
  std::vector<std::uint64_t> words_;
};

}  // namespace signalbox
