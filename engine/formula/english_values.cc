#include "formula/english_values.h"

#include <array>

#include "base/time.h"
#include "base/unicode.h"
#include "formula/advice.h"
#include "formula/nodes.h"
#include "formula/printer.h"

namespace signalbox::formula {
namespace {

using Kind = Operand::Kind;

struct Phrase {
  std::string_view function;
  std::string_view words;  ///< Before the argument.
  std::string_view after;
};

/// Functions of one argument that have a name in English.
constexpr std::array<Phrase, 15> kPhrases = {{{"LEN", "the length of ", ""},
                                              {"UPPER", "", " in capitals"},
                                              {"LOWER", "", " in small letters"},
                                              {"TRIM", "", " without outer spaces"},
                                              {"ABS", "the absolute value of ", ""},
                                              {"YEAR", "the year of ", ""},
                                              {"MONTH", "the month of ", ""},
                                              {"DAY", "the day of ", ""},
                                              {"HOUR", "the hour of ", ""},
                                              {"MINUTE", "the minute of ", ""},
                                              {"ISOWEEK", "the ISO week of ", ""},
                                              {"DAYOFYEAR", "the day of the year of ", ""},
                                              {"WEEKDAY", "the weekday of ", ""},
                                              {"DATEVALUE", "the date of ", ""},
                                              {"PRIORVALUE", "the former ", ""}}};

constexpr std::string_view kMilestonePrefix = "$Milestone.";

}  // namespace

std::optional<ClockName> clock_name(std::string_view global) {
  if (global.size() <= kMilestonePrefix.size() ||
      !unicode::equals_ignoring_ascii_case(global.substr(0, kMilestonePrefix.size()), kMilestonePrefix))
    return std::nullopt;
  global.remove_prefix(kMilestonePrefix.size());
  const std::size_t point = global.find('.');
  if (point == std::string_view::npos) return std::nullopt;
  return ClockName{spoken_name(global.substr(0, point)), unicode::ascii_lower(global.substr(point + 1))};
}

std::string EnglishValues::printed(const Node& node) const { return "`" + print(ast_, node) + "`"; }

Operand EnglishValues::plain(const Node& node, std::string text) const {
  return {Kind::kPlain, std::move(text), node.type};
}

Operand EnglishValues::operand(const Node& node) const {
  std::optional<Operand> found;
  switch (node.kind) {
    case NodeKind::kBlank:
      return {Kind::kBlank, {}, Type::kAny};
    case NodeKind::kText:
      return literal_operand(Value::text(ast_.texts[node.payload]), Type::kText);
    case NodeKind::kName:
      return name(node);
    case NodeKind::kCall:
      found = call(node);
      break;
    case NodeKind::kNumber:
    case NodeKind::kUnary:
      if (const auto constant = written_number(ast_, node))
        found = literal_operand(Value::number(*constant), Type::kNumber);
      break;
    case NodeKind::kBinary:
      found = arithmetic(node);
      break;
    default:
      break;
  }
  return found ? std::move(*found) : plain(node, printed(node));
}

Operand EnglishValues::name(const Node& node) const {
  if (node.name_kind == NameKind::kField) return plain(node, field(node));
  if (node.name_kind == NameKind::kNow) return plain(node, "now");
  if (node.name_kind == NameKind::kToday) return plain(node, "today");
  const auto clock = clock_name(ast_.slice(node.name));
  if (clock) {
    constexpr std::array<std::string_view, 4> kQuantities = {"remaining", "remainingminutes", "elapsed",
                                                             "elapsedminutes"};
    for (std::size_t i = 0; i < kQuantities.size(); ++i) {
      if (clock->quantity != kQuantities[i]) continue;
      const auto first = static_cast<std::size_t>(Kind::kShareLeft);
      Operand found{static_cast<Kind>(first + i), clock->milestone, node.type};
      found.is_plural = found.kind == Kind::kMinutesLeft || found.kind == Kind::kMinutesUsed;
      return found;
    }
  }
  return plain(node, printed(node));
}

std::optional<Operand> EnglishValues::call(const Node& node) const {
  switch (node.function->form) {
    case Form::kNow:
      return plain(node, "now");
    case Form::kToday:
      return plain(node, "today");
    case Form::kTimeNow:
      return plain(node, "the present time");
    default:
      break;
  }
  const std::string_view function = node.function->name;
  if (function == "DATE") return written_date(node);
  if (function == "LEFT" || function == "RIGHT") return part_of_text(node);
  if (node.count != 1) return std::nullopt;
  const Node& argument = ast_.child(node, 0);
  if (function == "TEXT") {
    const bool picklist = argument.type == Type::kPicklist && argument.kind == NodeKind::kName;
    return picklist ? std::optional(plain(node, field(argument))) : std::nullopt;
  }
  for (const Phrase& phrase : kPhrases) {
    if (phrase.function != function) continue;
    Operand value = plain(node, std::string(phrase.words) + value_words(operand(argument)) + std::string(phrase.after));
    if (function == "WEEKDAY") value.kind = Kind::kWeekday;
    return value;
  }
  return std::nullopt;
}

std::optional<Operand> EnglishValues::part_of_text(const Node& node) const {
  const auto count = written_number(ast_, ast_.child(node, 1));
  const auto whole = count ? count->to_int() : std::nullopt;
  if (!whole || *whole < 1) return std::nullopt;
  const std::string side = node.function->name == "LEFT" ? "first" : "last";
  const std::string characters = *whole == 1 ? " character of " : " " + std::to_string(*whole) + " characters of ";
  Operand part = plain(node, "the " + side + characters + value_words(operand(ast_.child(node, 0))));
  part.is_plural = *whole != 1;
  return part;
}

std::optional<Operand> EnglishValues::written_date(const Node& node) const {
  std::array<int, 3> parts{};
  for (std::uint32_t i = 0; i < parts.size(); ++i) {
    const auto part = written_number(ast_, ast_.child(node, i));
    const auto whole = part ? part->to_int() : std::nullopt;
    if (!whole || *whole < 1 || *whole > 9999) return std::nullopt;
    parts[i] = static_cast<int>(*whole);
  }
  const auto date = date_from_civil({parts[0], parts[1], parts[2]});
  if (!date) return std::nullopt;
  return literal_operand(Value::date(*date), Type::kDate);
}

std::optional<Operand> EnglishValues::arithmetic(const Node& node) const {
  if (const auto constant = written_number(ast_, node)) return literal_operand(Value::number(*constant), Type::kNumber);
  if (node.op == Operator::kMultiply || node.op == Operator::kSubtract) {
    if (auto found = span(node)) return found;
  }
  const bool sum = node.op == Operator::kAdd || node.op == Operator::kSubtract;
  return sum ? moved(node) : std::nullopt;
}

/// The difference of two times in days, or multiplied by 24 or 1440 in hours or minutes.
std::optional<Operand> EnglishValues::span(const Node& node) const {
  const Node* left = &ast_.child(node, 0);
  const Node* right = &ast_.child(node, 1);
  if (node.op == Operator::kMultiply) {
    const auto factor = written_number(ast_, *right);
    const auto times = factor ? factor->to_int() : std::nullopt;
    if (!times || (*times != 24 && *times != 1440) || left->kind != NodeKind::kBinary) return std::nullopt;
    auto inner = left->op == Operator::kSubtract ? span(*left) : std::nullopt;
    if (inner) inner->unit_ms /= *times;
    return inner;
  }
  const bool days = left->type == right->type && (left->type == Type::kDate || left->type == Type::kDateTime);
  if (!days) return std::nullopt;
  Operand found{Kind::kSpan, value_words(operand(*left)), Type::kNumber};
  found.from = value_words(operand(*right));
  found.unit_ms = kMsPerDay;
  return found;
}

/// A time and numbers of days, one after the other: `NOW() - 1`, `NOW() - 1 - 1/24`.
std::optional<Operand> EnglishValues::moved(const Node& node) const {
  if (node.type != Type::kDate && node.type != Type::kDateTime) return std::nullopt;
  const Node* time = &node;
  std::int64_t total = 0;
  while (time->kind == NodeKind::kBinary) {
    const bool backwards = time->op == Operator::kSubtract;
    const bool behind = backwards || is_temporal(ast_.child(*time, 0).type);
    const auto ms = step_ms(ast_.child(*time, behind ? 1 : 0), node.type);
    constexpr std::int64_t kMost = 10'000 * 366 * kMsPerDay;
    if (!ms || *ms > kMost || *ms < -kMost) return std::nullopt;
    total += backwards ? -*ms : *ms;
    time = &ast_.child(*time, behind ? 0 : 1);
  }
  if (total == 0) return std::nullopt;
  Operand found{Kind::kOffset, value_words(operand(*time)), node.type};
  found.unit_ms = total;
  return found;
}

/// A number of days that moves a time by whole seconds, a date by whole days.
std::optional<std::int64_t> EnglishValues::step_ms(const Node& days, Type type) const {
  const auto count = written_number(ast_, days);
  if (!count || (type == Type::kDate && !count->is_integer())) return std::nullopt;
  const auto scaled = count->times(Decimal::from_int(kMsPerDay));
  const auto ms = scaled ? scaled->rounded(0, Decimal::Rounding::kHalfUp).to_int() : std::nullopt;
  // A part of a day such as 1/24 may have no end: a second's accuracy is exact enough to be the one that was meant.
  return ms && *ms % kMsPerSecond == 0 ? ms : std::nullopt;
}

}  // namespace signalbox::formula
