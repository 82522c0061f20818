#include "formula/parser.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/limits.h"
#include "base/unicode.h"
#include "formula/lexer.h"
#include "formula/literal.h"
#include "formula/misspelling.h"
#include "formula/record_path.h"
#include "formula/report.h"

namespace signalbox::formula {
namespace {

Operator binary_operator(TokenKind kind) {
  switch (kind) {
    case TokenKind::kOr:
      return Operator::kOr;
    case TokenKind::kAnd:
      return Operator::kAnd;
    case TokenKind::kEqual:
      return Operator::kEqual;
    case TokenKind::kNotEqual:
      return Operator::kNotEqual;
    case TokenKind::kLess:
      return Operator::kLess;
    case TokenKind::kLessOrEqual:
      return Operator::kLessOrEqual;
    case TokenKind::kGreater:
      return Operator::kGreater;
    case TokenKind::kGreaterOrEqual:
      return Operator::kGreaterOrEqual;
    case TokenKind::kPlus:
      return Operator::kAdd;
    case TokenKind::kMinus:
      return Operator::kSubtract;
    case TokenKind::kAmpersand:
      return Operator::kConcatenate;
    case TokenKind::kCaret:
      return Operator::kPower;
    case TokenKind::kStar:
      return Operator::kMultiply;
    case TokenKind::kSlash:
      return Operator::kDivide;
    default:
      return Operator::kNone;
  }
}

/// Between two levels of nesting there may be one operator of each binding.
constexpr std::size_t kMostHeight = limits::kMaxFormulaDepth * 8;

/// Precedence climbing. Recursion is bounded: each `(`, argument list or prefix operator counts towards
/// kMaxFormulaDepth.
class Parser {
 public:
  Parser(std::string_view text, Diagnostics& diagnostics) : diagnostics_(diagnostics), tokens_(tokenize(text)) {
    ast_.source = text;
  }

  Ast parse() {
    if (peek().kind == TokenKind::kEnd) {
      report(diagnostics_, "empty-formula", peek().span, "The formula is empty.");
      ast_.root = invalid(peek().span);
      return std::move(ast_);
    }
    ast_.root = expression(1);
    if (peek().kind != TokenKind::kEnd) unexpected("an operator or the end of the formula");
    return std::move(ast_);
  }

 private:
  [[nodiscard]] const Token& peek(std::size_t ahead = 0) const {
    return tokens_[std::min(position_ + ahead, tokens_.size() - 1)];
  }
  [[nodiscard]] bool at(TokenKind kind) const { return peek().kind == kind; }
  void advance() { position_ = std::min(position_ + 1, tokens_.size() - 1); }

  std::uint32_t add(Node node, std::size_t height = 1) {
    ast_.nodes.push_back(node);
    heights_.push_back(height);
    if (ast_.nodes.size() > limits::kMaxFormulaNodes) {
      give_up("too-many-nodes", "A formula has at most " + std::to_string(limits::kMaxFormulaNodes) + " parts.");
    }
    return static_cast<std::uint32_t>(ast_.nodes.size() - 1);
  }

  std::uint32_t add_parent(Node node, const std::vector<std::uint32_t>& children) {
    node.first = static_cast<std::uint32_t>(ast_.children.size());
    node.count = static_cast<std::uint32_t>(children.size());
    ast_.children.insert(ast_.children.end(), children.begin(), children.end());
    const std::size_t height = height_above(node, children);
    if (height > kMostHeight) give_up("too-deep", "This chain of comparisons is too long.");
    return add(node, height);
  }

  /// Passes over the tree go down the left side of a chain of operators in a loop and everything else by recursion: the
  /// height is how deep that goes.
  std::size_t height_above(const Node& node, const std::vector<std::uint32_t>& children) const {
    std::size_t height = 1;
    for (std::size_t i = 0; i < children.size(); ++i) {
      const Node& below = ast_.nodes[children[i]];
      const bool chained = i == 0 && node.kind == NodeKind::kBinary && below.kind == NodeKind::kBinary &&
                           !is_comparison(node.op) && binding(node.op) <= binding(below.op);
      height = std::max(height, heights_[children[i]] + (chained ? 0 : 1));
    }
    return height;
  }

  std::uint32_t invalid(Span span) {
    Node node;
    node.span = span;
    node.failed = true;
    return add(node);
  }

  /// Reports once and moves to the end, where every loop stops.
  void give_up(std::string_view code, std::string sentence) {
    if (gave_up_) return;
    gave_up_ = true;
    ast_.is_whole = false;
    report(diagnostics_, code, peek().span, std::move(sentence));
    panic_ = true;
    position_ = tokens_.size() - 1;
  }

  void unexpected(std::string_view expected) {
    if (panic_) return;
    panic_ = true;
    const Token& token = peek();
    const std::string_view found = ast_.slice(token.span);
    switch (token.kind) {
      case TokenKind::kEnd:
        report(diagnostics_, "unexpected-end", token.span,
               "The formula ends where " + std::string(expected) + " should be.", expected);
        return;
      case TokenKind::kUnclosedText:
        report(diagnostics_, "unclosed-text", token.span, "This text is never closed.", std::string(1, found[0]));
        return;
      case TokenKind::kUnclosedComment:
        report(diagnostics_, "unclosed-comment", token.span, "This comment is never closed.", "*/");
        return;
      case TokenKind::kInvalid:
        return invalid_token(token, expected);
      default:
        report(diagnostics_, "unexpected-token", token.span,
               "Here should be " + std::string(expected) + ", not " + quoted(found) + ".", expected, found);
    }
  }

  void invalid_token(const Token& token, std::string_view expected) {
    const std::string_view found = ast_.slice(token.span);
    if (is_digit(found[0]) || found[0] == '.') {
      report(diagnostics_, "bad-number", token.span, quoted(found) + " is no number.", expected, found);
      return;
    }
    const Misspelling* known = misspelling(found);
    std::string sentence = quoted(found) + " means nothing in a formula.";
    if (known != nullptr) sentence += " " + std::string(known->sentence);
    report(diagnostics_, "bad-character", token.span, std::move(sentence), expected, found,
           known == nullptr ? std::string_view{} : known->instead);
  }

  /// Counts one level of nesting for as long as it lives.
  struct Nesting {
    explicit Nesting(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > limits::kMaxFormulaDepth) {
        parser_.give_up("too-deep",
                        "A formula is nested at most " + std::to_string(limits::kMaxFormulaDepth) + " levels deep.");
      }
    }
    ~Nesting() { --parser_.depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;
    Parser& parser_;
  };

  std::uint32_t expression(int weakest) {
    std::uint32_t left = prefixed();
    while (true) {
      const Operator op = binary_operator(peek().kind);
      if (op == Operator::kNone || binding(op) < weakest) return left;
      Node node;
      node.kind = NodeKind::kBinary;
      node.op = op;
      node.name = peek().span;
      advance();
      const std::uint32_t right = expression(binding(op) + 1);
      node.span = {ast_.nodes[left].span.begin, ast_.nodes[right].span.end};
      left = add_parent(node, {left, right});
    }
  }

  std::uint32_t prefixed() {
    Operator op = Operator::kNone;
    if (at(TokenKind::kMinus)) op = Operator::kNegate;
    if (at(TokenKind::kPlus)) op = Operator::kPlus;
    if (at(TokenKind::kNot)) op = Operator::kNot;
    if (op == Operator::kNone) return primary();
    const Nesting nesting(*this);
    Node node;
    node.kind = NodeKind::kUnary;
    node.op = op;
    node.name = peek().span;
    advance();
    const std::uint32_t operand = prefixed();
    node.span = {node.name.begin, ast_.nodes[operand].span.end};
    return add_parent(node, {operand});
  }

  std::uint32_t primary() {
    const Token token = peek();
    switch (token.kind) {
      case TokenKind::kNumber:
        return number(token);
      case TokenKind::kText:
        return text(token);
      case TokenKind::kName:
        if (peek(1).kind == TokenKind::kLeftParen) return call(token);
        return name(token);
      case TokenKind::kGlobal:
        return name(token);
      case TokenKind::kLeftParen:
        return group();
      case TokenKind::kMergeOpen:
        return merge_field(token);
      default:
        break;
    }
    unexpected("a value");
    const bool closes = token.kind == TokenKind::kRightParen || token.kind == TokenKind::kComma;
    if (!closes) advance();
    return invalid(token.span);
  }

  std::uint32_t number(const Token& token) {
    advance();
    Node node;
    node.kind = NodeKind::kNumber;
    node.span = token.span;
    node.payload = static_cast<std::uint32_t>(ast_.numbers.size());
    const std::string_view written = ast_.slice(token.span);
    // A trailing point ("5.") is a number in this language, though Decimal::parse may not read it.
    const auto value = Decimal::parse(written.ends_with('.') ? written.substr(0, written.size() - 1) : written);
    if (!value) {
      report(diagnostics_, "bad-number", token.span, "This number is too large.", "a number below 10^57",
             quoted_part(written));
      return invalid(token.span);
    }
    ast_.numbers.push_back(*value);
    return add(node);
  }

  std::uint32_t text(const Token& token) {
    advance();
    Node node;
    node.kind = NodeKind::kText;
    node.span = token.span;
    node.payload = static_cast<std::uint32_t>(ast_.texts.size());
    ast_.texts.push_back(decode_text(ast_.source, token.span, diagnostics_));
    return add(node);
  }

  std::uint32_t name(const Token& token) {
    advance();
    Node node;
    node.span = token.span;
    node.name = token.span;
    const std::string_view written = ast_.slice(token.span);
    if (unicode::equals_ignoring_ascii_case(written, "null")) {
      node.kind = NodeKind::kBlank;
    } else if (unicode::equals_ignoring_ascii_case(written, "true") ||
               unicode::equals_ignoring_ascii_case(written, "false")) {
      node.kind = NodeKind::kCheckbox;
      node.flag = written.size() == 4;
    } else {
      node.kind = NodeKind::kName;
    }
    const std::uint32_t index = add(node);
    return has_prefix(written, kPriorRecordPrefix) ? prior_value(index) : index;
  }

  /// `$Record__Prior.Amount` is PRIORVALUE of the field: a call that is named by the whole path.
  std::uint32_t prior_value(std::uint32_t field) {
    Node node;
    node.kind = NodeKind::kCall;
    node.span = ast_.nodes[field].span;
    node.name = node.span;
    return add_parent(node, {field});
  }

  /// `{!Account.Name}`: a field as e-mail templates and pages write it.
  std::uint32_t merge_field(const Token& open) {
    advance();
    const Token named = peek();
    const bool is_name = named.kind == TokenKind::kName || named.kind == TokenKind::kGlobal;
    if (!is_name || peek(1).kind != TokenKind::kMergeClose) return broken_merge_field(open);
    const std::uint32_t field = name(named);
    ast_.nodes[field].span = {open.span.begin, peek().span.end};
    advance();
    return field;
  }

  std::uint32_t broken_merge_field(const Token& open) {
    std::uint32_t end = open.span.end;
    while (!at(TokenKind::kEnd) && !at(TokenKind::kMergeClose)) {
      end = peek().span.end;
      advance();
    }
    const bool closed = at(TokenKind::kMergeClose);
    if (closed) end = peek().span.end;
    if (closed) advance();
    if (!panic_) {
      report(diagnostics_, closed ? "bad-merge-field" : "unclosed-merge-field", {open.span.begin, end},
             closed ? "Between `{!` and `}` stands the name of one field." : "This merge field is never closed.",
             closed ? "`{!Field}`" : "`}`", ast_.slice({open.span.begin, end}));
    }
    return invalid({open.span.begin, end});
  }

  std::uint32_t group() {
    const Nesting nesting(*this);
    advance();
    const std::uint32_t inner = expression(1);
    close();
    return inner;
  }

  std::uint32_t call(const Token& token) {
    const Nesting nesting(*this);
    Node node;
    node.kind = NodeKind::kCall;
    node.name = token.span;
    advance();
    advance();
    std::vector<std::uint32_t> arguments;
    if (!at(TokenKind::kRightParen) && !at(TokenKind::kEnd)) {
      arguments.push_back(expression(1));
      while (next_argument()) arguments.push_back(expression(1));
    }
    node.span = {token.span.begin, close()};
    return add_parent(node, arguments);
  }

  bool next_argument() {
    if (!at(TokenKind::kComma) && !at(TokenKind::kRightParen)) {
      unexpected("`,` or `)`");
      skip_to_separator();
    }
    if (!at(TokenKind::kComma)) return false;
    panic_ = gave_up_;
    advance();
    return true;
  }

  /// To the next `,` or `)` of this argument list.
  void skip_to_separator() {
    std::size_t open = 0;
    while (!at(TokenKind::kEnd)) {
      if (open == 0 && (at(TokenKind::kComma) || at(TokenKind::kRightParen))) return;
      if (at(TokenKind::kLeftParen)) ++open;
      if (at(TokenKind::kRightParen)) --open;
      advance();
    }
  }

  /// Takes the closing parenthesis; answers the byte behind it.
  std::uint32_t close() {
    if (!at(TokenKind::kRightParen)) {
      unexpected("`)`");
      skip_to_separator();
    }
    const std::uint32_t end = peek().span.end;
    if (at(TokenKind::kRightParen)) {
      panic_ = gave_up_;
      advance();
    }
    return end;
  }

  Diagnostics& diagnostics_;
  std::vector<Token> tokens_;
  std::size_t position_ = 0;
  std::size_t depth_ = 0;
  bool panic_ = false;  ///< A syntax error has been reported and not yet been recovered from.
  bool gave_up_ = false;
  std::vector<std::size_t> heights_;  ///< Of each node.
  Ast ast_;
};

}  // namespace

Ast parse(std::string_view text, Diagnostics& diagnostics) { return Parser(text, diagnostics).parse(); }

}  // namespace signalbox::formula
