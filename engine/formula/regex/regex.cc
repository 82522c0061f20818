#include "formula/regex/regex.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "formula/regex/code.h"

namespace signalbox::formula::regex {

namespace {

using Op = Instruction::Op;

/// The characters on both sides of a place in the text.
struct Surroundings {
  std::string_view text;
  std::size_t position;
  std::optional<char32_t> before;
  std::optional<char32_t> after;
};

bool is_word(std::optional<char32_t> c) { return c && is_word_char(*c); }

/// The end of the text, or before the line break that ends it (`\r\n` counts as one).
bool at_final_break(const Surroundings& at) {
  if (!at.after) return true;
  const std::string_view rest = at.text.substr(at.position);
  if (rest == "\r\n") return true;
  if (!is_line_break(*at.after) || (at.before == U'\r' && at.after == U'\n')) return false;
  std::size_t next = 0;
  (void)next_code_point(rest, next);
  return next == rest.size();
}

bool holds(Assertion assertion, const Surroundings& at) {
  const bool inside_crlf = at.before == U'\r' && at.after == U'\n';
  switch (assertion) {
    case Assertion::kTextBegin:
      return !at.before;
    case Assertion::kTextEnd:
      return !at.after;
    case Assertion::kTextEndOrFinalBreak:
      return at_final_break(at);
    // Java: `^` in multi-line mode matches after a line break, but not at the end of the text.
    case Assertion::kLineBegin:
      return !at.before || (at.after && is_line_break(*at.before) && !inside_crlf);
    case Assertion::kLineEnd:
      return !at.after || (is_line_break(*at.after) && !inside_crlf);
    case Assertion::kWordBoundary:
      return is_word(at.before) != is_word(at.after);
    case Assertion::kNoWordBoundary:
      return is_word(at.before) == is_word(at.after);
  }
  return false;
}

std::uint32_t* numbers(Arena& arena, std::size_t count) {
  // The arena hands out bytes without alignment.
  char* bytes = arena.allocate((count + 1) * sizeof(std::uint32_t));
  const auto misaligned = reinterpret_cast<std::uintptr_t>(bytes) % alignof(std::uint32_t);
  if (misaligned != 0) bytes += alignof(std::uint32_t) - misaligned;
  std::memset(bytes, 0, count * sizeof(std::uint32_t));
  return reinterpret_cast<std::uint32_t*>(bytes);
}

/// The states that wait for the next character, each once.
class Threads {
 public:
  Threads(const Code& code, Arena& arena)
      : code_(&code),
        waiting_(numbers(arena, code.instructions.size())),
        seen_(numbers(arena, code.instructions.size())),
        // A state is followed at most once in a step and pushes at most two.
        stack_(numbers(arena, 2 * code.instructions.size() + 1)) {}

  void clear() {
    count_ = 0;
    matched_ = false;
    steps_ = 0;
    ++generation_;
  }

  /// Adds a state and all that can be reached from it without a character.
  void add(std::uint32_t state, const Surroundings& at) {
    std::size_t depth = 0;
    stack_[depth++] = state;
    while (depth > 0) {
      const std::uint32_t next = stack_[--depth];
      ++steps_;
      if (seen_[next] == generation_) continue;
      seen_[next] = generation_;
      const Instruction& instruction = code_->instructions[next];
      switch (instruction.op) {
        case Op::kSet:
          waiting_[count_++] = next;
          break;
        case Op::kMatch:
          matched_ = true;
          break;
        case Op::kJump:
          stack_[depth++] = instruction.first;
          break;
        case Op::kAssert:
          if (holds(instruction.assertion, at)) stack_[depth++] = next + 1;
          break;
        case Op::kSplit:
          stack_[depth++] = instruction.second;
          stack_[depth++] = instruction.first;
          break;
      }
    }
  }

  [[nodiscard]] std::size_t count() const { return count_; }
  /// States followed since the last clear().
  [[nodiscard]] std::uint64_t steps() const { return steps_; }
  [[nodiscard]] std::uint32_t waiting(std::size_t i) const { return waiting_[i]; }
  [[nodiscard]] bool matched() const { return matched_; }

 private:
  const Code* code_;
  std::uint32_t* waiting_;
  std::uint32_t* seen_;
  std::uint32_t* stack_;
  std::size_t count_ = 0;
  std::uint64_t steps_ = 0;
  std::uint32_t generation_ = 0;
  bool matched_ = false;
};

constexpr std::uint64_t kClearedStatesPerStep = 16;

Surroundings surroundings(std::string_view text, std::size_t position, std::optional<char32_t> before) {
  Surroundings at{text, position, before, std::nullopt};
  std::size_t next = position;
  if (position < text.size()) at.after = next_code_point(text, next);
  return at;
}

}  // namespace

std::optional<Pattern> Pattern::compile(std::string_view pattern, Diagnostics& diagnostics) {
  const auto tree = parse(pattern, diagnostics);
  if (!tree) return std::nullopt;
  auto code = std::make_shared<Code>();
  if (!assemble(*tree, kMaxStates, *code)) {
    diagnostics.push_back({"regex-too-large",
                           Severity::kError,
                           "",
                           {0, static_cast<std::uint32_t>(pattern.size())},
                           "The pattern needs more than " + std::to_string(kMaxStates) + " states.",
                           "a smaller pattern",
                           "",
                           ""});
    return std::nullopt;
  }
  return Pattern(std::move(code));
}

std::size_t Pattern::states() const { return code_->instructions.size(); }

std::optional<bool> Pattern::matches(std::string_view text, Arena& arena, std::uint64_t& steps) const {
  // The threads are cleared for each match: that is work as well.
  std::uint64_t used = states() / kClearedStatesPerStep;
  Threads current(*code_, arena);
  Threads next(*code_, arena);
  current.clear();
  current.add(0, surroundings(text, 0, std::nullopt));
  used += current.steps();
  for (std::size_t position = 0; position < text.size();) {
    const char32_t c = next_code_point(text, position);
    next.clear();
    const Surroundings at = surroundings(text, position, c);
    for (std::size_t i = 0; i < current.count(); ++i) {
      const std::uint32_t state = current.waiting(i);
      if (code_->sets[code_->instructions[state].set].contains(c)) next.add(state + 1, at);
    }
    std::swap(current, next);
    used += next.count() + current.steps() + 1;
    if (used > steps) {
      steps = 0;
      return std::nullopt;
    }
    if (current.count() == 0 && !current.matched()) break;
  }
  steps -= std::min(steps, used);
  return current.matched();
}

}  // namespace signalbox::formula::regex
