// The parser of FEEL: reads the grammar of DMN 1.5 (10.3.1.2) as far as decision tables use it, and names what it finds
// beyond that.
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/limits.h"
#include "dmn/feel.h"
#include "dmn/feel_cursor.h"
#include "model/reader.h"

namespace signalbox::dmn {

namespace {

constexpr std::array<std::string_view, 14> kOperators = {
    "", "or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "**"};

std::optional<FeelOperator> comparison_of(const Word& word) {
  if (word.kind != WordKind::kSign) return std::nullopt;
  for (auto op = FeelOperator::kEqual; op <= FeelOperator::kGreaterOrEqual;
       op = static_cast<FeelOperator>(static_cast<int>(op) + 1)) {
    if (operator_text(op) == word.text) return op;
  }
  return std::nullopt;
}

class Parser : FeelCursor {
 public:
  using FeelCursor::FeelCursor;

  Feel expression() {
    finish(disjunction_or_if());
    return take();
  }

  Feel cell() {
    if (is_sign("-") && next_word(feel_.source, word_.span.end, names_).kind == WordKind::kEnd) {
      advance();
      finish(add({.kind = FeelKind::kAny}));
      return take();
    }
    const std::uint32_t begin = word_.span.begin;
    FeelNode tests{.kind = FeelKind::kTests};
    if (is_negation()) {
      tests.negated = true;
      advance();
      advance();
      test_list(tests);
      expect(")");
    } else {
      test_list(tests);
    }
    finish(add(std::move(tests), begin));
    return take();
  }

 private:
  /// `not(...)` around all of the cell; `not(a) and b` is an expression.
  [[nodiscard]] bool is_negation() const {
    if (!is_name("not")) return false;
    Word word = next_word(feel_.source, word_.span.end, names_);
    if (word.text != "(") return false;
    for (int depth = 0; word.kind != WordKind::kEnd; word = next_word(feel_.source, word.span.end, names_)) {
      if (word.kind != WordKind::kSign) continue;
      depth += word.text == "(" ? 1 : word.text == ")" ? -1 : 0;
      if (depth == 0) return next_word(feel_.source, word.span.end, names_).kind == WordKind::kEnd;
    }
    return false;
  }

  void test_list(FeelNode& tests) {
    while (true) {
      tests.children.push_back(one_test());
      if (!is_sign(",")) return;
      advance();
    }
  }

  Index one_test() {
    const std::uint32_t begin = word_.span.begin;
    const auto op = comparison_of(word_);
    if (!op) return disjunction_or_if();
    advance();
    const Index operand = additive();
    return add({.kind = FeelKind::kTest, .op = *op, .children = {operand}}, begin);
  }

  Index disjunction_or_if() {
    if (++depth_ > limits::kMaxFormulaDepth) {
      --depth_;
      return too_deep();
    }
    const Index index = is_name("if") ? conditional() : disjunction();
    --depth_;
    return index;
  }

  Index conditional() {
    const std::uint32_t begin = word_.span.begin;
    advance();
    FeelNode node{.kind = FeelKind::kIf};
    node.children.push_back(disjunction_or_if());
    if (!is_name("then")) return unexpected("`then`");
    advance();
    node.children.push_back(disjunction_or_if());
    if (!is_name("else")) return unexpected("`else`");
    advance();
    node.children.push_back(disjunction_or_if());
    return add(std::move(node), begin);
  }

  Index binary(FeelOperator op, Index left, Index right, std::uint32_t begin) {
    return add({.kind = FeelKind::kBinary, .op = op, .children = {left, right}}, begin);
  }

  Index disjunction() {
    const std::uint32_t begin = word_.span.begin;
    Index left = conjunction();
    while (is_name("or")) {
      advance();
      left = binary(FeelOperator::kOr, left, conjunction(), begin);
    }
    return left;
  }

  Index conjunction() {
    const std::uint32_t begin = word_.span.begin;
    Index left = comparison();
    while (is_name("and")) {
      advance();
      left = binary(FeelOperator::kAnd, left, comparison(), begin);
    }
    return left;
  }

  Index comparison() {
    const std::uint32_t begin = word_.span.begin;
    const Index left = additive();
    if (const auto op = comparison_of(word_)) {
      advance();
      return binary(*op, left, additive(), begin);
    }
    if (is_name("between")) {
      advance();
      FeelNode node{.kind = FeelKind::kBetween, .children = {left}};
      node.children.push_back(additive());
      if (!is_name("and")) return unexpected("`and`");
      advance();
      node.children.push_back(additive());
      return add(std::move(node), begin);
    }
    if (is_name("in")) return membership(left, begin);
    if (is_name("instance")) return unsupported("`instance of`");
    return left;
  }

  /// `x in y`, `x in (y, z)`. In parentheses stand tests, and so does a range with a round bracket.
  Index membership(Index value, std::uint32_t begin) {
    advance();
    FeelNode node{.kind = FeelKind::kIn, .children = {value}};
    if (is_sign("(") && !is_open_range()) {
      advance();
      test_list(node);
      expect(")");
    } else {
      node.children.push_back(one_test());
    }
    return add(std::move(node), begin);
  }

  /// From a `(`: a `..` comes before its end, outside of inner brackets.
  [[nodiscard]] bool is_open_range() const {
    int depth = 0;
    for (Word word = word_; word.kind != WordKind::kEnd; word = next_word(feel_.source, word.span.end, names_)) {
      if (word.kind != WordKind::kSign) continue;
      if (depth == 1 && word.text == "..") return true;
      if (depth == 1 && word.text == ",") return false;
      depth += word.text == "(" ? 1 : word.text == ")" ? -1 : 0;
      if (depth == 0) return false;
    }
    return false;
  }

  Index additive() {
    const std::uint32_t begin = word_.span.begin;
    Index left = multiplicative();
    while (is_sign("+") || is_sign("-")) {
      const FeelOperator op = is_sign("+") ? FeelOperator::kAdd : FeelOperator::kSubtract;
      advance();
      left = binary(op, left, multiplicative(), begin);
    }
    return left;
  }

  Index multiplicative() {
    const std::uint32_t begin = word_.span.begin;
    Index left = power();
    while (is_sign("*") || is_sign("/")) {
      const FeelOperator op = is_sign("*") ? FeelOperator::kMultiply : FeelOperator::kDivide;
      advance();
      left = binary(op, left, power(), begin);
    }
    return left;
  }

  Index power() {
    const std::uint32_t begin = word_.span.begin;
    Index left = negation();
    while (is_sign("**")) {
      advance();
      left = binary(FeelOperator::kPower, left, negation(), begin);
    }
    return left;
  }

  Index negation() {
    const std::uint32_t begin = word_.span.begin;
    std::size_t signs = 0;
    for (; is_sign("-"); advance()) ++signs;
    if (signs > limits::kMaxFormulaDepth) return unexpected("a value");
    Index index = postfix();
    for (; signs > 0; --signs) index = add({.kind = FeelKind::kNegate, .children = {index}}, begin);
    return index;
  }

  Index postfix() {
    const std::uint32_t begin = word_.span.begin;
    Index index = primary();
    while (true) {
      if (is_sign(".")) {
        advance();
        if (word_.kind != WordKind::kName) return unexpected("the name of a member");
        std::string member = std::move(word_.text);
        advance();
        index = add({.kind = FeelKind::kMember, .text = std::move(member), .children = {index}}, begin);
      } else if (is_sign("[") && end_of_last_ == word_.span.begin && !is_upper_bound_) {
        return unsupported("filter `[...]`");
      } else {
        return index;
      }
    }
  }

  Index literal(FeelKind kind) {
    const std::uint32_t begin = word_.span.begin;
    std::string text = std::move(word_.text);
    advance();
    return add({.kind = kind, .text = std::move(text)}, begin);
  }

  Index primary() {
    switch (word_.kind) {
      case WordKind::kNumber:
        return literal(FeelKind::kNumber);
      case WordKind::kText:
        return literal(FeelKind::kText);
      case WordKind::kTemporal:
        return literal(FeelKind::kTemporal);
      case WordKind::kName:
        return name();
      case WordKind::kSign:
        return bracketed();
      case WordKind::kInvalid:
        if (word_.text[0] == '"' || word_.text[0] == '@') {
          return fail("feel-syntax", "This text has no closing quote, or an escape that FEEL does not know.",
                      "a closing quote, and one of `\\\"` `\\'` `\\\\` `\\n` `\\r` `\\t` `\\uXXXX`");
        }
        break;
      case WordKind::kEnd:
        break;
    }
    return unexpected("a value");
  }

  Index name() {
    for (const std::string_view word : {"for", "some", "every", "function"}) {
      if (is_name(word)) return unsupported("`" + std::string(word) + "`");
    }
    for (const std::string_view word : {"if", "then", "else", "and", "or", "in", "between"}) {
      if (is_name(word)) return unexpected("a value");
    }
    if (is_name("true") || is_name("false")) return literal(FeelKind::kBoolean);
    if (is_name("null")) return literal(FeelKind::kNull);
    const std::uint32_t begin = word_.span.begin;
    std::string name = std::move(word_.text);
    advance();
    if (!is_sign("(")) return add({.kind = FeelKind::kName, .text = std::move(name)}, begin);
    advance();
    FeelNode call{.kind = FeelKind::kCall, .text = std::move(name)};
    if (is_sign(")")) {
      advance();
    } else {
      arguments(call, ")");
    }
    return add(std::move(call), begin);
  }

  /// Expressions with commas between them and the closing sign.
  void arguments(FeelNode& node, std::string_view close) {
    while (true) {
      node.children.push_back(disjunction_or_if());
      if (is_sign(":")) {
        unsupported("named parameters");
        return;
      }
      if (!is_sign(",")) return expect(close);
      advance();
    }
  }

  /// `(x)`, `[a, b]`, `[a..b]`, `(a..b)`, `]a..b[`, `?`.
  Index bracketed() {
    const std::uint32_t begin = word_.span.begin;
    if (is_sign("?")) return literal(FeelKind::kInput);
    if (is_sign("{")) return unsupported("context `{...}`");
    const bool square = is_sign("[");
    if (!square && !is_sign("(") && !is_sign("]")) return unexpected("a value");
    const bool outward = is_sign("]");
    advance();
    if (square && is_sign("]")) {
      advance();
      return add({.kind = FeelKind::kList}, begin);
    }
    const Index first = disjunction_or_if();
    if (is_sign("..")) return range(first, !square, begin);
    if (outward) return unexpected("`..`");
    if (!square) {
      expect(")");
      return first;
    }
    return list(first, begin);
  }

  Index list(Index first, std::uint32_t begin) {
    FeelNode list{.kind = FeelKind::kList, .children = {first}};
    if (is_sign(",")) {
      advance();
      arguments(list, "]");
    } else {
      expect("]");
    }
    return add(std::move(list), begin);
  }

  Index range(Index low, bool low_open, std::uint32_t begin) {
    advance();
    is_upper_bound_ = true;
    const Index high = additive();
    is_upper_bound_ = false;
    if (!is_sign("]") && !is_sign(")") && !is_sign("[")) return unexpected("`]` or `)`");
    const bool high_open = !is_sign("]");
    advance();
    return add({.kind = FeelKind::kRange, .low_open = low_open, .high_open = high_open, .children = {low, high}},
               begin);
  }

  std::size_t depth_ = 0;
  bool is_upper_bound_ = false;  ///< Here `[` may be the end of a range.
};

/// Reported and answered with an invalid tree when the text passes the limit.
std::optional<Feel> too_large(std::string_view text, Diagnostics& diagnostics) {
  if (text.size() <= limits::kMaxFormulaBytes) return std::nullopt;
  diagnostics.push_back(Diagnostic{"too-large",
                                   Severity::kError,
                                   {},
                                   {0, static_cast<std::uint32_t>(text.size())},
                                   "This FEEL text is too long.",
                                   "at most " + std::to_string(limits::kMaxFormulaBytes) + " bytes",
                                   std::to_string(text.size()) + " bytes",
                                   {}});
  return Feel{text, {FeelNode{}}};
}

}  // namespace

std::string_view operator_text(FeelOperator op) { return kOperators[static_cast<std::size_t>(op)]; }

Feel parse_expression(std::string_view text, const FeelNames& names, Diagnostics& diagnostics) {
  if (auto large = too_large(text, diagnostics)) return std::move(*large);
  return Parser(text, names, diagnostics).expression();
}

Feel parse_unary_tests(std::string_view text, const FeelNames& names, Diagnostics& diagnostics) {
  if (auto large = too_large(text, diagnostics)) return std::move(*large);
  return Parser(text, names, diagnostics).cell();
}

}  // namespace signalbox::dmn
