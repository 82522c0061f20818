#include "dmn/formula_feel.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/decimal.h"
#include "base/time.h"
#include "base/unicode.h"
#include "dmn/feel_literal.h"
#include "formula/parser.h"
#include "formula/printer.h"
#include "formula/record_path.h"
#include "rules/test_tokens.h"

namespace signalbox::dmn {

namespace {

using formula::NodeKind;
using formula::Operator;

/// FEEL with the strength of its outermost operator: what is weaker needs parentheses.
struct Piece {
  std::string feel;
  int binding = 9;
};

constexpr int kConditional = 0;
constexpr int kComparison = 3;

struct SignPair {
  Operator op;
  std::string_view feel;
  int binding;
};

constexpr std::array kSigns = {
    SignPair{Operator::kOr, "or", 1},      SignPair{Operator::kAnd, "and", 2},
    SignPair{Operator::kEqual, "=", 3},    SignPair{Operator::kNotEqual, "!=", 3},
    SignPair{Operator::kLess, "<", 3},     SignPair{Operator::kLessOrEqual, "<=", 3},
    SignPair{Operator::kGreater, ">", 3},  SignPair{Operator::kGreaterOrEqual, ">=", 3},
    SignPair{Operator::kAdd, "+", 4},      SignPair{Operator::kConcatenate, "+", 4},
    SignPair{Operator::kSubtract, "-", 4}, SignPair{Operator::kMultiply, "*", 5},
    SignPair{Operator::kDivide, "/", 5},   SignPair{Operator::kPower, "**", 6},
};

struct CallPair {
  std::string_view formula;
  std::string_view before;
  std::string_view after;
};

/// Calls whose arguments follow each other in FEEL as they do in the formula.
constexpr std::array kCalls = {
    CallPair{"ABS", "abs(", ")"},
    CallPair{"AND", "all([", "])"},
    CallPair{"BEGINS", "starts with(", ")"},
    CallPair{"CONTAINS", "contains(", ")"},
    CallPair{"DATE", "date(", ")"},
    CallPair{"DATEVALUE", "date(", ")"},
    CallPair{"DAYOFYEAR", "day of year(", ")"},
    CallPair{"EXP", "exp(", ")"},
    CallPair{"ISOWEEK", "week of year(", ")"},
    CallPair{"LEN", "string length(", ")"},
    CallPair{"LN", "log(", ")"},
    CallPair{"LOWER", "lower case(", ")"},
    CallPair{"MAX", "max(", ")"},
    CallPair{"MCEILING", "ceiling(", ")"},
    CallPair{"MFLOOR", "floor(", ")"},
    CallPair{"MIN", "min(", ")"},
    CallPair{"NOT", "not(", ")"},
    CallPair{"NOW", "now(", ")"},
    CallPair{"OR", "any([", "])"},
    CallPair{"ROUND", "round half up(", ")"},
    CallPair{"SQRT", "sqrt(", ")"},
    CallPair{"TEXT", "string(", ")"},
    CallPair{"TODAY", "today(", ")"},
    CallPair{"TRUNC", "round down(", ")"},
    CallPair{"UPPER", "upper case(", ")"},
    CallPair{"VALUE", "number(", ")"},
};

class Translation {
 public:
  Translation(const formula::Ast& ast, const NamePairs& names) : ast_(ast), names_(names) {}

  std::optional<Piece> piece(const formula::Node& node) {
    switch (node.kind) {
      case NodeKind::kBlank:
        return Piece{"null"};
      case NodeKind::kCheckbox:
        return Piece{node.flag ? "true" : "false"};
      case NodeKind::kNumber:
        return Piece{ast_.numbers[node.payload].to_text()};
      case NodeKind::kText:
        return Piece{feel_of_text(ast_.texts[node.payload])};
      case NodeKind::kName:
        return name(node);
      case NodeKind::kUnary:
        return unary(node);
      case NodeKind::kBinary:
        return binary(node);
      case NodeKind::kCall:
        return call(node);
      default:
        return std::nullopt;
    }
  }

 private:
  std::optional<Piece> name(const formula::Node& node) {
    const auto found = names_.feel_names.find(unicode::ascii_lower(formula::field_path(ast_.slice(node.name))));
    if (found == names_.feel_names.end()) return std::nullopt;
    return Piece{found->second};
  }

  static std::string within(const Piece& piece, int binding) {
    return piece.binding < binding ? "(" + piece.feel + ")" : piece.feel;
  }

  std::optional<Piece> unary(const formula::Node& node) {
    const auto operand = piece(ast_.child(node, 0));
    if (!operand) return std::nullopt;
    if (node.op == Operator::kNegate) return Piece{"-" + within(*operand, 8), 7};
    if (node.op == Operator::kNot) return Piece{"not(" + operand->feel + ")"};
    return std::nullopt;
  }

  std::optional<Piece> binary(const formula::Node& node) {
    const auto left = piece(ast_.child(node, 0));
    const auto right = piece(ast_.child(node, 1));
    const auto* sign =
        std::find_if(kSigns.begin(), kSigns.end(), [&](const SignPair& one) { return one.op == node.op; });
    if (!left || !right || sign == kSigns.end()) return std::nullopt;
    // Comparisons do not follow each other in FEEL, and all others count from the left.
    const int first = sign->binding == kComparison ? sign->binding + 1 : sign->binding;
    return Piece{within(*left, first) + " " + std::string(sign->feel) + " " + within(*right, sign->binding + 1),
                 sign->binding};
  }

  std::optional<Piece> call(const formula::Node& node) {
    const std::string name = upper(ast_.slice(node.name));
    if (auto literal = temporal(node, name)) return literal;
    std::vector<Piece> arguments;
    for (std::uint32_t i = 0; i < node.count; ++i) {
      auto argument = piece(ast_.child(node, i));
      if (!argument) return std::nullopt;
      arguments.push_back(std::move(*argument));
    }
    if (name == "IF" && arguments.size() == 3) {
      return Piece{"if " + arguments[0].feel + " then " + arguments[1].feel + " else " + arguments[2].feel,
                   kConditional};
    }
    if (name == "ISBLANK" && arguments.size() == 1) return Piece{within(arguments[0], kComparison + 1) + " = null", 3};
    if (name == "NOT" && is_blank_call(ast_.child(node, 0))) return not_blank(ast_.child(node, 0));
    if (name == "TEXT" && is_picklist(ast_.child(node, 0))) return arguments[0];
    const auto* pair =
        std::find_if(kCalls.begin(), kCalls.end(), [&](const CallPair& one) { return one.formula == name; });
    if (pair == kCalls.end()) return std::nullopt;
    std::string feel(pair->before);
    for (std::size_t i = 0; i < arguments.size(); ++i) feel += (i == 0 ? "" : ", ") + arguments[i].feel;
    return Piece{feel + std::string(pair->after)};
  }

  [[nodiscard]] bool is_blank_call(const formula::Node& node) const {
    return node.kind == NodeKind::kCall && node.count == 1 && upper(ast_.slice(node.name)) == "ISBLANK";
  }
  std::optional<Piece> not_blank(const formula::Node& node) {
    const auto value = piece(ast_.child(node, 0));
    if (!value) return std::nullopt;
    return Piece{within(*value, kComparison + 1) + " != null", kComparison};
  }

  [[nodiscard]] bool is_picklist(const formula::Node& node) const {
    if (node.kind != NodeKind::kName) return false;
    const auto found = names_.feel_names.find(unicode::ascii_lower(formula::field_path(ast_.slice(node.name))));
    const Variable* variable = found == names_.feel_names.end() ? nullptr : names_.vocabulary.find(found->second);
    return variable && variable->type == Type::kPicklist;
  }

  /// Calls that spell a date, time or date-time, as FEEL's literals.
  std::optional<Piece> temporal(const formula::Node& node, std::string_view name) {
    if (name == "DATE" && node.count == 3) {
      std::array<int, 3> parts{};
      for (std::uint32_t i = 0; i < 3; ++i) {
        const formula::Node& part = ast_.child(node, i);
        const auto whole = part.kind == NodeKind::kNumber ? ast_.numbers[part.payload].to_int() : std::nullopt;
        if (!whole || *whole < 1 || *whole > 9999) return std::nullopt;
        parts[i] = static_cast<int>(*whole);
      }
      const auto date = date_from_civil({parts[0], parts[1], parts[2]});
      return date ? std::optional(Piece{"date(\"" + to_text(*date) + "\")"}) : std::nullopt;
    }
    if (node.count != 1 || ast_.child(node, 0).kind != NodeKind::kText) return std::nullopt;
    std::string text = ast_.texts[ast_.child(node, 0).payload];
    if (name == "TIMEVALUE" && parse_time(text)) return Piece{"time(" + feel_of_text(text) + ")"};
    if (name != "DATETIMEVALUE" || text.size() != 19) return std::nullopt;
    text[10] = 'T';
    return Piece{"date and time(" + feel_of_text(text + "Z") + ")"};
  }

  static std::string upper(std::string_view name) {
    std::string capitals;
    unicode::append_upper(name, capitals);
    return capitals;
  }

  const formula::Ast& ast_;
  const NamePairs& names_;
};

/// Reads the words of a unary test and says them in FEEL.
class TestTranslation {
 public:
  explicit TestTranslation(std::string_view test) : test_(test) {}

  std::optional<std::string> translate() {
    using Kind = rules::TestToken::Kind;
    const auto tokens = rules::test_tokens(test_);
    std::string feel;
    std::string sign;
    for (const rules::TestToken& token : tokens) {
      const std::string_view word = test_.substr(token.span.begin, token.span.end - token.span.begin);
      if (token.kind == Kind::kOperator) {
        sign = word == "==" ? "=" : word == "<>" ? "!=" : std::string(word);
        continue;
      }
      std::optional<std::string> said = token.kind == Kind::kText   ? text(word)
                                        : token.kind == Kind::kWord ? this->word(word, sign)
                                        : token.kind == Kind::kUnclosed || token.kind == Kind::kInvalid
                                            ? std::nullopt
                                            : std::optional(word == "," ? ", " : std::string(word));
      if (!said) return std::nullopt;
      if (sign == "!=") return tokens.size() == 2 ? unlike(*said) : std::nullopt;
      feel += (sign.empty() || sign == "=" ? std::string() : sign + " ") + *said;
      sign.clear();
    }
    return feel;
  }

 private:
  /// `!= x`, which no blank passes, while it passes FEEL's own `!=`; but a Checkbox is never blank. Whether a number is
  /// depends on the definition, so that there is no FEEL for it.
  static std::optional<std::string> unlike(const std::string& said) {
    if (said == "true" || said == "false") return "not(" + said + ")";
    return Decimal::parse(said) ? std::nullopt : std::optional("not(null, " + said + ")");
  }

  /// Single quotes and their escapes are the test's own.
  static std::optional<std::string> text(std::string_view quoted) {
    std::string decoded;
    for (std::size_t i = 1; i + 1 < quoted.size(); ++i) {
      if (quoted[i] != '\\') {
        decoded += quoted[i];
        continue;
      }
      constexpr std::string_view kEscapes = "\"'\\nrt";
      constexpr std::string_view kMeanings = "\"'\\\n\r\t";
      const std::size_t which = kEscapes.find(quoted[++i]);
      if (which == std::string_view::npos) return std::nullopt;
      decoded += kMeanings[which];
    }
    return feel_of_text(decoded);
  }

  static std::optional<std::string> word(std::string_view word, const std::string& sign) {
    if (unicode::equals_ignoring_ascii_case(word, "not")) return "not";
    if (unicode::equals_ignoring_ascii_case(word, "blank")) {
      return sign.empty() || sign == "=" ? std::optional<std::string>("null") : std::nullopt;
    }
    return feel_of_word(word);
  }

  std::string_view test_;
};

}  // namespace

std::string feel_of_text(std::string_view text) { return quoted_text(text); }

std::optional<std::string> feel_of_word(std::string_view word) {
  if (unicode::equals_ignoring_ascii_case(word, "true")) return "true";
  if (unicode::equals_ignoring_ascii_case(word, "false")) return "false";
  if (const auto number = Decimal::parse(word)) return number->to_text();
  if (const auto date = parse_date(word)) return "date(\"" + to_text(*date) + "\")";
  if (const auto instant = parse_instant(word)) return "date and time(\"" + to_text(*instant) + "\")";
  if (const auto time = parse_time(word)) return "time(\"" + to_text(*time) + "\")";
  return std::nullopt;
}

std::optional<std::string> feel_of_formula(std::string_view text, const NamePairs& names) {
  Diagnostics diagnostics;
  const formula::Ast ast = formula::parse(text, diagnostics);
  if (!diagnostics.empty() || ast.nodes.empty()) return std::nullopt;
  auto piece = Translation(ast, names).piece(ast.nodes[ast.root]);
  if (!piece) return std::nullopt;
  // What the import makes of it decides: FEEL that would come back as another formula is none.
  const auto back = translate_expression(piece->feel, names.vocabulary, diagnostics);
  if (!back) return std::nullopt;
  // A bare picklist is an input as it is; the import asks for its text elsewhere.
  const bool is_picklist = ast.nodes.size() == 1 && back->formula == "TEXT(" + formula::print(ast) + ")";
  if (back->formula != formula::print(ast) && !is_picklist) return std::nullopt;
  return std::move(piece->feel);
}

std::optional<std::string> feel_of_test(std::string_view test) {
  auto feel = TestTranslation(test).translate();
  if (!feel) return std::nullopt;
  Diagnostics diagnostics;
  const Vocabulary none;
  const auto back = translate_cell(*feel, {"x", Type::kAny}, none, diagnostics);
  if (!back || TestTranslation(*back).translate() != feel) return std::nullopt;
  return feel;
}

void add_names_read(std::string_view text, std::set<std::string>& names) {
  Diagnostics diagnostics;
  const formula::Ast ast = formula::parse(text, diagnostics);
  for (const formula::Node& node : ast.nodes) {
    if (node.kind == NodeKind::kName) names.insert(unicode::ascii_lower(ast.slice(node.span)));
  }
}

}  // namespace signalbox::dmn
