#include "formula/parser.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>

#include "base/limits.h"
#include "base/unicode.h"
#include "formula/functions/registry.h"
#include "formula/lexer.h"
#include "formula/literal.h"
#include "formula/record_path.h"
#include "formula/report.h"
#include "formula/unexpected.h"

namespace signalbox::formula {
namespace {

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
    outer_.push_back(node.span);
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
    report_unexpected(ast_.source, tokens_, position_, expected, diagnostics_);
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
      const WrittenOperator written = operator_at(ast_.source, std::span(tokens_).subspan(position_));
      const Operator op = written.op;
      if (op == Operator::kNone || binding(op) < weakest) return left;
      Node node;
      node.kind = NodeKind::kBinary;
      node.op = op;
      node.name = {peek().span.begin, peek(written.tokens - 1).span.end};
      if (!written.instead.empty()) written_otherwise(node.name, written.instead);
      for (std::uint32_t i = 0; i < written.tokens; ++i) advance();
      const std::uint32_t right = expression(binding(op) + 1);
      node.span = {outer_[left].begin, outer_[right].end};
      if (op == Operator::kPower) warn_of_bare_products(left, right);
      left = add_parent(node, {left, right});
    }
  }

  void written_otherwise(Span span, std::string_view instead) {
    if (panic_) return;
    const std::string_view found = ast_.slice(span);
    std::string sentence = quoted(found) + " between two values is written `" + std::string(instead) + "`.";
    if (at(TokenKind::kName)) sentence += " `" + std::string(found) + "(a, b)` says the same.";
    report(diagnostics_, "unexpected-token", span, std::move(sentence), instead, found, instead);
  }

  /// `2 * x ^ 2` is the square of `2 * x`, which few expect.
  void warn_of_bare_products(std::uint32_t base, std::uint32_t exponent) {
    for (const std::uint32_t index : {base, exponent}) {
      const Node& node = ast_.nodes[index];
      const bool bare = node.kind == NodeKind::kBinary && node.op >= Operator::kMultiply && node.span == outer_[index];
      if (panic_ || !bare) continue;
      const std::string_view product = ast_.slice(node.span);
      report(diagnostics_, "bare-product", node.span,
             "`^` binds less than `*` and `/`: all of " + quoted(product) + " is " +
                 (index == base ? "raised to the power." : "the exponent.") + " Say with parentheses what is meant.",
             "parentheses", product,
             product.size() > limits::kMaxQuotedBytes ? std::string() : "(" + std::string(product) + ")",
             Severity::kWarning);
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
    node.span = {node.name.begin, outer_[operand].end};
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
        if (const Function* function = function_without_parentheses(token)) return unenclosed(token, *function);
        return name(token);
      case TokenKind::kGlobal:
        return name(token);
      case TokenKind::kLeftParen:
        return group();
      case TokenKind::kMergeOpen:
        return merge_field(token);
      case TokenKind::kInvalid:
        if (const std::uint32_t end = panic_ ? 0 : report_curly_text(ast_.source, token.span, diagnostics_)) {
          while (!at(TokenKind::kEnd) && peek().span.begin < end) advance();
          return invalid({token.span.begin, end});
        }
        break;
      default:
        break;
    }
    unexpected("a value");
    const bool closes = token.kind == TokenKind::kRightParen || token.kind == TokenKind::kComma;
    if (!closes) advance();
    return invalid(token.span);
  }

  /// The function that a name is when a value follows: `NOT IsClosed`, `IF Amount > 5`.
  [[nodiscard]] const Function* function_without_parentheses(const Token& name) const {
    const Token& next = peek(1);
    const bool value = next.kind == TokenKind::kName || next.kind == TokenKind::kGlobal ||
                       next.kind == TokenKind::kNumber || next.kind == TokenKind::kText ||
                       next.kind == TokenKind::kMergeOpen;
    if (!value || operator_at(ast_.source, std::span(tokens_).subspan(position_ + 1)).op != Operator::kNone)
      return nullptr;
    return find_function(ast_.slice(name.span));
  }

  std::uint32_t unenclosed(const Token& name, const Function& function) {
    advance();
    if (!panic_) {
      report(diagnostics_, "unexpected-token", name.span,
             "`" + std::string(function.name) + "` needs parentheses: `" + std::string(function.signature) + "`.",
             function.signature, ast_.slice(name.span));
    }
    panic_ = true;
    return invalid(name.span);
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
    auto decoded = decode_text(ast_.source, token.span, diagnostics_);
    if (!decoded) return invalid(token.span);
    ast_.texts.push_back(std::move(*decoded));
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
    outer_[field] = ast_.nodes[field].span = {open.span.begin, peek().span.end};
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
    const std::uint32_t begin = peek().span.begin;
    advance();
    const std::uint32_t inner = expression(1);
    outer_[inner] = {begin, close()};
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
  std::vector<Span> outer_;           ///< Of each node with the parentheses around it.
  Ast ast_;
};

}  // namespace

Ast parse(std::string_view text, Diagnostics& diagnostics) { return Parser(text, diagnostics).parse(); }

}  // namespace signalbox::formula
