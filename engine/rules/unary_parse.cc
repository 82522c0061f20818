// The parser of unary tests: reads on after each mistake, from the next comma, so that all are reported at once.
#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/unicode.h"
#include "model/reader.h"
#include "model/record_id.h"
#include "rules/literal.h"
#include "rules/test_tokens.h"
#include "rules/unary_test.h"

namespace signalbox::rules {

namespace {

using Kind = TestToken::Kind;

bool is_ordered(Type type) {
  return is_numeric(type) || is_textual(type) || type == Type::kDate || type == Type::kDateTime || type == Type::kTime;
}

class Parser {
 public:
  Parser(std::string_view text, Type type, std::span<const std::string> domain, Diagnostics& diagnostics)
      : text_(text), type_(type), domain_(domain), diagnostics_(diagnostics), tokens_(test_tokens(text)) {}

  std::optional<UnaryTest> parse() {
    const std::size_t before = diagnostics_.size();
    UnaryTest test;
    test.text = text_;
    test.type = type_;
    if (tokens_.empty()) {
      report("empty-test", "A unary test must not be empty.", here(), "`-` for anything");
    } else if (tokens_.size() == 1 && tokens_[0].kind == Kind::kDash) {
      test.tests.push_back({});
    } else if (is_word("not")) {
      test.negated = true;
      parenthesis(test);
    } else if (is_word("includes") || is_word("excludes")) {
      test.all = is_word("includes");
      test.negated = !test.all;
      selection(test);
    } else {
      list(test.tests);
    }
    const auto added = diagnostics_.begin() + static_cast<std::ptrdiff_t>(before);
    if (has_errors({added, diagnostics_.end()})) return std::nullopt;
    return test;
  }

 private:
  [[nodiscard]] bool done() const { return position_ >= tokens_.size(); }
  [[nodiscard]] Span here() const {
    if (!done()) return tokens_[position_].span;
    const auto end = static_cast<std::uint32_t>(text_.size());
    return {end, end};
  }
  [[nodiscard]] std::string_view word() const { return cut(here()); }
  [[nodiscard]] std::string_view cut(Span span) const { return text_.substr(span.begin, span.end - span.begin); }
  [[nodiscard]] bool is(Kind kind) const { return !done() && tokens_[position_].kind == kind; }
  [[nodiscard]] bool is_punctuation(char c) const { return is(Kind::kPunctuation) && word()[0] == c; }
  [[nodiscard]] bool is_word(std::string_view name) const {
    return is(Kind::kWord) && unicode::equals_ignoring_ascii_case(word(), name);
  }

  void report(std::string code, std::string sentence, Span span, std::string expected, std::string suggestion = {}) {
    std::string found = span.begin == span.end ? "the end" : quote_for_message(cut(span));
    diagnostics_.push_back(Diagnostic{std::move(code),
                                      Severity::kError,
                                      {},
                                      span,
                                      std::move(sentence),
                                      std::move(expected),
                                      std::move(found),
                                      std::move(suggestion)});
  }
  void report_unexpected(std::string expected) {
    const std::string shown = done() ? "the end of the test" : "`" + quote_for_message(word()) + "`";
    report("test-syntax", "Here stands " + shown + ", where " + expected + " should be.", here(), expected);
    skip_to_comma();
  }
  void skip_to_comma() {
    while (!done() && !is_punctuation(',') && !(nested_ && is_punctuation(')'))) ++position_;
  }

  /// `includes(...)`, `excludes(...)`: texts only, of a multi-select picklist.
  void selection(UnaryTest& test) {
    if (type_ != Type::kMultiPicklist) {
      report("test-type", "Only a multi-select picklist can include or exclude values.", here(),
             "an input of the type MultiPicklist");
    }
    const std::size_t begin = position_;
    parenthesis(test);
    for (std::size_t i = begin + 1; i < std::min(position_, tokens_.size()); ++i) {
      const bool is_list = tokens_[i].kind == Kind::kText || tokens_[i].kind == Kind::kPunctuation;
      if (is_list) continue;
      report("test-syntax", "A list of selected values holds texts only.", tokens_[i].span, "a text in double quotes");
      return;
    }
  }

  void parenthesis(UnaryTest& test) {
    ++position_;
    if (!is_punctuation('(')) return report_unexpected("`(`");
    ++position_;
    nested_ = true;
    list(test.tests);
    nested_ = false;
    if (!is_punctuation(')')) return report_unexpected("`)`");
    ++position_;
    if (!done()) report_unexpected("the end of the test");
  }

  /// Tests with commas between them, up to the end or (nested) the closing parenthesis.
  void list(std::vector<Test>& tests) {
    while (true) {
      if (auto test = one()) tests.push_back(std::move(*test));
      if (!done() && !is_punctuation(',') && !(nested_ && is_punctuation(')'))) {
        report_unexpected(nested_ ? "`,` or `)`" : "`,` or the end of the test");
      }
      if (!is_punctuation(',')) return;
      ++position_;
    }
  }

  std::optional<Test> one() {
    if (is(Kind::kOperator)) return comparison();
    if (is_punctuation('[') || is_punctuation('(')) return range();
    if (is_word("blank")) {
      ++position_;
      Test test;
      test.kind = Test::Kind::kBlank;
      return test;
    }
    Test test;
    test.kind = Test::Kind::kEqual;
    auto value = operand();
    if (!value) return std::nullopt;
    test.low = std::move(*value);
    return test;
  }

  std::optional<Test> comparison() {
    const Span span = here();
    const std::string_view sign = word();
    ++position_;
    Test test;
    if (sign == "=" || sign == "==") {
      test.kind = Test::Kind::kEqual;
    } else if (sign == "!=" || sign == "<>") {
      test.kind = Test::Kind::kNotEqual;
    } else {
      test.kind = sign == "<"    ? Test::Kind::kLess
                  : sign == "<=" ? Test::Kind::kLessOrEqual
                  : sign == ">"  ? Test::Kind::kGreater
                                 : Test::Kind::kGreaterOrEqual;
      check_ordered(span);
    }
    if (is_word("blank") && test.kind <= Test::Kind::kNotEqual) return blank_comparison(std::move(test));
    auto value = operand();
    if (!value) return std::nullopt;
    test.low = std::move(*value);
    return test;
  }

  /// `= blank` is `blank`; `!= blank` has no positive form and is written `not(blank)`.
  std::optional<Test> blank_comparison(Test test) {
    if (test.kind == Test::Kind::kNotEqual) {
      report("test-syntax", "Whether a value is not blank is asked by `not(blank)`.", here(), "`not(blank)`",
             "not(blank)");
    }
    ++position_;
    test.kind = Test::Kind::kBlank;
    return test;
  }

  std::optional<Test> range() {
    const Span open = here();
    Test test;
    test.kind = Test::Kind::kRange;
    test.low_open = word() == "(";
    ++position_;
    auto low = operand();
    if (!low) return std::nullopt;
    if (!is(Kind::kRange)) return unexpected_in_range("`..`");
    ++position_;
    auto high = operand();
    if (!high) return std::nullopt;
    if (!is_punctuation(']') && !is_punctuation(')')) return unexpected_in_range("`]` or `)`");
    test.high_open = word() == ")";
    const Span whole{open.begin, here().end};
    ++position_;
    check_ordered(whole);
    test.low = std::move(*low);
    test.high = std::move(*high);
    check_not_empty(test, whole);
    return test;
  }
  std::optional<Test> unexpected_in_range(std::string expected) {
    report_unexpected(std::move(expected));
    return std::nullopt;
  }

  void check_ordered(Span span) {
    if (is_ordered(type_)) return;
    report(
        "test-type",
        "An input of the type " + std::string(type_name(type_)) + " has no order: compare it with `=`, `!=` or a list.",
        span, "`=`, `!=` or a list of values");
  }

  void check_not_empty(const Test& test, Span span) {
    const auto order = compare(test.low.value, test.high.value);
    if (!order || *order < 0 || (*order == 0 && !test.low_open && !test.high_open)) return;
    report("empty-range", "No value lies between these bounds.", span, "a lower bound below the upper one");
    diagnostics_.back().severity = Severity::kWarning;
  }

  std::optional<Literal> operand() {
    const bool is_operand = is(Kind::kText) || is(Kind::kWord) || is(Kind::kUnclosed);
    if (!is_operand) {
      report_unexpected("a value");
      return std::nullopt;
    }
    const Span span = here();
    const Kind kind = tokens_[position_].kind;
    ++position_;
    if (kind == Kind::kUnclosed) {
      report("test-syntax", "This text has no closing quote.", span, "a closing quote");
      return std::nullopt;
    }
    return kind == Kind::kText ? text_operand(span) : word_operand(span);
  }

  std::optional<Literal> text_operand(Span span) {
    auto decoded = unquote(span);
    if (!decoded) return std::nullopt;
    if (!takes_text_literal(type_)) {
      report("test-type", "The input is of the type " + std::string(type_name(type_)) + ", not a text.", span,
             std::string(literal_example(type_)));
      return std::nullopt;
    }
    check_domain(*decoded, span);
    return Literal::of_text(type_ == Type::kId ? std::string(id_key(*decoded)) : std::move(*decoded));
  }

  std::optional<std::string> unquote(Span span) {
    const std::string_view body = cut({span.begin + 1, span.end - 1});
    std::string decoded;
    for (std::size_t i = 0; i < body.size(); ++i) {
      if (body[i] != '\\') {
        decoded += body[i];
        continue;
      }
      constexpr std::string_view kEscapes = "\"'\\nrt";
      constexpr std::string_view kMeanings = "\"'\\\n\r\t";
      const std::size_t which = ++i < body.size() ? kEscapes.find(body[i]) : std::string_view::npos;
      if (which == std::string_view::npos) {
        const auto at = static_cast<std::uint32_t>(span.begin + i);
        report("test-syntax", "There is no such escape in a text.", {at, at + 1},
               "one of `\\\"` `\\'` `\\\\` `\\n` `\\r` `\\t`");
        return std::nullopt;
      }
      decoded += kMeanings[which];
    }
    return decoded;
  }

  void check_domain(const std::string& value, Span span) {
    if (domain_.empty() || value.empty()) return;
    if (std::find(domain_.begin(), domain_.end(), value) != domain_.end()) return;
    const std::vector<std::string_view> names(domain_.begin(), domain_.end());
    const std::string closest = closest_name(value, names);
    const bool is_picklist = !is_textual(type_);
    report(
        "not-in-picklist",
        "`" + quote_for_message(value) +
            (is_picklist ? "` is not a value of this picklist." : "` is none of the values that this input can have."),
        span, is_picklist ? "a value of the picklist" : "a value that it can have",
        closest.empty() ? "" : "\"" + closest + "\"");
  }

  std::optional<Literal> word_operand(Span span) {
    if (auto value = read_literal(cut(span), type_)) return Literal{*value, nullptr};
    if (takes_text_literal(type_)) {
      report("test-type", "A text must stand in double quotes.", span, "a text in double quotes",
             "\"" + quote_for_message(cut(span)) + "\"");
    } else {
      report("test-type",
             "`" + quote_for_message(cut(span)) + "` is not of the type " + std::string(type_name(type_)) + ".", span,
             std::string(literal_example(type_)));
    }
    return std::nullopt;
  }

  std::string_view text_;
  Type type_;
  std::span<const std::string> domain_;
  Diagnostics& diagnostics_;
  std::vector<TestToken> tokens_;
  std::size_t position_ = 0;
  bool nested_ = false;  ///< Inside `not(...)`.
};

/// `true`, `blank`, a number, a date: no name of a field.
bool is_literal(std::string_view word) {
  for (const std::string_view name : {"blank", "true", "false"}) {
    if (unicode::equals_ignoring_ascii_case(word, name)) return true;
  }
  return read_literal(word, Type::kNumber) || read_literal(word, Type::kDate) || read_literal(word, Type::kDateTime) ||
         read_literal(word, Type::kTime);
}

}  // namespace

std::optional<std::string_view> cell_formula(std::string_view cell) {
  const std::size_t begin = cell.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos || cell[begin] != '=' || cell.substr(begin, 2) == "==") return std::nullopt;
  const std::string_view rest = cell.substr(begin + 1);
  const auto tokens = test_tokens(rest.substr(0, limits::kMaxFormulaBytes));
  if (tokens.empty()) return std::nullopt;
  const std::string_view first = rest.substr(tokens[0].span.begin, tokens[0].span.end - tokens[0].span.begin);
  const bool literal = tokens[0].kind == Kind::kText || (tokens[0].kind == Kind::kWord && is_literal(first));
  const bool alone = tokens.size() == 1 || rest[tokens[1].span.begin] == ',';
  return literal && alone ? std::nullopt : std::optional(rest.substr(tokens[0].span.begin));
}

std::optional<UnaryTest> parse_unary_test(std::string_view text, Type type, std::span<const std::string> domain,
                                          Diagnostics& diagnostics) {
  if (text.size() > limits::kMaxFormulaBytes) {
    diagnostics.push_back(Diagnostic{"too-large",
                                     Severity::kError,
                                     {},
                                     Span{0, static_cast<std::uint32_t>(text.size())},
                                     "This unary test is too long.",
                                     "at most " + std::to_string(limits::kMaxFormulaBytes) + " bytes",
                                     std::to_string(text.size()) + " bytes",
                                     {}});
    return std::nullopt;
  }
  return Parser(text, type, domain, diagnostics).parse();
}

}  // namespace signalbox::rules
