// Regular expressions in time linear in the text: the REGEX function.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/diagnostic.h"

namespace signalbox::formula::regex {

struct Code;

/// A compiled pattern in Java's syntax, as far as it describes regular languages (see syntax.h). Immutable, shareable,
/// cheap to copy.
///
/// Matching simulates a nondeterministic automaton (Thompson, "Regular Expression Search Algorithm", 1968): O(text x
/// states), whatever the pattern.
class Pattern {
 public:
  /// nullopt with errors in `diagnostics`, spans in bytes of `pattern` (valid UTF-8). O(states); at most kMaxStates of
  /// them.
  static std::optional<Pattern> compile(std::string_view pattern, Diagnostics& diagnostics);

  /// Does the whole text match? A step is one state followed for one character; nullopt when `steps` of them are not
  /// enough, and they are counted down. Scratch memory comes from `arena`. `text` is valid UTF-8.
  [[nodiscard]] std::optional<bool> matches(std::string_view text, Arena& arena, std::uint64_t& steps) const;
  /// Of the automaton.
  [[nodiscard]] std::size_t states() const;

  static constexpr std::size_t kMaxStates = 20'000;

 private:
  explicit Pattern(std::shared_ptr<const Code> code) : code_(std::move(code)) {}
  std::shared_ptr<const Code> code_;
};

}  // namespace signalbox::formula::regex
