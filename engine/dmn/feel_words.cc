#include "dmn/feel_words.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/unicode.h"

namespace signalbox::dmn {

namespace {

/// Functions whose names hold spaces; without them `date and time(...)` would be three words.
constexpr std::array<std::string_view, 17> kSpacedFunctions = {
    "date and time",    "string length", "upper case",  "lower case",    "starts with",     "ends with",
    "substring before", "round half up", "round up",    "round down",    "round half down", "list contains",
    "substring after",  "day of year",   "day of week", "month of year", "week of year",
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0; }
bool is_name_part(char c) { return is_letter(c) || is_digit(c); }

class Scanner {
 public:
  Scanner(std::string_view text, std::size_t position, const FeelNames& names)
      : text_(text), names_(names), position_(position) {}

  Word scan() {
    skip_space();
    begin_ = position_;
    if (position_ >= text_.size()) return word(WordKind::kEnd);
    const char c = text_[position_];
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
    if (c == '"') return quoted(WordKind::kText);
    if (c == '@' && peek(1) == '"') {
      ++position_;
      return quoted(WordKind::kTemporal);
    }
    if (auto name = known_name()) return std::move(*name);
    if (is_letter(c)) return identifier();
    return sign();
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead) const {
    return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
  }

  [[nodiscard]] Word word(WordKind kind) const {
    const Span span{static_cast<std::uint32_t>(begin_), static_cast<std::uint32_t>(position_)};
    return {kind, span, std::string(text_.substr(begin_, position_ - begin_))};
  }

  void skip_space() {
    while (position_ < text_.size()) {
      if (is_space(text_[position_])) {
        ++position_;
      } else if (text_.substr(position_, 2) == "//") {
        position_ = std::min(text_.find('\n', position_), text_.size());
      } else if (text_.substr(position_, 2) == "/*") {
        const std::size_t end = text_.find("*/", position_ + 2);
        position_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else {
        return;
      }
    }
  }

  /// A point that is followed by another belongs to a range.
  Word number() {
    while (is_digit(peek(0))) ++position_;
    if (peek(0) == '.' && is_digit(peek(1))) {
      ++position_;
      while (is_digit(peek(0))) ++position_;
    }
    const bool exponent = (peek(0) == 'e' || peek(0) == 'E') &&
                          (is_digit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && is_digit(peek(2))));
    if (exponent) {
      position_ += 2;
      while (is_digit(peek(0))) ++position_;
    }
    return word(WordKind::kNumber);
  }

  Word quoted(WordKind kind) {
    std::string decoded;
    for (++position_; position_ < text_.size() && text_[position_] != '"';) {
      if (text_[position_] != '\\') {
        decoded += text_[position_++];
      } else if (!escape(decoded)) {
        return word(WordKind::kInvalid);
      }
    }
    if (position_ >= text_.size()) return word(WordKind::kInvalid);
    ++position_;
    Word read = word(kind);
    read.text = std::move(decoded);
    return read;
  }

  /// `\n \r \t \" \' \\`, `\uXXXX` and `\UXXXXXX` (DMN 1.5, rule 64).
  bool escape(std::string& decoded) {
    constexpr std::string_view kEscapes = "\"'\\nrt";
    constexpr std::string_view kMeanings = "\"'\\\n\r\t";
    const char c = peek(1);
    const std::size_t which = c == '\0' ? std::string_view::npos : kEscapes.find(c);
    if (which != std::string_view::npos) {
      decoded += kMeanings[which];
      position_ += 2;
      return true;
    }
    if (c != 'u' && c != 'U') return false;
    return code_point(c == 'u' ? 4 : 6, decoded);
  }

  bool code_point(std::size_t digits, std::string& decoded) {
    auto point = hex(position_ + 2, digits);
    if (!point) return false;
    position_ += 2 + digits;
    if (*point >= 0xD800 && *point < 0xDC00 && peek(0) == '\\' && peek(1) == 'u') {
      const auto low = hex(position_ + 2, 4);
      if (!low || *low < 0xDC00 || *low > 0xDFFF) return false;
      point = 0x10000 + ((*point - 0xD800) << 10) + (*low - 0xDC00);
      position_ += 6;
    }
    if (*point > 0x10FFFF || (*point >= 0xD800 && *point <= 0xDFFF)) return false;
    unicode::append_code_point(*point, decoded);
    return true;
  }

  [[nodiscard]] std::optional<std::uint32_t> hex(std::size_t from, std::size_t digits) const {
    if (from + digits > text_.size()) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      const char c = text_[from + i];
      const int digit = is_digit(c)            ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return std::nullopt;
      value = value * 16 + static_cast<std::uint32_t>(digit);
    }
    return value;
  }

  /// Bytes of the text that spell `name`, any white space for each of its spaces; 0 when it does not stand here.
  [[nodiscard]] std::size_t length_of(std::string_view name) const {
    std::size_t at = position_;
    for (const char c : name) {
      if (c == ' ') {
        const std::size_t begin = at;
        while (at < text_.size() && is_space(text_[at])) ++at;
        if (at == begin) return 0;
      } else if (at < text_.size() && text_[at] == c) {
        ++at;
      } else {
        return 0;
      }
    }
    const bool goes_on = at < text_.size() && !name.empty() && is_name_part(name.back()) && is_name_part(text_[at]);
    return goes_on ? 0 : at - position_;
  }

  std::optional<Word> known_name() {
    std::size_t longest = 0;
    std::string_view best;
    const auto consider = [&](std::string_view name) {
      const std::size_t length = length_of(name);
      if (length > longest) {
        longest = length;
        best = name;
      }
    };
    for (const std::string_view name : names_) consider(name);
    for (const std::string_view name : kSpacedFunctions) consider(name);
    if (longest == 0) return std::nullopt;
    position_ += longest;
    Word read = word(WordKind::kName);
    read.text = best;
    return read;
  }

  Word identifier() {
    while (position_ < text_.size() && is_name_part(text_[position_])) ++position_;
    return word(WordKind::kName);
  }

  Word sign() {
    for (const std::string_view two : {"..", "**", "<=", ">=", "!="}) {
      if (text_.substr(position_, 2) != two) continue;
      position_ += 2;
      return word(WordKind::kSign);
    }
    const bool known = std::string_view("=<>+-*/()[]{},.?:").find(text_[position_]) != std::string_view::npos;
    ++position_;
    return word(known ? WordKind::kSign : WordKind::kInvalid);
  }

  std::string_view text_;
  const FeelNames& names_;
  std::size_t begin_ = 0;
  std::size_t position_;
};

}  // namespace

Word next_word(std::string_view text, std::size_t position, const FeelNames& names) {
  return Scanner(text, position, names).scan();
}

std::string normal_name(std::string_view text) {
  std::string name;
  bool space = false;
  for (const char c : text) {
    if (is_space(c)) {
      space = !name.empty();
      continue;
    }
    if (space) name += ' ';
    space = false;
    name += c;
  }
  return name;
}

}  // namespace signalbox::dmn
