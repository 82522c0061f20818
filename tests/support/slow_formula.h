// The slow twin of the formula evaluator: walks the tree.
// Written to be read, from the semantics alone; linked only into tests. It knows every function, as random_formula.h
// writes them: tree, operators and what decides stand here, the others in the files of their families.
#pragma once

#include <cstdint>
#include <regex>
#include <set>
#include <utility>
#include <vector>

#include "formula/ast.h"
#include "formula/formula.h"
#include "formula/functions/registry.h"
#include "tests/support/slow_markup.h"
#include "tests/support/slow_numbers.h"
#include "tests/support/slow_texts.h"
#include "tests/support/slow_times.h"
#include "tests/support/slow_value.h"

namespace signalbox::slow {

class Walker {
 public:
  Walker(const formula::Ast& ast, bool blank_is_zero, const std::vector<Value>& slots, const std::vector<Value>& prior,
         std::int64_t now_ms)
      : ast_(ast), blank_is_zero_(blank_is_zero), slots_(slots), prior_(prior), now_ms_(now_ms) {}

  /// The value, or an exception: an ErrorCode.
  Thing walk() { return walk(ast_.nodes[ast_.root]); }

 private:
  using Node = formula::Node;
  using Operator = formula::Operator;
  using Kind = Thing::Kind;

  const Node& child(const Node& node, std::uint32_t index) { return ast_.child(node, index); }
  Thing argument(const Node& node, std::uint32_t index) { return walk(child(node, index)); }
  bool truth(const Node& node, std::uint32_t index) {
    const Thing value = argument(node, index);
    return value.kind == Kind::kCheckbox && value.truth;
  }

  Thing walk(const Node& node) {
    switch (node.kind) {
      case formula::NodeKind::kCheckbox:
        return thing(node.flag);
      case formula::NodeKind::kNumber:
        return thing(number_of(ast_.numbers[node.payload].to_text_with_scale()));
      case formula::NodeKind::kText:
        return thing(to_utf16(ast_.texts[node.payload]));
      case formula::NodeKind::kName:
        return field(node, slots_);
      case formula::NodeKind::kUnary:
        return unary(node);
      case formula::NodeKind::kBinary:
        return binary(node);
      case formula::NodeKind::kCall:
        return call(node);
      default:
        return {};
    }
  }

  Thing field(const Node& node, const std::vector<Value>& slots) {
    const Thing value = thing_of(slots[node.slot]);
    if (node.name_kind == formula::NameKind::kLatitude || node.name_kind == formula::NameKind::kLongitude)
      return part(value, node.name_kind == formula::NameKind::kLatitude);
    if (value.kind != Kind::kBlank) return value;
    if (node.type == Type::kCheckbox) return thing(false);
    if (is_numeric(node.type) && blank_is_zero_ && node.name_kind == formula::NameKind::kField) return thing(Number{});
    return value;
  }

  [[nodiscard]] Thing part(const Thing& place, bool latitude) const {
    if (place.kind == Kind::kBlank) return blank_is_zero_ ? thing(Number{}) : Thing{};
    Number degrees = whole_number(latitude ? place.count : place.longitude);
    degrees.scale = 15;
    return thing(degrees);
  }

  Thing unary(const Node& node) {
    if (node.op == Operator::kNot) return thing(!truth(node, 0));
    Thing value = argument(node, 0);
    if (node.op == Operator::kNegate && value.kind == Kind::kNumber)
      value.number.negative = !value.number.negative && value.number.digits != "0";
    return value;
  }

  Thing binary(const Node& node) {
    if (node.op == Operator::kAnd) return thing(truth(node, 0) && truth(node, 1));
    if (node.op == Operator::kOr) return thing(truth(node, 0) || truth(node, 1));
    const Thing a = argument(node, 0);
    const Thing b = argument(node, 1);
    if (formula::is_comparison(node.op)) return thing(comparison(node, a, b));
    if (node.type == Type::kText) return thing(a.text + b.text);
    if (a.kind == Kind::kBlank || b.kind == Kind::kBlank) return {};
    if (a.kind == Kind::kNumber && b.kind == Kind::kNumber) return thing(calculation(node.op, a.number, b.number));
    return calendar(node.op, a, b);
  }

  static std::optional<Number> calculation(Operator op, const Number& a, Number b) {
    if (op == Operator::kMultiply) return times(a, b);
    if (op == Operator::kPower) return power(a, b);
    if (op == Operator::kDivide) {
      if (b.digits == "0") throw ErrorCode::kDivisionByZero;
      return divided_by(a, b);
    }
    if (op == Operator::kSubtract) b.negative = !b.negative;
    return plus(a, b);
  }

  static std::optional<Number> power(const Number& base, const Number& exponent) {
    if (compare(exponent, cut(exponent, 0, Cut::kDown)) != 0) throw ErrorCode::kBadArgument;
    std::int64_t times_left = whole_of(exponent);
    if (times_left < 0 && base.digits == "0") throw ErrorCode::kDivisionByZero;
    std::optional<Number> result = whole_number(1);
    const bool inverse = times_left < 0;
    for (times_left = inverse ? -times_left : times_left; times_left > 0; --times_left) {
      result = times(*result, base);
      if (!result) return result;
    }
    return inverse ? divided_by(whole_number(1), *result) : result;
  }

  static Thing calendar(Operator op, const Thing& a, const Thing& b) {
    if (a.kind == b.kind) {
      if (a.kind == Kind::kDate) return thing(whole_number(a.count - b.count));
      if (a.kind == Kind::kTime) return thing(whole_number((a.count - b.count + 86'400'000) % 86'400'000));
      return thing(divided_by(whole_number(a.count - b.count), whole_number(86'400'000)));
    }
    const Thing& when = a.kind == Kind::kNumber ? b : a;
    Number by = a.kind == Kind::kNumber ? a.number : b.number;
    if (op == Operator::kSubtract) by.negative = !by.negative;
    Thing moved = when;
    if (when.kind == Kind::kDate) moved.count += whole_of(by);
    if (when.kind == Kind::kDateTime) {
      const auto seconds = times(by, whole_number(86'400));
      if (!seconds) throw ErrorCode::kBadDate;
      moved.count += whole_of(cut(*seconds, 0, Cut::kHalfUp)) * 1000;
    }
    if (when.kind == Kind::kTime) {
      moved.count += whole_of(by);
      if (moved.count < 0 || whole_of(by) >= 1'000'000'000'000'000) throw ErrorCode::kBadDate;
      moved.count %= 86'400'000;
    }
    const std::int64_t day = when.kind == Kind::kDate ? moved.count : moved.count / 86'400'000;
    if (when.kind != Kind::kTime && (day < days_before(1, 1) || day >= days_before(10000, 1)))
      throw ErrorCode::kBadDate;
    return moved;
  }

  /// Where one side is an id, 18 characters count as their first 15 on both.
  static void shorten_ids(const Node& a, const Node& b, Thing& x, Thing& y) {
    static const std::regex kLong("[0-9A-Za-z]{15}[A-Z0-5]{3}");
    if (a.type != Type::kId && b.type != Type::kId) return;
    for (Thing* one : {&x, &y}) {
      if (std::regex_match(to_utf8(one->text), kLong)) one->text.resize(15);
    }
  }

  bool comparison(const Node& node, Thing a, Thing b) {
    shorten_ids(child(node, 0), child(node, 1), a, b);
    const bool equality = node.op == Operator::kEqual || node.op == Operator::kNotEqual;
    const bool null_test = equality && (child(node, 0).kind == formula::NodeKind::kBlank ||
                                        child(node, 1).kind == formula::NodeKind::kBlank);
    const bool both_text = is_textual(child(node, 0).type) || is_textual(child(node, 1).type);
    if (null_test) return (a.is_blank() && b.is_blank()) == (node.op == Operator::kEqual);
    if (a.kind == Kind::kCheckbox || b.kind == Kind::kCheckbox)
      return order_holds(node.op, int{a.truth} - int{b.truth});
    if (both_text && equality) return (a.text == b.text) == (node.op == Operator::kEqual);
    if (a.is_blank() || b.is_blank()) return false;
    return order_holds(node.op, order(a, b));
  }

  static int order(const Thing& a, const Thing& b) {
    if (a.kind == Kind::kNumber) return compare(a.number, b.number);
    if (a.kind == Kind::kText) return a.text.compare(b.text) < 0 ? -1 : (a.text == b.text ? 0 : 1);
    if (a.kind == Kind::kCheckbox) return int{a.truth} - int{b.truth};
    const auto left = std::pair(a.count, a.longitude);
    const auto right = std::pair(b.count, b.longitude);
    return left < right ? -1 : (right < left ? 1 : 0);
  }
  static bool order_holds(Operator op, int order) {
    switch (op) {
      case Operator::kEqual:
        return order == 0;
      case Operator::kNotEqual:
        return order != 0;
      case Operator::kLess:
        return order < 0;
      case Operator::kLessOrEqual:
        return order <= 0;
      case Operator::kGreater:
        return order > 0;
      default:
        return order >= 0;
    }
  }

  Thing call(const Node& node) {
    const std::string name(node.function->name);
    if (name == "IF") return truth(node, 0) ? argument(node, 1) : argument(node, 2);
    if (name == "AND" || name == "OR") {
      for (std::uint32_t i = 0; i < node.count; ++i) {
        if (truth(node, i) == (name == "OR")) return thing(name == "OR");
      }
      return thing(name == "AND");
    }
    if (name == "NOT") return thing(!truth(node, 0));
    if (name == "CASE") return call_case(node);
    if (name == "IN") return call_in(node);
    if (name == "IFERROR") {
      try {
        return argument(node, 0);
      } catch (ErrorCode) {
        return argument(node, 1);
      }
    }
    if (name == "ISCLONE") return thing(false);
    if (name == "ISNEW") return thing(prior_.empty());
    if (name == "PRIORVALUE") return field(child(node, 0), prior_.empty() ? slots_ : prior_);
    if (name == "ISCHANGED") return thing(changed(child(node, 0)));
    if (name == "NOW") return counted(Kind::kDateTime, now_ms_);
    if (name == "TODAY") return counted(Kind::kDate, floored(now_ms_, kDayMs));
    if (name == "TIMENOW") return counted(Kind::kTime, now_ms_ - floored(now_ms_, kDayMs) * kDayMs);
    const bool text = node.count > 0 && is_textual(child(node, 0).type);
    if (name == "BLANKVALUE" || name == "NULLVALUE") {
      const Thing value = argument(node, 0);
      const bool keep = name == "NULLVALUE" && text;
      return keep || !value.is_blank() ? value : argument(node, 1);
    }
    std::vector<Thing> given;
    for (std::uint32_t i = 0; i < node.count; ++i) given.push_back(argument(node, i));
    if (name == "ISBLANK") return thing(given[0].is_blank());
    if (name == "ISNULL") return thing(!text && given[0].is_blank());
    if (name == "ISPICKVAL") return thing(given[0].text == given[1].text);
    static const std::set<std::string> kSeeBlanks = {"ATAN2", "IMAGE", "INCLUDES", "PICKLISTCOUNT"};
    for (std::uint32_t i = 0; i < node.count && !kSeeBlanks.contains(name); ++i) {
      if (given[i].kind == Kind::kBlank && !is_textual(child(node, i).type)) return {};
    }
    return strict(name, given);
  }

  static Thing strict(const std::string& name, const std::vector<Thing>& given) {
    for (const auto family : {text_function, markup_function, number_function, time_function}) {
      if (auto value = family(name, given)) return *value;
    }
    throw std::logic_error("The slow twin does not know " + name);
  }

  bool changed(const Node& node) {
    Thing now = field(node, slots_);
    Thing before = field(node, prior_.empty() ? slots_ : prior_);
    shorten_ids(node, node, now, before);
    if (now.is_blank() || before.is_blank()) return now.is_blank() != before.is_blank();
    return order(now, before) != 0;
  }

  Thing call_case(const Node& node) {
    const Thing whole = argument(node, 0);
    const bool text = is_textual(child(node, 0).type) || child(node, 0).type == Type::kPicklist;
    for (std::uint32_t i = 1; i + 1 < node.count; i += 2) {
      Thing subject = whole;
      Thing value = argument(node, i);
      shorten_ids(child(node, 0), child(node, i), subject, value);
      const bool checkbox = subject.kind == Kind::kCheckbox || value.kind == Kind::kCheckbox;
      bool equal = !subject.is_blank() && !value.is_blank() && order(subject, value) == 0;
      if (text) equal = subject.text == value.text;
      if (checkbox) equal = subject.truth == value.truth;
      if (child(node, i).kind == formula::NodeKind::kBlank) equal = subject.is_blank();
      if (equal) return argument(node, i + 1);
    }
    return argument(node, node.count - 1);
  }

  Thing call_in(const Node& node) {
    const Thing whole = argument(node, 0);
    for (std::uint32_t i = 1; i < node.count; ++i) {
      Thing subject = whole;
      Thing value = argument(node, i);
      shorten_ids(child(node, 0), child(node, i), subject, value);
      if (!subject.is_blank() && !value.is_blank() && order(subject, value) == 0) return thing(true);
    }
    return thing(false);
  }

  const formula::Ast& ast_;
  bool blank_is_zero_;
  const std::vector<Value>& slots_;
  const std::vector<Value>& prior_;
  std::int64_t now_ms_;
};

}  // namespace signalbox::slow
