// Where a parser stands in a pattern.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/diagnostic.h"

namespace signalbox::formula::regex {

/// Walks over a pattern (valid UTF-8). The first error ends it, because what follows a broken bracket is guesswork:
/// from then on it is at the end.
class Scanner {
 public:
  Scanner(std::string_view pattern, Diagnostics& diagnostics) : text_(pattern), diagnostics_(diagnostics) {}

  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] bool at_end() const { return failed_ || position_ >= text_.size(); }
  [[nodiscard]] std::size_t size() const { return text_.size(); }
  [[nodiscard]] std::size_t position() const { return position_; }
  /// The next byte; not at the end.
  [[nodiscard]] char peek() const { return text_[position_]; }
  [[nodiscard]] bool looking_at(std::string_view token) const {
    return !failed_ && text_.substr(position_).starts_with(token);
  }
  /// Steps over the token, when it is next.
  bool take(std::string_view token);
  /// Steps over one code point; not at the end.
  char32_t take_char();
  /// The same, as it is written.
  std::string_view take_view();
  /// Everything before the next `end`, which is stepped over; the rest, and a failure, when there is none.
  std::string_view take_until(char end, std::size_t from, std::string_view sentence);
  /// Reports the first error. Always false.
  bool fail(std::string code, std::size_t from, std::string sentence, std::string expected = {});

 private:
  std::string_view text_;
  std::size_t position_ = 0;
  Diagnostics& diagnostics_;
  bool failed_ = false;
};

}  // namespace signalbox::formula::regex
