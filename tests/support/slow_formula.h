// The slow twin of the formula evaluator: walks the tree.
// Written to be read, from the semantics alone; linked only into tests. It knows the core of the language, which is
// what random_formula.h generates.
#pragma once

#include <cstdint>
#include <vector>

#include "formula/ast.h"
#include "formula/formula.h"
#include "formula/functions/registry.h"
#include "tests/support/slow_value.h"

namespace signalbox::slow {

class Walker {
 public:
  Walker(const formula::Ast& ast, bool blank_is_zero, const std::vector<Value>& slots, const std::vector<Value>& prior)
      : ast_(ast), blank_is_zero_(blank_is_zero), slots_(slots), prior_(prior) {}

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
    if (value.kind != Kind::kBlank) return value;
    if (node.type == Type::kCheckbox) return thing(false);
    if (is_numeric(node.type) && blank_is_zero_ && node.name_kind == formula::NameKind::kField) return thing(Number{});
    return value;
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

  bool comparison(const Node& node, const Thing& a, const Thing& b) {
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
    return a.count < b.count ? -1 : (a.count > b.count ? 1 : 0);
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
    const bool text = is_textual(child(node, 0).type);
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
    for (std::uint32_t i = 0; i < node.count; ++i) {
      if (given[i].kind == Kind::kBlank && !is_textual(child(node, i).type)) return {};
    }
    return is_textual(node.type) || text ? of_text(name, given) : of_number_or_date(name, given);
  }

  bool changed(const Node& node) {
    const Thing now = field(node, slots_);
    const Thing before = field(node, prior_.empty() ? slots_ : prior_);
    if (now.is_blank() || before.is_blank()) return now.is_blank() != before.is_blank();
    return order(now, before) != 0;
  }

  Thing call_case(const Node& node) {
    const Thing subject = argument(node, 0);
    const bool text = is_textual(child(node, 0).type) || child(node, 0).type == Type::kPicklist;
    for (std::uint32_t i = 1; i + 1 < node.count; i += 2) {
      const Thing value = argument(node, i);
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
    const Thing subject = argument(node, 0);
    for (std::uint32_t i = 1; i < node.count; ++i) {
      const Thing value = argument(node, i);
      if (!subject.is_blank() && !value.is_blank() && order(subject, value) == 0) return thing(true);
    }
    return thing(false);
  }

  /// Units [from, from + count); an index inside a surrogate pair is moved to its end.
  static std::u16string units(const std::u16string& text, std::int64_t from, std::int64_t count) {
    const auto edge = [](const std::u16string& in, std::int64_t at) {
      auto index = static_cast<std::size_t>(std::clamp<std::int64_t>(at, 0, static_cast<std::int64_t>(in.size())));
      if (index > 0 && index < in.size() && in[index] >= 0xDC00 && in[index] <= 0xDFFF) ++index;
      return index;
    };
    if (count <= 0) return {};
    const std::u16string rest = text.substr(edge(text, from));
    return rest.substr(0, edge(rest, count));
  }

  static Thing of_text(const std::string& name, const std::vector<Thing>& given) {
    const std::u16string& text = given[0].text;
    const auto count = [&](std::size_t index) { return whole_of(given[index].number); };
    const auto size = static_cast<std::int64_t>(text.size());
    if (name == "LEN") return thing(whole_number(size));
    if (name == "CONTAINS") return thing(text.find(given[1].text) != std::u16string::npos);
    if (name == "BEGINS") return thing(text.starts_with(given[1].text));
    if (name == "LEFT") return thing(units(text, 0, count(1)));
    if (name == "RIGHT") return thing(units(text, size - std::clamp<std::int64_t>(count(1), 0, size), count(1)));
    if (name == "MID") return thing(units(text, std::max<std::int64_t>(count(1), 1) - 1, count(2)));
    if (name == "FIND") {
      const std::size_t at = text.empty() ? std::u16string::npos : given[1].text.find(text);
      return thing(whole_number(at == std::u16string::npos ? 0 : static_cast<std::int64_t>(at) + 1));
    }
    if (name == "TEXT") return text_of(given[0]);
    if (name == "HTMLENCODE") return thing(html_encoded(text));
    if (name == "URLENCODE") return thing(url_encoded(text));
    if (name == "FORMATCURRENCY") return money(text, given[1].number);
    throw std::logic_error("The slow twin does not know " + name);
  }

  static std::u16string html_encoded(const std::u16string& text) {
    std::u16string out;
    for (const char16_t unit : text) {
      if (unit == u'&')
        out += u"&amp;";
      else if (unit == u'<')
        out += u"&lt;";
      else if (unit == u'>')
        out += u"&gt;";
      else if (unit == u'"')
        out += u"&quot;";
      else if (unit == u'\'')
        out += u"&#39;";
      else
        out += unit;
    }
    return out;
  }

  static std::u16string url_encoded(const std::u16string& text) {
    const std::string kept = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
    std::string out;
    for (const char byte : to_utf8(text)) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(byte)));
      out += kept.find(byte) != std::string::npos ? std::string(1, byte) : std::string(escaped);
    }
    return to_utf16(out);
  }

  /// Dollars and cents, with a comma after each thousand.
  static Thing money(const std::u16string& code, const Number& amount) {
    std::string digits = cut(amount, 2, Cut::kHalfUp).text();
    const bool negative = digits.starts_with('-');
    if (negative) digits.erase(0, 1);
    if (digits.find('.') == std::string::npos) digits += ".";
    while (digits.size() - digits.find('.') < 3) digits += '0';
    for (std::size_t at = digits.find('.'); at > 3;) digits.insert(at -= 3, ",");
    return thing((negative ? u"-" : u"") + code + u" " + to_utf16(digits));
  }

  static Thing text_of(const Thing& value) {
    if (value.kind == Kind::kText || value.kind == Kind::kBlank) return value;
    if (value.kind == Kind::kNumber) return thing(to_utf16(value.number.text()));
    const Civil date = civil(value.count);
    char out[16];
    std::snprintf(out, sizeof out, "%04d-%02d-%02d", date.year % 10000, date.month % 100, date.day % 100);
    return thing(to_utf16(out));
  }

  static Thing of_number_or_date(const std::string& name, const std::vector<Thing>& given) {
    if (given[0].kind == Kind::kDate) {
      const Civil date = civil(given[0].count);
      if (name == "YEAR") return thing(whole_number(date.year));
      if (name == "MONTH") return thing(whole_number(date.month));
      if (name == "DAY") return thing(whole_number(date.day));
      if (name == "WEEKDAY") return thing(whole_number(((given[0].count + 4) % 7 + 7) % 7 + 1));
    }
    const Number& number = given[0].number;
    const int places =
        given.size() > 1 ? static_cast<int>(std::clamp<std::int64_t>(whole_of(given[1].number), -1000, 1000)) : 0;
    if (name == "ABS") return thing(Number{number.digits, number.scale, false});
    if (name == "ROUND") return thing(cut(trusted(number), places, Cut::kHalfUp));
    if (name == "TRUNC") return thing(cut(trusted(number), places, Cut::kDown));
    if (name == "FLOOR") return thing(cut(trusted(number), 0, Cut::kDown));
    if (name == "CEILING") return thing(cut(trusted(number), 0, Cut::kUp));
    if (name == "MFLOOR") return thing(cut(trusted(number), 0, Cut::kFloor));
    if (name == "MCEILING") return thing(cut(trusted(number), 0, Cut::kCeiling));
    if (name == "MOD") {
      if (given[1].number.digits == "0") throw ErrorCode::kDivisionByZero;
      return thing(remainder(number, given[1].number));
    }
    if (name == "MIN" || name == "MAX") {
      Thing best = given[0];
      for (const Thing& other : given) {
        if (compare(other.number, best.number) == (name == "MIN" ? -1 : 1)) best = other;
      }
      return best;
    }
    throw std::logic_error("The slow twin does not know " + name);
  }

  const formula::Ast& ast_;
  bool blank_is_zero_;
  const std::vector<Value>& slots_;
  const std::vector<Value>& prior_;
};

}  // namespace signalbox::slow
