#include "sla/bounds.h"

#include <algorithm>
#include <string_view>

#include "formula/nodes.h"
#include "formula/printer.h"
#include "sla/turning.h"

namespace signalbox::sla {

namespace {

using formula::Form;
using formula::NodeKind;
using formula::Operator;

/// What a part can be in a stretch of time.
struct Range {
  enum class Kind : std::uint8_t {
    kSame,     ///< `low`, all the time.
    kBetween,  ///< A number from `low` to `high`, both included.
    kAny,
  };
  Kind kind = Kind::kAny;
  Value low;
  Value high;

  static Range same(const Value& value) { return {Kind::kSame, value, value}; }
  /// The numbers in any order; anything when one is none.
  static Range between(const Value& a, const Value& b) {
    if (a.kind() != Value::Kind::kNumber || b.kind() != Value::Kind::kNumber) return {};
    if (a.as_number() == b.as_number()) return same(a);
    return a.as_number() < b.as_number() ? Range{Kind::kBetween, a, b} : Range{Kind::kBetween, b, a};
  }
  [[nodiscard]] bool is_same() const { return kind == Kind::kSame; }
  [[nodiscard]] bool is_number() const {
    return kind == Kind::kBetween || (is_same() && low.kind() == Value::Kind::kNumber);
  }
  [[nodiscard]] bool is_checkbox() const { return is_same() && low.kind() == Value::Kind::kCheckbox; }
  [[nodiscard]] bool is_true() const { return low.as_checkbox(); }
};

bool is_sign(const Value& value, bool negative) {
  return value.as_number().is_zero() || value.as_number().is_negative() == negative;
}

/// From the least to the greatest of both.
Range around(const Range& a, const Range& b) {
  if (!a.is_number() || !b.is_number()) return {};
  const Value& low = a.low.as_number() < b.low.as_number() ? a.low : b.low;
  const Value& high = a.high.as_number() < b.high.as_number() ? b.high : a.high;
  return Range::between(low, high);
}

/// Of an operator that rises or falls with each operand alone: between its values at the corners.
Range corners(Operator op, const Range& a, const Range& b) {
  Range all = Range::same(formula::arithmetic(op, a.low, b.low));
  for (const auto& [x, y] : {std::pair(&a.low, &b.high), std::pair(&a.high, &b.low), std::pair(&a.high, &b.high)}) {
    all = around(all, Range::same(formula::arithmetic(op, *x, *y)));
  }
  return all;
}

Range compared(Operator op, const Range& a, const Range& b) {
  // Apart, the one is always less than the other.
  const auto always = [&](std::strong_ordering order) {
    return Range::same(Value::checkbox(formula::holds(op, order)));
  };
  if (a.high.as_number() < b.low.as_number()) return always(std::strong_ordering::less);
  if (a.low.as_number() > b.high.as_number()) return always(std::strong_ordering::greater);
  // They meet at an end at the most: there it is decided, when equal and less count alike.
  const bool low_meets = a.high.as_number() == b.low.as_number();
  const bool high_meets = a.low.as_number() == b.high.as_number();
  const bool equal = formula::holds(op, std::strong_ordering::equal);
  if (low_meets && equal == formula::holds(op, std::strong_ordering::less)) return always(std::strong_ordering::less);
  if (high_meets && equal == formula::holds(op, std::strong_ordering::greater)) {
    return always(std::strong_ordering::greater);
  }
  return {};
}

Range operated(Operator op, const Range& a, const Range& b) {
  if (!a.is_number() || !b.is_number()) return {};
  if (formula::is_comparison(op)) return compared(op, a, b);
  switch (op) {
    case Operator::kAdd:
    case Operator::kSubtract:
    case Operator::kMultiply:
      return corners(op, a, b);
    case Operator::kDivide:
    case Operator::kPower: {
      // Steady as long as the divisor, or the base, stays on one side of zero; exponents are taken as they stand.
      const Value& low = op == Operator::kDivide ? b.low : a.low;
      const Value& high = op == Operator::kDivide ? b.high : a.high;
      const bool is_apart = !low.as_number().is_zero() && !high.as_number().is_zero() &&
                            low.as_number().is_negative() == high.as_number().is_negative();
      if (!is_apart || (op == Operator::kPower && (low.as_number().is_negative() || !b.is_same()))) return {};
      return corners(op, a, b);
    }
    default:
      return {};
  }
}

/// Functions that rise with their first argument wherever they are defined.
constexpr std::string_view kRising[] = {"FLOOR", "CEILING", "MFLOOR", "MCEILING", "ROUND",
                                        "TRUNC", "SQRT",    "EXP",    "LN",       "LOG"};

class Caller {
 public:
  Caller(const formula::Function& function, const std::vector<Range>& arguments)
      : function_(function), arguments_(arguments) {}

  Range range() {
    const bool are_numbers =
        std::all_of(arguments_.begin(), arguments_.end(), [](const Range& one) { return one.is_number(); });
    if (!are_numbers) return {};
    const std::string_view name = function_.name;
    if (name == "MAX" || name == "MIN") return Range::between(at(false), at(true));
    const bool only_first =
        std::all_of(arguments_.begin() + 1, arguments_.end(), [](const Range& one) { return one.is_same(); });
    if (!only_first) return {};
    if (name == "ABS") return absolute();
    if (name == "MOD") return remainder();
    const bool rises = std::find(std::begin(kRising), std::end(kRising), name) != std::end(kRising);
    return rises ? Range::between(at(false), at(true)) : Range{};
  }

 private:
  /// With all arguments at their least, or at their greatest.
  Value at(bool high) {
    std::vector<const Value*> values;
    for (const Range& one : arguments_) values.push_back(high ? &one.high : &one.low);
    std::uint64_t steps = 0;
    return formula::call_function(function_, {values.data(), values.size(), arena_, steps});
  }

  Range absolute() {
    const Range& of = arguments_.front();
    const Range both = Range::between(at(false), at(true));
    if (is_sign(of.low, false) || is_sign(of.high, true)) return both;
    return around(both, Range::same(Value::number(Decimal())));
  }

  /// It has the sign of the number, and begins anew at each multiple of the divisor.
  Range remainder() {
    const Range& of = arguments_.front();
    const Decimal divisor = arguments_[1].low.as_number().absolute();
    if (divisor.is_zero()) return {};
    const auto length = of.high.as_number().minus(of.low.as_number());
    const bool is_positive = is_sign(of.low, false);
    if (is_positive && length && *length < divisor) {
      const Value low = at(false);
      const Value high = at(true);
      const bool goes_on = low.kind() == Value::Kind::kNumber && high.kind() == Value::Kind::kNumber &&
                           low.as_number() <= high.as_number();
      if (goes_on) return Range::between(low, high);
    }
    const Value least = Value::number(is_positive ? Decimal() : divisor.negated());
    return Range::between(least, Value::number(is_sign(of.high, true) && !is_positive ? Decimal() : divisor));
  }

  const formula::Function& function_;
  const std::vector<Range>& arguments_;
  Arena arena_;
};

}  // namespace

/// Takes a tree apart.
class BoundsReader {
 public:
  BoundsReader(const formula::Ast& ast, const formula::Scope& scope, const std::vector<bool>& is_steady)
      : ast_(ast), scope_(scope), is_steady_(is_steady) {}

  std::optional<Bounds> read() {
    std::vector<std::uint32_t> part_of(ast_.nodes.size());
    const std::vector<bool> is_part = find_parts();
    for (std::uint32_t i = 0; i < ast_.nodes.size(); ++i) {
      if (!is_part[i]) continue;
      const formula::Node& node = ast_.nodes[i];
      Diagnostics ignored;
      auto formula = formula::Formula::compile(formula::print(ast_, node), scope_, Type::kAny, ignored);
      if (!formula) return std::nullopt;
      Bounds::Part part{std::move(*formula), NodeKind::kInvalid, Operator::kNone, nullptr, {}};
      if (!is_steady_[i]) {
        part.kind = node.kind;
        part.op = node.op;
        part.function = node.function;
        for (std::uint32_t k = 0; k < node.count; ++k) part.from.push_back(part_of[ast_.children[node.first + k]]);
      }
      part_of[i] = static_cast<std::uint32_t>(bounds_.parts_.size());
      bounds_.parts_.push_back(std::move(part));
    }
    return std::move(bounds_);
  }

 private:
  /// By node: the root, and whatever a part that is not steady is computed from.
  [[nodiscard]] std::vector<bool> find_parts() const {
    std::vector<bool> is_part(ast_.nodes.size());
    is_part[ast_.root] = true;
    for (std::size_t i = ast_.nodes.size(); i > 0; --i) {
      const formula::Node& node = ast_.nodes[i - 1];
      if (!is_part[i - 1] || is_steady_[i - 1]) continue;
      for (std::uint32_t k = 0; k < node.count; ++k) is_part[ast_.children[node.first + k]] = true;
    }
    return is_part;
  }

  const formula::Ast& ast_;
  const formula::Scope& scope_;
  const std::vector<bool>& is_steady_;
  Bounds bounds_;
};

namespace {

/// The bounds of one formula's parts in stretches that begin where the one before ended, or at the same instant.
template <class Part>
class Walk {
 public:
  Walk(const std::vector<Part>& parts, Future& future, Instant from)
      : parts_(parts), future_(future), from_(from), at_from_(values(from)) {}

  /// Is the whole the same from the beginning up to `to`? Then the next stretch begins there.
  bool stands_until(Instant to) {
    const std::vector<Value> at_to = values(to);
    std::vector<Range> ranges;
    for (std::size_t i = 0; i < parts_.size(); ++i) ranges.push_back(range(parts_[i], i, at_to, ranges));
    if (!ranges.back().is_same()) return false;
    from_ = to;
    at_from_ = at_to;
    return true;
  }

  [[nodiscard]] Value whole(Instant at) { return future_.evaluate(parts_.back().formula, at); }
  void begin(Instant from) {
    from_ = from;
    at_from_ = values(from);
  }

 private:
  /// Of the steady parts.
  [[nodiscard]] std::vector<Value> values(Instant at) {
    std::vector<Value> all;
    for (const Part& part : parts_) {
      all.push_back(part.kind == NodeKind::kInvalid ? future_.evaluate(part.formula, at) : Value());
    }
    return all;
  }

  Range range(const Part& part, std::size_t index, const std::vector<Value>& at_to, const std::vector<Range>& ranges) {
    if (part.kind == NodeKind::kInvalid) {
      return is_same(at_from_[index], at_to[index]) ? Range::same(at_to[index])
                                                    : Range::between(at_from_[index], at_to[index]);
    }
    std::vector<Range> from;
    for (const std::uint32_t one : part.from) from.push_back(ranges[one]);
    const bool all_stand = std::all_of(from.begin(), from.end(), [](const Range& one) { return one.is_same(); });
    if (all_stand) return Range::same(future_.evaluate(part.formula, from_));
    if (part.kind == NodeKind::kBinary) return binary(part.op, from);
    if (part.kind == NodeKind::kUnary) return unary(part.op, from.front());
    return part.kind == NodeKind::kCall ? call(*part.function, from) : Range{};
  }

  static Range binary(Operator op, const std::vector<Range>& from) {
    if (op == Operator::kAnd || op == Operator::kOr) return decided(op == Operator::kOr, from);
    return operated(op, from[0], from[1]);
  }

  static Range unary(Operator op, const Range& of) {
    if (op == Operator::kPlus) return of;
    return op == Operator::kNegate && of.is_number() ? Range::between(formula::negate(of.low), formula::negate(of.high))
                                                     : Range{};
  }

  /// One operand decides OR when it is true, AND when it is false, if those before it cannot fail.
  static Range decided(bool value, const std::vector<Range>& from) {
    for (const Range& one : from) {
      if (!one.is_checkbox()) return {};
      if (one.is_true() == value) return Range::same(Value::checkbox(value));
    }
    return {};
  }

  static Range call(const formula::Function& function, const std::vector<Range>& from) {
    switch (function.form) {
      case Form::kAnd:
      case Form::kOr:
        return decided(function.form == Form::kOr, from);
      case Form::kIf:
        if (from.size() != 3 || !from[0].is_checkbox()) return {};
        return from[0].is_true() ? from[1] : from[2];
      case Form::kIsBlank:
      case Form::kIsNull:
        return from[0].is_number() ? Range::same(Value::checkbox(false)) : Range{};
      case Form::kBlankValue:
      case Form::kNullValue:
      case Form::kIfError:
        return from[0].is_number() ? from[0] : Range{};
      case Form::kStrict:
        return Caller(function, from).range();
      default:
        return {};
    }
  }

  const std::vector<Part>& parts_;
  Future& future_;
  Instant from_;
  std::vector<Value> at_from_;
};

}  // namespace

std::optional<Bounds> Bounds::of(const formula::Ast& ast, const formula::Scope& scope,
                                 const std::vector<bool>& is_steady) {
  return BoundsReader(ast, scope, is_steady).read();
}

std::optional<Bounds::Found> Bounds::first_change(Future& future, Instant from, Instant end, std::size_t& steps) const {
  Walk<Part> walk(parts_, future, from);
  const Value before = walk.whole(from);
  Instant low = from;
  std::int64_t length_ms = kMsPerMinute;
  while (low.ms + 1 < end.ms) {
    if (steps == 0) return Found{{std::min(std::max(low.ms, from.ms + kShortestWaitMs), end.ms - 1)}, false};
    --steps;
    length_ms = std::min(length_ms, end.ms - 1 - low.ms);
    const Instant to{low.ms + length_ms};
    if (walk.stands_until(to)) {
      low = to;
      length_ms *= 2;
    } else if (length_ms > 1) {
      length_ms /= 2;
    } else {
      if (!is_same(walk.whole(to), before)) return Found{to};
      low = to;
      walk.begin(to);
      length_ms = 2;
    }
  }
  return std::nullopt;
}

}  // namespace signalbox::sla
