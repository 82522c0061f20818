#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "formula/regex/classes.h"
#include "formula/regex/syntax.h"

namespace signalbox::formula::regex {

namespace {

constexpr int kMaxNesting = 100;
constexpr int kMaxRepeat = 1'000;

using NodePtr = std::unique_ptr<Node>;

NodePtr set_node(CharSet set) {
  auto node = std::make_unique<Node>();
  node->kind = Node::Kind::kSet;
  node->set = std::move(set);
  return node;
}

NodePtr assertion_node(Assertion assertion) {
  auto node = std::make_unique<Node>();
  node->kind = Node::Kind::kAssertion;
  node->assertion = assertion;
  return node;
}

int hex_value(char32_t c) {
  if (c >= '0' && c <= '9') return static_cast<int>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<int>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return static_cast<int>(c - 'A') + 10;
  return -1;
}

/// The embedded flags of Java that this engine knows.
struct Flags {
  bool ignore_case = false;  // i
  bool multi_line = false;   // m
  bool dot_all = false;      // s
  bool comments = false;     // x
};

/// Recursive descent; the first error ends it, because what follows a broken bracket is guesswork.
class Parser {
 public:
  Parser(std::string_view pattern, Diagnostics& diagnostics) : text_(pattern), diagnostics_(diagnostics) {}

  NodePtr parse() {
    NodePtr node = alternatives();
    if (!failed_ && !at_end()) fail("regex-syntax", position_, "There is a `)` that closes nothing.", "the end");
    return failed_ ? nullptr : std::move(node);
  }

 private:
  bool at_end() const { return failed_ || position_ >= text_.size(); }
  bool looking_at(std::string_view token) const { return !failed_ && text_.substr(position_).starts_with(token); }
  bool take(std::string_view token) {
    if (!looking_at(token)) return false;
    position_ += token.size();
    return true;
  }
  char32_t take_char() { return next_code_point(text_, position_); }

  NodePtr fail(std::string code, std::size_t from, std::string sentence, std::string expected = {}) {
    if (!failed_) {
      const std::size_t to = std::max(from, std::min(position_ + 1, text_.size()));
      diagnostics_.push_back({std::move(code),
                              Severity::kError,
                              "",
                              {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to)},
                              std::move(sentence),
                              std::move(expected),
                              std::string(text_.substr(from, std::min<std::size_t>(to - from, 20))),
                              ""});
    }
    failed_ = true;
    return nullptr;
  }

  void skip_comments() {
    while (flags_.comments && !at_end()) {
      if (text_[position_] == '#') {
        while (!at_end() && text_[position_] != '\n') ++position_;
      } else if (text_[position_] == ' ' || (text_[position_] >= '\t' && text_[position_] <= '\r')) {
        ++position_;
      } else {
        return;
      }
    }
  }

  NodePtr alternatives() {
    if (++nesting_ > kMaxNesting) return fail("regex-too-large", position_, "The pattern is nested too deeply.");
    auto node = std::make_unique<Node>();
    node->kind = Node::Kind::kAlternatives;
    do node->children.push_back(sequence());
    while (take("|"));
    --nesting_;
    if (failed_) return nullptr;
    return node->children.size() == 1 ? std::move(node->children[0]) : std::move(node);
  }

  NodePtr sequence() {
    auto node = std::make_unique<Node>();
    for (skip_comments(); !at_end() && !looking_at("|") && !looking_at(")"); skip_comments()) {
      NodePtr atom = this->atom();
      if (atom) atom = repeated(std::move(atom));
      if (atom) node->children.push_back(std::move(atom));
    }
    return failed_ ? nullptr : std::move(node);
  }

  NodePtr repeated(NodePtr atom) {
    for (skip_comments(); !at_end(); skip_comments()) {
      const std::size_t from = position_;
      int least = 0;
      int most = kUnbounded;
      if (take("?")) {
        most = 1;
      } else if (take("+")) {
        least = 1;
      } else if (looking_at("{")) {
        if (!bounds(least, most)) return nullptr;
      } else if (!take("*")) {
        return atom;
      }
      if (take("+"))
        return fail("regex-unsupported", from, "Possessive quantifiers are not supported.", "`*`, `+`, `?` or `{n,m}`");
      take("?");  // Reluctant: of the same language, and only whether the whole text matches counts.
      auto node = std::make_unique<Node>();
      node->kind = Node::Kind::kRepeat;
      node->least = least;
      node->most = most;
      node->children.push_back(std::move(atom));
      atom = std::move(node);
    }
    return atom;
  }

  bool bounds(int& least, int& most) {
    const std::size_t from = position_;
    ++position_;
    if (!number(least)) return false;
    most = least;
    if (take(",")) {
      most = kUnbounded;
      if (!looking_at("}") && !number(most)) return false;
    }
    if (!take("}")) return fail("regex-syntax", from, "This repetition is not closed.", "`}`"), false;
    if (most != kUnbounded && most < least)
      return fail("regex-syntax", from, "This repetition is upside down.", "`{least,most}`"), false;
    return true;
  }

  bool number(int& value) {
    const std::size_t from = position_;
    value = 0;
    while (!at_end() && text_[position_] >= '0' && text_[position_] <= '9' && value <= kMaxRepeat) {
      value = value * 10 + (text_[position_++] - '0');
    }
    if (position_ == from) return fail("regex-syntax", from, "A number of repetitions is missing.", "a number"), false;
    if (value > kMaxRepeat)
      return fail("regex-too-large", from, "A repetition is at most " + std::to_string(kMaxRepeat) + "."), false;
    return true;
  }

  NodePtr atom() {
    const std::size_t from = position_;
    if (looking_at("(")) return group();
    if (take("[")) {
      CharSet set = char_class();
      return failed_ ? nullptr : set_node(std::move(set));
    }
    if (take(".")) return set_node(flags_.dot_all ? CharSet{{0, kLastCodePoint}} : line_breaks().complement());
    if (take("^")) return assertion_node(flags_.multi_line ? Assertion::kLineBegin : Assertion::kTextBegin);
    if (take("$")) return assertion_node(flags_.multi_line ? Assertion::kLineEnd : Assertion::kTextEndOrFinalBreak);
    if (take("\\Q")) return quotation();
    if (take("\\")) return escape(from);
    if (looking_at("*") || looking_at("+") || looking_at("?") || looking_at("{")) {
      return fail("regex-syntax", from, "There is nothing here to repeat.", "an element before the quantifier");
    }
    return set_node(literal(take_char()));
  }

  CharSet literal(char32_t c) const { return range(c, c); }
  /// Case is folded here, at the leaves, so that a complement around them excludes both cases.
  CharSet range(char32_t first, char32_t last) const {
    const CharSet set = {{first, last}};
    return flags_.ignore_case ? set.ignoring_ascii_case() : set;
  }

  NodePtr quotation() {
    auto node = std::make_unique<Node>();
    while (!at_end() && !take("\\E")) node->children.push_back(set_node(literal(take_char())));
    return node;
  }

  NodePtr group() {
    const std::size_t from = position_;
    ++position_;
    const Flags outer = flags_;
    if (take("?")) {
      if (looking_at("=") || looking_at("!") || looking_at("<=") || looking_at("<!") || looking_at(">")) {
        return fail("regex-unsupported", from, "Look-around and atomic groups are not supported.", "a plain group");
      }
      if (take("<")) {
        while (!at_end() && text_[position_] != '>') ++position_;
        if (!take(">")) return fail("regex-syntax", from, "This group name is not closed.", "`>`");
      } else {
        if (!flags(from)) return nullptr;
        if (take(")")) return std::make_unique<Node>();  // (?i) counts to the end of the group around it
        if (!take(":")) return fail("regex-syntax", position_, "This group is malformed.", "`:` or `)`");
      }
    }
    NodePtr node = alternatives();
    if (!failed_ && !take(")")) return fail("regex-syntax", from, "This group is not closed.", "`)`");
    flags_ = outer;
    return node;
  }

  bool flags(std::size_t from) {
    bool on = true;
    while (!at_end() && text_[position_] != ')' && text_[position_] != ':') {
      switch (text_[position_++]) {
        case '-':
          on = false;
          break;
        case 'i':
          flags_.ignore_case = on;
          break;
        case 'm':
          flags_.multi_line = on;
          break;
        case 's':
          flags_.dot_all = on;
          break;
        case 'x':
          flags_.comments = on;
          break;
        default:
          return fail("regex-unsupported", from, "Only the flags i, m, s and x are supported.", "`i`, `m`, `s` or `x`"),
                 false;
      }
    }
    return !failed_;
  }

  NodePtr escape(std::size_t from) {
    if (at_end()) return fail("regex-syntax", from, "The pattern ends with a lone backslash.", "`\\\\`");
    switch (text_[position_]) {
      case 'b':
        ++position_;
        return assertion_node(Assertion::kWordBoundary);
      case 'B':
        ++position_;
        return assertion_node(Assertion::kNoWordBoundary);
      case 'A':
        ++position_;
        return assertion_node(Assertion::kTextBegin);
      case 'z':
        ++position_;
        return assertion_node(Assertion::kTextEnd);
      case 'Z':
        ++position_;
        return assertion_node(Assertion::kTextEndOrFinalBreak);
      case 'R':
        ++position_;
        return line_break();
      default:
        break;
    }
    char32_t c = 0;
    const auto predefined = escaped(from, c);
    return failed_ ? nullptr : set_node(predefined ? *predefined : literal(c));
  }

  /// \R: CR LF, or any one of the vertical spaces.
  NodePtr line_break() const {
    auto crlf = std::make_unique<Node>();
    crlf->children.push_back(set_node(literal('\r')));
    crlf->children.push_back(set_node(literal('\n')));
    auto node = std::make_unique<Node>();
    node->kind = Node::Kind::kAlternatives;
    node->children.push_back(std::move(crlf));
    node->children.push_back(set_node(*class_of_escape('v')));
    return node;
  }

  /// After a backslash: the class that the escape stands for, or nullopt and its character.
  std::optional<CharSet> escaped(std::size_t from, char32_t& c) {
    if (at_end()) return fail("regex-syntax", from, "The pattern ends with a lone backslash.", "`\\\\`"), std::nullopt;
    c = take_char();
    if (c == 'p' || c == 'P') return property(from, c == 'P');
    if (auto set = class_of_escape(c)) return set;
    if (c >= '1' && c <= '9') {
      return fail("regex-unsupported", from, "Back references are not supported.", "a plain group"), std::nullopt;
    }
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '0') c = escaped_char(c, from);
    return std::nullopt;
  }

  char32_t escaped_char(char32_t letter, std::size_t from) {
    switch (letter) {
      case 't':
        return '\t';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 'f':
        return '\f';
      case 'a':
        return 0x07;
      case 'e':
        return 0x1B;
      case 'x':
        return take("{") ? hex_in_braces(from) : hex(2, from);
      case 'u':
        return hex(4, from);
      case '0':
        return octal(from);
      case 'c':
        if (!at_end()) return take_char() ^ 64;
        break;
      default:
        break;
    }
    fail("regex-syntax", from, "This escape is not known.", "an escape such as `\\d`, or the character itself");
    return 0;
  }

  char32_t hex(int digits, std::size_t from) {
    char32_t value = 0;
    for (int i = 0; i < digits; ++i) {
      const int digit = at_end() ? -1 : hex_value(static_cast<unsigned char>(text_[position_]));
      if (digit < 0)
        return fail("regex-syntax", from, "This escape lacks hexadecimal digits.",
                    std::to_string(digits) + " hexadecimal digits"),
               0;
      value = value * 16 + static_cast<char32_t>(digit);
      ++position_;
    }
    return value;
  }

  char32_t hex_in_braces(std::size_t from) {
    char32_t value = 0;
    const std::size_t first = position_;
    while (!at_end() && hex_value(static_cast<unsigned char>(text_[position_])) >= 0 && value <= kLastCodePoint) {
      value = value * 16 + static_cast<char32_t>(hex_value(static_cast<unsigned char>(text_[position_++])));
    }
    if (position_ == first || value > kLastCodePoint || !take("}")) {
      return fail("regex-syntax", from, "This is no code point.", "`\\x{10FFFF}` at most"), 0;
    }
    return value;
  }

  char32_t octal(std::size_t from) {
    char32_t value = 0;
    const std::size_t first = position_;
    while (!at_end() && position_ < first + 3 && text_[position_] >= '0' && text_[position_] <= '7' &&
           value * 8 <= 0377) {
      value = value * 8 + static_cast<char32_t>(text_[position_++] - '0');
    }
    if (position_ == first)
      return fail("regex-syntax", from, "This escape lacks octal digits.", "one to three octal digits"), 0;
    return value;
  }

  CharSet property(std::size_t from, bool negated) {
    std::string_view name;
    if (take("{")) {
      const std::size_t first = position_;
      while (!at_end() && text_[position_] != '}') ++position_;
      name = text_.substr(first, position_ - first);
      if (!take("}")) return fail("regex-syntax", from, "This class name is not closed.", "`}`"), CharSet{};
    } else if (!at_end()) {
      const std::size_t first = position_;
      (void)take_char();
      name = text_.substr(first, position_ - first);
    }
    const auto set = class_of_property(name);
    if (!set)
      return fail("regex-unsupported", from, "This character class is not supported.", "a class such as `\\p{Alpha}`"),
             CharSet{};
    return negated ? set->complement() : *set;
  }

  /// After `[`: members up to the matching `]`, with nested classes (union) and `&&` (intersection).
  CharSet char_class() {
    const std::size_t from = position_ - 1;
    if (++nesting_ > kMaxNesting) return fail("regex-too-large", from, "The pattern is nested too deeply."), CharSet{};
    const bool negated = take("^");
    CharSet result = class_members(from, true);
    while (take("&&")) result = result.intersection(class_members(from, false));
    if (!failed_ && !take("]")) fail("regex-syntax", from, "This character class is not closed.", "`]`");
    --nesting_;
    return negated ? result.complement() : result;
  }

  CharSet class_members(std::size_t from, bool first) {
    CharSet set;
    // A `]` right after `[` is a literal one, as in Java.
    for (; !at_end() && !looking_at("&&") && (first || !looking_at("]")); first = false) {
      if (take("[")) {
        set.add(char_class());
      } else if (take("\\Q")) {
        while (!at_end() && !take("\\E")) set.add(literal(take_char()));
      } else {
        add_member(set, from);
      }
    }
    return set;
  }

  /// A predefined class, a character, or a range of characters.
  void add_member(CharSet& set, std::size_t from) {
    char32_t first = 0;
    if (const auto predefined = member(first)) {
      set.add(*predefined);
      return;
    }
    char32_t last = first;
    if (looking_at("-") && !looking_at("-]") && !looking_at("-[") && !looking_at("-&&")) {
      ++position_;
      if (at_end()) return;
      if (member(last) || last < first) {
        fail("regex-syntax", from, "This range is upside down or ends in a class.", "`[first-last]`");
      }
    }
    if (!failed_) set.add(range(first, last));
  }

  /// The class that stands here, or nullopt and the character.
  std::optional<CharSet> member(char32_t& c) {
    const std::size_t from = position_;
    if (!take("\\")) {
      c = take_char();
      return std::nullopt;
    }
    return escaped(from, c);
  }

  std::string_view text_;
  std::size_t position_ = 0;
  Diagnostics& diagnostics_;
  Flags flags_;
  int nesting_ = 0;
  bool failed_ = false;
};

}  // namespace

std::unique_ptr<Node> parse(std::string_view pattern, Diagnostics& diagnostics) {
  return Parser(pattern, diagnostics).parse();
}

char32_t next_code_point(std::string_view text, std::size_t& position) {
  const auto lead = static_cast<unsigned char>(text[position++]);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  char32_t c = lead & (0x3Fu >> more);
  for (int i = 0; i < more; ++i) c = (c << 6) | (static_cast<unsigned char>(text[position++]) & 0x3Fu);
  return c;
}

bool is_line_break(char32_t c) { return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029; }

bool is_word_char(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace signalbox::formula::regex
