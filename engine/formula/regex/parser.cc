#include <algorithm>
#include <utility>

#include "formula/regex/classes.h"
#include "formula/regex/escapes.h"
#include "formula/regex/scanner.h"
#include "formula/regex/syntax.h"

namespace signalbox::formula::regex {

namespace {

constexpr int kMaxNesting = 100;
constexpr int kMaxRepeat = 1'000;
constexpr std::size_t kMaxPatternBytes = 16'384;
/// Of all sets of characters together: `\p{L}` has some 650.
constexpr std::size_t kMaxRanges = 100'000;

using NodePtr = std::unique_ptr<Node>;

NodePtr plain_set_node(CharSet set) {
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
  Parser(std::string_view pattern, Diagnostics& diagnostics) : in_(pattern, diagnostics) {}

  NodePtr parse() {
    if (in_.size() > kMaxPatternBytes) {
      return fail("regex-too-large", 0, "A pattern has at most " + std::to_string(kMaxPatternBytes) + " bytes.");
    }
    NodePtr node = alternatives();
    if (!in_.failed() && !in_.at_end())
      in_.fail("regex-syntax", in_.position(), "There is a `)` that closes nothing.", "the end");
    return in_.failed() ? nullptr : std::move(node);
  }

 private:
  NodePtr set_node(CharSet set) {
    ranges_ += set.ranges().size();
    if (ranges_ > kMaxRanges)
      return fail("regex-too-large", in_.position(), "The character classes of this pattern are too large together.");
    return plain_set_node(std::move(set));
  }

  NodePtr fail(std::string code, std::size_t from, std::string sentence, std::string expected = {}) {
    in_.fail(std::move(code), from, std::move(sentence), std::move(expected));
    return nullptr;
  }

  void skip_comments() {
    while (flags_.comments && !in_.at_end()) {
      if (in_.peek() == '#') {
        while (!in_.at_end() && in_.peek() != '\n') (void)in_.take_char();
      } else if (in_.peek() == ' ' || (in_.peek() >= '\t' && in_.peek() <= '\r')) {
        (void)in_.take_char();
      } else {
        return;
      }
    }
  }

  NodePtr alternatives() {
    if (++nesting_ > kMaxNesting) return fail("regex-too-large", in_.position(), "The pattern is nested too deeply.");
    auto node = std::make_unique<Node>();
    node->kind = Node::Kind::kAlternatives;
    do node->children.push_back(sequence());
    while (in_.take("|"));
    --nesting_;
    if (in_.failed()) return nullptr;
    return node->children.size() == 1 ? std::move(node->children[0]) : std::move(node);
  }

  NodePtr sequence() {
    auto node = std::make_unique<Node>();
    for (skip_comments(); !in_.at_end() && !in_.looking_at("|") && !in_.looking_at(")"); skip_comments()) {
      NodePtr atom = this->atom();
      if (atom) atom = repeated(std::move(atom));
      if (atom) node->children.push_back(std::move(atom));
    }
    return in_.failed() ? nullptr : std::move(node);
  }

  /// One quantifier at most: what follows it would be a second one, which Java refuses too.
  NodePtr repeated(NodePtr atom) {
    skip_comments();
    const std::size_t from = in_.position();
    int least = 0;
    int most = kUnbounded;
    if (in_.take("?")) {
      most = 1;
    } else if (in_.take("+")) {
      least = 1;
    } else if (in_.looking_at("{")) {
      if (!bounds(least, most)) return nullptr;
    } else if (!in_.take("*")) {
      return atom;
    }
    if (in_.take("+")) {
      return fail("regex-unsupported", from, "Possessive quantifiers are not supported.", "`*`, `+`, `?` or `{n,m}`");
    }
    in_.take("?");  // Reluctant: of the same language, and only whether the whole text matches counts.
    auto node = std::make_unique<Node>();
    node->kind = Node::Kind::kRepeat;
    node->least = least;
    node->most = most;
    node->children.push_back(std::move(atom));
    return node;
  }

  bool bounds(int& least, int& most) {
    const std::size_t from = in_.position();
    (void)in_.take_char();
    if (!number(least)) return false;
    most = least;
    if (in_.take(",")) {
      most = kUnbounded;
      if (!in_.looking_at("}") && !number(most)) return false;
    }
    if (!in_.take("}")) return in_.fail("regex-syntax", from, "This repetition is not closed.", "`}`");
    if (most != kUnbounded && most < least)
      return in_.fail("regex-syntax", from, "This repetition is upside down.", "`{least,most}`");
    return true;
  }

  bool number(int& value) {
    const std::size_t from = in_.position();
    value = 0;
    while (!in_.at_end() && in_.peek() >= '0' && in_.peek() <= '9' && value <= kMaxRepeat) {
      value = value * 10 + static_cast<int>(in_.take_char() - '0');
    }
    if (in_.position() == from)
      return in_.fail("regex-syntax", from, "A number of repetitions is missing.", "a number");
    if (value > kMaxRepeat)
      return in_.fail("regex-too-large", from, "A repetition is at most " + std::to_string(kMaxRepeat) + ".");
    return true;
  }

  NodePtr atom() {
    const std::size_t from = in_.position();
    if (in_.looking_at("(")) return group();
    if (in_.take("[")) {
      CharSet set = char_class();
      return in_.failed() ? nullptr : set_node(std::move(set));
    }
    if (in_.take(".")) return set_node(flags_.dot_all ? CharSet{{0, kLastCodePoint}} : line_breaks().complement());
    if (in_.take("^")) return assertion_node(flags_.multi_line ? Assertion::kLineBegin : Assertion::kTextBegin);
    if (in_.take("$")) return assertion_node(flags_.multi_line ? Assertion::kLineEnd : Assertion::kTextEndOrFinalBreak);
    if (in_.take("\\Q")) return quotation();
    if (in_.take("\\")) return escape(from);
    if (in_.looking_at("*") || in_.looking_at("+") || in_.looking_at("?") || in_.looking_at("{")) {
      return fail("regex-syntax", from, "There is nothing here to repeat.", "an element before the quantifier");
    }
    return set_node(literal(in_.take_char()));
  }

  CharSet literal(char32_t c) const { return range(c, c); }
  /// Case is folded here, at the leaves, so that a complement around them excludes both cases.
  CharSet range(char32_t first, char32_t last) const {
    const CharSet set = {{first, last}};
    return flags_.ignore_case ? set.ignoring_ascii_case() : set;
  }

  NodePtr quotation() {
    auto node = std::make_unique<Node>();
    while (!in_.at_end() && !in_.take("\\E")) node->children.push_back(set_node(literal(in_.take_char())));
    return node;
  }

  NodePtr group() {
    const std::size_t from = in_.position();
    (void)in_.take_char();
    const Flags outer = flags_;
    if (in_.take("?")) {
      if (in_.looking_at("=") || in_.looking_at("!") || in_.looking_at("<=") || in_.looking_at("<!") ||
          in_.looking_at(">")) {
        return fail("regex-unsupported", from, "Look-around and atomic groups are not supported.", "a plain group");
      }
      if (in_.take("<")) {
        (void)in_.take_until('>', from, "This group name is not closed.");
      } else {
        if (!flags(from)) return nullptr;
        if (in_.take(")")) return std::make_unique<Node>();  // (?i) counts to the end of the group around it
        if (!in_.take(":")) return fail("regex-syntax", in_.position(), "This group is malformed.", "`:` or `)`");
      }
    }
    NodePtr node = alternatives();
    if (!in_.failed() && !in_.take(")")) return fail("regex-syntax", from, "This group is not closed.", "`)`");
    flags_ = outer;
    return node;
  }

  bool flags(std::size_t from) {
    bool on = true;
    while (!in_.at_end() && in_.peek() != ')' && in_.peek() != ':') {
      switch (in_.take_char()) {
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
          return in_.fail("regex-unsupported", from, "Only the flags i, m, s and x are supported.",
                          "`i`, `m`, `s` or `x`"),
                 false;
      }
    }
    return !in_.failed();
  }

  NodePtr escape(std::size_t from) {
    if (in_.at_end()) return fail("regex-syntax", from, "The pattern ends with a lone backslash.", "`\\\\`");
    switch (in_.peek()) {
      case 'b':
        (void)in_.take_char();
        return assertion_node(Assertion::kWordBoundary);
      case 'B':
        (void)in_.take_char();
        return assertion_node(Assertion::kNoWordBoundary);
      case 'A':
      case 'G':  // The end of the previous match: there is none when the whole text is matched.
        (void)in_.take_char();
        return assertion_node(Assertion::kTextBegin);
      case 'z':
        (void)in_.take_char();
        return assertion_node(Assertion::kTextEnd);
      case 'Z':
        (void)in_.take_char();
        return assertion_node(Assertion::kTextEndOrFinalBreak);
      case 'R':
        (void)in_.take_char();
        return line_break();
      default:
        break;
    }
    char32_t c = 0;
    const auto predefined = read_escape(in_, from, c);
    return in_.failed() ? nullptr : set_node(predefined ? *predefined : literal(c));
  }

  /// \R: CR LF, or any one of the vertical spaces.
  NodePtr line_break() {
    auto crlf = std::make_unique<Node>();
    crlf->children.push_back(set_node(literal('\r')));
    crlf->children.push_back(set_node(literal('\n')));
    auto node = std::make_unique<Node>();
    node->kind = Node::Kind::kAlternatives;
    node->children.push_back(std::move(crlf));
    node->children.push_back(set_node(*class_of_escape('v')));
    return node;
  }

  /// After `[`: members up to the matching `]`, with nested classes (union) and `&&` (intersection).
  CharSet char_class() {
    const std::size_t from = in_.position() - 1;
    if (++nesting_ > kMaxNesting)
      return in_.fail("regex-too-large", from, "The pattern is nested too deeply."), CharSet{};
    const bool negated = in_.take("^");
    CharSet result = class_members(from, true);
    while (in_.take("&&")) result = result.intersection(class_members(from, false));
    if (!in_.failed() && !in_.take("]")) in_.fail("regex-syntax", from, "This character class is not closed.", "`]`");
    --nesting_;
    return negated ? result.complement() : result;
  }

  CharSet class_members(std::size_t from, bool first) {
    CharSet set;
    // A `]` right after `[` is a literal one, as in Java.
    for (; !in_.at_end() && !in_.looking_at("&&") && (first || !in_.looking_at("]")); first = false) {
      if (in_.take("[")) {
        set.add(char_class());
      } else if (in_.take("\\Q")) {
        while (!in_.at_end() && !in_.take("\\E")) set.add(literal(in_.take_char()));
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
    if (in_.looking_at("-") && !in_.looking_at("-]") && !in_.looking_at("-[") && !in_.looking_at("-&&")) {
      (void)in_.take_char();
      if (in_.at_end()) return;
      if (member(last) || last < first) {
        in_.fail("regex-syntax", from, "This range is upside down or ends in a class.", "`[first-last]`");
      }
    }
    if (!in_.failed()) set.add(range(first, last));
  }

  /// The class that stands here, or nullopt and the character.
  std::optional<CharSet> member(char32_t& c) {
    const std::size_t from = in_.position();
    if (!in_.take("\\")) {
      c = in_.take_char();
      return std::nullopt;
    }
    return read_escape(in_, from, c);
  }

  Scanner in_;
  Flags flags_;
  int nesting_ = 0;
  std::size_t ranges_ = 0;  ///< Of all sets so far.
};

}  // namespace

std::unique_ptr<Node> parse(std::string_view pattern, Diagnostics& diagnostics) {
  return Parser(pattern, diagnostics).parse();
}

}  // namespace signalbox::formula::regex
