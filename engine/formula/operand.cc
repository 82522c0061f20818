#include "formula/operand.h"

#include <array>
#include <compare>
#include <cstdlib>

#include "base/diagnostic.h"
#include "base/time.h"
#include "formula/nodes.h"

namespace signalbox::formula {
namespace {

using Kind = Operand::Kind;

/// `more than`, `at least`, ...; `exactly` for `=`, also for `<>`, whose negation is up to the caller.
std::string_view amount_words(Operator op) {
  switch (op) {
    case Operator::kLess:
      return "less than ";
    case Operator::kLessOrEqual:
      return "at most ";
    case Operator::kGreater:
      return "more than ";
    case Operator::kGreaterOrEqual:
      return "at least ";
    default:
      return "exactly ";
  }
}

std::string_view order_words(Operator op, Type type) {
  const bool day = type == Type::kDate;
  switch (op) {
    case Operator::kLess:
      return "before ";
    case Operator::kLessOrEqual:
      return day ? "on or before " : "at or before ";
    case Operator::kGreater:
      return "after ";
    default:
      return day ? "on or after " : "at or after ";
  }
}

std::string percent_words(const Decimal& share) {
  const auto percent = share.shifted(-2);
  return (percent ? percent->to_text() : share.to_text() + " x 100") + " %";
}

/// `count` units as a duration; nullopt when that is no whole number of milliseconds.
std::optional<std::int64_t> in_ms(const Decimal& count, std::int64_t unit_ms) {
  const auto ms = count.times(Decimal::from_int(unit_ms));
  return ms ? ms->to_int() : std::nullopt;
}

Clause whole(std::string text, bool negated) { return Clause::of((negated ? "not " : "") + std::move(text)); }

/// A milestone's clock against a number.
Clause clock_clause(const Operand& clock, Operator op, const Decimal& number, bool negated) {
  if (op == Operator::kNotEqual) return clock_clause(clock, Operator::kEqual, number, !negated);
  const bool left = clock.kind == Kind::kShareLeft || clock.kind == Kind::kMinutesLeft;
  const bool share = clock.kind == Kind::kShareLeft || clock.kind == Kind::kShareUsed;
  const std::string time = clock.text + " time";
  if (left && number.is_zero() && !negated) {
    if (op == Operator::kGreater) return Clause::of("some " + time + " is left");
    if (op == Operator::kLessOrEqual || (share && op == Operator::kEqual)) return Clause::of("no " + time + " is left");
    if (op == Operator::kLess && !share) return {clock.text, Verb::kIs, "overdue"};
  }
  const auto ms = in_ms(number, kMsPerMinute);
  if (clock.kind == Kind::kMinutesLeft && number.is_negative() && ms) {
    const std::string late = duration_words(-*ms);
    if (op == Operator::kLess) return {clock.text, Verb::kIs, "overdue by more than " + late, negated};
    if (op == Operator::kLessOrEqual) return {clock.text, Verb::kIs, "overdue by at least " + late, negated};
  }
  std::string amount = share                         ? percent_words(number)
                       : ms && !number.is_negative() ? duration_words(*ms)
                                                     : number.to_text() + " minutes";
  amount = std::string(amount_words(op)) + amount;
  if (left) return whole(amount + " of the " + time + " is left", negated);
  if (share) return whole(amount + " of the " + time + " has passed", negated);
  return Clause::of("the " + clock.text + " clock has " + (negated ? "not " : "") + "run for " + amount);
}

bool is_anchor(std::string_view text) { return text == "now" || text == "today"; }

/// `now` has words of its own: ago, from now.
std::string behind(std::string_view anchor) { return anchor == "now" ? "from now" : "after " + std::string(anchor); }
std::string before(std::string_view anchor) { return anchor == "now" ? "ago" : "before " + std::string(anchor); }

/// A third of a day times 24 is a little less than 8, since a quotient has so many digits and no more. So a comparison
/// with 8 does not turn where its sign says, but on the one side of exactly `ms`: the operator that says which. nullopt
/// for an equality that never holds.
std::optional<Operator> at_boundary(Operator op, std::int64_t ms, std::int64_t unit_ms, const Decimal& number) {
  const auto days = Decimal::from_int(ms).divided_by(Decimal::from_int(kMsPerDay));
  const auto units = days ? days->times(Decimal::from_int(kMsPerDay / unit_ms)) : std::nullopt;
  if (!units) return std::nullopt;
  const std::strong_ordering order = *units <=> number;
  if (order == std::strong_ordering::equal) return op;
  if (op == Operator::kEqual) return std::nullopt;
  const bool beyond = op == Operator::kGreater || op == Operator::kGreaterOrEqual;
  const bool holds_there = holds(op, order);
  if (beyond) return holds_there ? Operator::kGreaterOrEqual : Operator::kGreater;
  return holds_there ? Operator::kLessOrEqual : Operator::kLess;
}

std::optional<Clause> span_clause(const Operand& span, Operator op, const Decimal& number, bool negated) {
  const auto ms = in_ms(number, span.unit_ms);
  if (!ms || *ms < 0) return std::nullopt;
  if (op == Operator::kNotEqual) return span_clause(span, Operator::kEqual, number, !negated);
  const auto boundary = at_boundary(op, *ms, span.unit_ms, number);
  if (!boundary) return std::nullopt;
  op = *boundary;
  const std::string amount = std::string(amount_words(op)) + duration_words(*ms);
  const bool beyond = op == Operator::kGreater || op == Operator::kGreaterOrEqual;
  if (beyond && is_anchor(span.text)) return Clause{span.from, Verb::kIs, amount + " " + before(span.text), negated};
  if (beyond && is_anchor(span.from)) return Clause{span.text, Verb::kIs, amount + " " + behind(span.from), negated};
  return Clause{"the time from " + span.from + " to " + span.text, Verb::kIs, amount, negated};
}

/// A time against one that is given by its distance from another.
Clause offset_clause(const Operand& left, Operator op, const Operand& offset, bool negated) {
  const bool past = offset.unit_ms < 0;
  const std::string amount = duration_words(std::abs(offset.unit_ms));
  const std::string side = " " + (past ? before(offset.text) : behind(offset.text));
  const auto is = [&](std::string object) { return Clause{left.text, Verb::kIs, std::move(object), negated}; };
  switch (op) {
    case Operator::kLess:
      return is(past ? "more than " + amount + side : "earlier than " + amount + side);
    case Operator::kLessOrEqual:
      return is(past ? "at least " + amount + side : "no later than " + amount + side);
    case Operator::kGreater:
      return is(past ? "later than " + amount + side : "more than " + amount + side);
    case Operator::kGreaterOrEqual:
      return is(past ? "no earlier than " + amount + side : "at least " + amount + side);
    default:
      return {left.text, Verb::kIs, "exactly " + amount + side, negated != (op == Operator::kNotEqual)};
  }
}

std::optional<std::string> weekday(const Decimal& number) {
  constexpr std::array kDays = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
  const auto day = number.to_int();
  if (!day || *day < 1 || *day > 7) return std::nullopt;
  return kDays[static_cast<std::size_t>(*day - 1)];
}

std::string object_words(const Operand& left, const Operand& right) {
  if (right.number && left.type == Type::kPercent) return percent_words(*right.number);
  if (right.number && left.kind == Kind::kWeekday) return weekday(*right.number).value_or(right.text);
  return value_words(right);
}

std::optional<Clause> plain_clause(const Operand& left, Operator op, const Operand& right, bool negated) {
  const std::string subject = value_words(left);
  const std::string value = object_words(left, right);
  if (op == Operator::kEqual || op == Operator::kNotEqual) {
    const bool same = right.kind == Kind::kLiteral || right.kind == Kind::kBlank;
    return Clause{subject, left.verb(), same ? value : "the same as " + value, negated != (op == Operator::kNotEqual)};
  }
  const Type type = left.type == Type::kAny ? right.type : left.type;
  if (is_temporal(type)) return Clause{subject, left.verb(), std::string(order_words(op, type)) + value, negated};
  const bool ordered = is_numeric(type) && left.kind != Kind::kWeekday;
  if (!ordered) return std::nullopt;
  return Clause{subject, left.verb(), std::string(amount_words(op)) + value, negated};
}

/// `days`, `hours`, `minutes`: the units of a kSpan.
std::string unit_name(std::int64_t unit_ms) {
  return unit_ms == kMsPerDay ? "days" : unit_ms == kMsPerHour ? "hours" : "minutes";
}

}  // namespace

std::string duration_words(std::int64_t ms) {
  struct Unit {
    std::int64_t ms;
    std::string_view name;
  };
  constexpr std::array<Unit, 4> kUnits = {
      {{kMsPerDay, "day"}, {kMsPerHour, "hour"}, {kMsPerMinute, "minute"}, {kMsPerSecond, "second"}}};
  std::string words;
  for (const Unit& unit : kUnits) {
    const std::int64_t count = ms / unit.ms;
    ms %= unit.ms;
    if (count == 0) continue;
    words += (words.empty() ? "" : " ") + counted(static_cast<std::size_t>(count), unit.name);
  }
  if (ms != 0) words += (words.empty() ? "" : " ") + std::to_string(ms) + " milliseconds";
  return words.empty() ? "0 minutes" : words;
}

std::string value_words(const Operand& operand) {
  switch (operand.kind) {
    case Kind::kPlain:
    case Kind::kLiteral:
    case Kind::kWeekday:
      return operand.text;
    case Kind::kBlank:
      return "blank";
    case Kind::kShareLeft:
      return "the share of the " + operand.text + " time left";
    case Kind::kMinutesLeft:
      return "the minutes of the " + operand.text + " time left";
    case Kind::kShareUsed:
      return "the share of the " + operand.text + " time used";
    case Kind::kMinutesUsed:
      return "the minutes on the " + operand.text + " clock";
    case Kind::kSpan:
      return "the number of " + unit_name(operand.unit_ms) + " from " + operand.from + " to " + operand.text;
    case Kind::kOffset:
      break;
  }
  const std::string amount = duration_words(std::abs(operand.unit_ms));
  return amount + " " + (operand.unit_ms < 0 ? before(operand.text) : behind(operand.text));
}

std::string given_words(const Operand& operand) {
  const bool named =
      operand.kind == Kind::kPlain && !operand.text.starts_with('`') && !operand.text.starts_with("the ");
  return (named ? "the value of " : "") + value_words(operand);
}

Operand literal_operand(const Value& value, Type type) {
  Operand operand{Kind::kLiteral, {}, type};
  if (value.is_blank()) {
    operand.kind = Kind::kBlank;
    return operand;
  }
  switch (value.kind()) {
    case Value::Kind::kCheckbox:
      operand.text = value.as_checkbox() ? "checked" : "not checked";
      break;
    case Value::Kind::kNumber:
      operand.number = value.as_number();
      operand.text = value.as_number().to_text();
      break;
    case Value::Kind::kText:
      operand.text = spoken_text(value.as_text());
      break;
    case Value::Kind::kDate:
      operand.text = to_text(value.as_date());
      break;
    case Value::Kind::kDateTime:
      operand.text = to_text(value.as_date_time());
      break;
    case Value::Kind::kTime:
      operand.text = to_text(value.as_time());
      break;
    default:
      break;
  }
  return operand;
}

std::optional<Clause> compared(const Operand& left, Operator op, const Operand& right, bool negated) {
  const auto is_given = [](const Operand& one) { return one.kind == Kind::kLiteral || one.kind == Kind::kBlank; };
  const bool turned = (is_given(left) && !is_given(right)) ||
                      (left.kind == Kind::kOffset && right.kind == Kind::kPlain && !is_given(right));
  if (turned) return compared(right, mirrored(op), left, negated);
  if (left.type == Type::kCheckbox || right.type == Type::kCheckbox) return std::nullopt;
  if (right.kind == Kind::kBlank && op != Operator::kEqual && op != Operator::kNotEqual) return std::nullopt;
  const bool clock = left.kind >= Kind::kShareLeft && left.kind <= Kind::kMinutesUsed;
  if (clock && right.number) return clock_clause(left, op, *right.number, negated);
  if (left.kind == Kind::kSpan && right.number) {
    if (auto clause = span_clause(left, op, *right.number, negated)) return clause;
    return std::nullopt;
  }
  if (right.kind == Kind::kOffset && left.kind == Kind::kPlain) return offset_clause(left, op, right, negated);
  return plain_clause(left, op, right, negated);
}

}  // namespace signalbox::formula
