#include "formula/functions/pattern.h"

#include <algorithm>
#include <string>

#include "base/limits.h"
#include "base/unicode.h"
#include "formula/functions/registry.h"

namespace signalbox::formula {
namespace {

Value regex_match(const Call& call) {
  Diagnostics diagnostics;
  const auto pattern = regex::Pattern::compile(call.text(1), diagnostics);
  if (!pattern) return Value::error(ErrorCode::kBadPattern);
  // Reading a pattern is work as well; one that is written out in the formula has been read before.
  constexpr std::uint64_t kStepsPerState = 16;
  const std::uint64_t used = kStepsPerState * (call.text(1).size() + pattern->states());
  if (used > call.steps) return Value::error(ErrorCode::kTextTooLong);
  call.steps -= used;
  return match_pattern(*pattern, call.text(0), call.arena, call.steps);
}

std::string pattern_complaint(std::string_view text, std::size_t& states) {
  if (states > limits::kMaxPatternStates) return {};
  Diagnostics found;
  const auto pattern = regex::Pattern::compile(text, found);
  if (!pattern) return found.empty() ? "This is no regular expression." : found.front().sentence;
  states += pattern->states();
  if (states <= limits::kMaxPatternStates) return {};
  return "The patterns of this formula need more than " + std::to_string(limits::kMaxPatternStates) +
         " states together.";
}
constexpr ConstantCheck kPattern{1, "bad-pattern", "", pattern_complaint};

/// Goes through a text and a pattern of LIKE: `%` any run of characters, `_` one, `\\` takes the next one as it is.
/// O(text x pattern) at worst.
class Likeness {
 public:
  Likeness(std::string_view text, std::string_view pattern) : text_(text), pattern_(pattern) {}

  /// False when `steps` are not enough, which are counted down.
  bool decide(std::uint64_t& steps) {
    while (!decided_ && t_ < text_.size()) {
      if (steps == 0) return false;
      --steps;
      step();
    }
    return true;
  }

  [[nodiscard]] bool matches() {
    if (decided_) return false;
    while (p_ < pattern_.size() && pattern_[p_] == '%') ++p_;
    return p_ == pattern_.size();
  }

 private:
  [[nodiscard]] std::size_t character_size(std::size_t at) const {
    std::size_t size = 1;
    while (at + size < text_.size() && (static_cast<unsigned char>(text_[at + size]) & 0xC0) == 0x80) ++size;
    return size;
  }

  void step() {
    const bool more = p_ < pattern_.size();
    const bool escaped = p_ + 1 < pattern_.size() && pattern_[p_] == '\\';
    if (more && pattern_[p_] == '%') {
      star_ = p_++;
      mark_ = t_;
    } else if (more && pattern_[p_] == '_') {
      ++p_;
      t_ += character_size(t_);
    } else if (more && pattern_[p_ + (escaped ? 1 : 0)] == text_[t_]) {
      p_ += escaped ? 2 : 1;
      ++t_;
    } else if (star_ != std::string_view::npos) {
      p_ = star_ + 1;
      mark_ += character_size(mark_);
      t_ = mark_;
    } else {
      decided_ = true;
    }
  }

  std::string_view text_;
  std::string_view pattern_;
  std::size_t t_ = 0;
  std::size_t p_ = 0;
  std::size_t star_ = std::string_view::npos;  ///< The last `%` that has been met ...
  std::size_t mark_ = 0;                       ///< ... and how far it reaches so far.
  bool decided_ = false;                       ///< It does not match.
};

Value like(const Call& call) {
  Likeness likeness(call.text(0), call.text(1));
  if (!likeness.decide(call.steps)) return Value::error(ErrorCode::kTextTooLong);
  return Value::checkbox(likeness.matches());
}

constexpr Function kFunctions[] = {
    {"REGEX", "REGEX(text, pattern)", "TRUE when the whole text matches a regular expression in Java's syntax.", "tt",
     2, 2, Result::kFixed, Type::kCheckbox, Form::kStrict, regex_match, &kPattern},
    {"LIKE", "LIKE(text, pattern)", "TRUE when the text matches: `%` stands for any characters, `_` for one.", "tt", 2,
     2, Result::kFixed, Type::kCheckbox, Form::kStrict, like},
};

}  // namespace

Value match_pattern(const regex::Pattern& pattern, std::string_view text, Arena& arena, std::uint64_t& steps) {
  const auto matches = pattern.matches(text, arena, steps);
  return matches ? Value::checkbox(*matches) : Value::error(ErrorCode::kTextTooLong);
}

std::span<const Function> pattern_functions() { return kFunctions; }

}  // namespace signalbox::formula
