// The automaton of a pattern.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "formula/regex/syntax.h"

namespace signalbox::formula::regex {

/// One state. `kSet` takes a character and goes on to the next state; the others take nothing.
struct Instruction {
  enum class Op : std::uint8_t { kSet, kAssert, kSplit, kJump, kMatch };
  Op op;
  Assertion assertion{};     ///< kAssert
  std::uint32_t set = 0;     ///< kSet: index of its set
  std::uint32_t first = 0;   ///< kSplit, kJump: a state
  std::uint32_t second = 0;  ///< kSplit: the other
};

/// A set of characters, and which of the first 128 are in it.
struct Members {
  explicit Members(CharSet given);
  [[nodiscard]] bool contains(char32_t c) const {
    return c < 128 ? (ascii[c / 64] >> (c % 64) & 1) != 0 : set.contains(c);
  }

  CharSet set;
  std::array<std::uint64_t, 2> ascii{};
};

struct Code {
  std::vector<Instruction> instructions;
  std::vector<Members> sets;
};

/// False when it needs more than `limit` states. O(states).
[[nodiscard]] bool assemble(const Node& tree, std::size_t limit, Code& code);

}  // namespace signalbox::formula::regex
