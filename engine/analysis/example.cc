#include "analysis/example.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/limits.h"
#include "rules/literal.h"

namespace signalbox::analysis {

namespace {

using rules::Literal;

constexpr std::int32_t kLastDay = 2'932'896;  // 9999-12-31
constexpr std::int32_t kFirstDay = -719'162;  // 0001-01-01

Literal plain(const Value& value) { return {value, nullptr}; }

std::optional<Literal> whole_between(const Value& low, const Value& high) {
  switch (low.kind()) {
    case Value::Kind::kDate: {
      const Date next{low.as_date().days + 1};
      return next < high.as_date() ? std::optional(plain(Value::date(next))) : std::nullopt;
    }
    case Value::Kind::kDateTime: {
      const Instant next{low.as_date_time().ms + 1};
      return next < high.as_date_time() ? std::optional(plain(Value::date_time(next))) : std::nullopt;
    }
    default: {
      const TimeOfDay next{low.as_time().ms + 1};
      return next < high.as_time() ? std::optional(plain(Value::time(next))) : std::nullopt;
    }
  }
}

std::optional<Literal> number_between(const Decimal& low, const Decimal& high) {
  const auto is_between = [&](const Decimal& one) { return low < one && one < high; };
  const Decimal half = Decimal::from_scaled(5, 1);
  const auto half_low = low.times(half);
  const auto half_high = high.times(half);
  const auto middle = half_low && half_high ? half_low->plus(*half_high) : std::nullopt;
  for (int places = 0; middle && places <= middle->scale(); ++places) {
    const Decimal rounded = middle->rounded(places, Decimal::Rounding::kHalfUp);
    if (is_between(rounded)) return plain(Value::number(rounded));
  }
  // The middle has more digits than fit.
  for (int places = std::max(low.scale(), high.scale()); places <= limits::kMaxScale; ++places) {
    const Decimal unit = Decimal::from_scaled(1, places);
    for (const auto& next : {low.plus(unit), high.minus(unit)}) {
      if (next && is_between(*next)) return plain(Value::number(*next));
    }
  }
  return std::nullopt;
}

/// The whole number below where there are digits for it, else one of another magnitude.
std::optional<Decimal> number_below(const Decimal& high) {
  const auto whole = high.rounded(0, Decimal::Rounding::kCeiling).minus(Decimal::from_int(1));
  if (whole && *whole < high) return whole;
  if (!high.is_negative() && !high.is_zero()) return Decimal();
  const auto tenfold = high.times(Decimal::from_int(10));
  if (tenfold) return tenfold;
  const auto least = Decimal::parse("-999999999999999999999999999999999999999999999999999999999e71");
  return least && *least < high ? least : std::nullopt;
}

/// The least text above `low` is `low` and a NUL, so a longer `low` is found whenever there is anything between.
std::optional<Literal> text_between(std::string_view low, const Value& high) {
  for (const std::string_view tail :
       {std::string_view("a"), std::string_view("!"), std::string_view("\x01", 1), std::string_view("\0", 1)}) {
    Literal longer = Literal::of_text(std::string(low) + std::string(tail));
    if (is_before(longer.value, high)) return longer;
  }
  return std::nullopt;
}

Literal text_beside(const std::vector<Literal>& points) {
  std::string text = "other";
  const auto is_taken = [&] {
    const Value value = Value::text(text);
    return std::binary_search(points.begin(), points.end(), plain(value),
                              [](const Literal& a, const Literal& b) { return is_before(a.value, b.value); });
  };
  for (int number = 2; is_taken(); ++number) text = "other " + std::to_string(number);
  return Literal::of_text(std::move(text));
}

}  // namespace

bool is_before(const Value& a, const Value& b) {
  if (a.kind() == Value::Kind::kCheckbox && b.kind() == Value::Kind::kCheckbox)
    return a.as_checkbox() < b.as_checkbox();
  const auto order = rules::compare(a, b);
  return order && *order < 0;
}

std::optional<Literal> example_between(const Value& low, const Value& high) {
  if (low.kind() == Value::Kind::kNumber) return number_between(low.as_number(), high.as_number());
  if (low.kind() == Value::Kind::kText) return text_between(low.as_text(), high);
  return whole_between(low, high);
}

std::optional<Literal> example_below(const Value& high) {
  switch (high.kind()) {
    case Value::Kind::kNumber: {
      const auto less = number_below(high.as_number());
      return less ? std::optional(plain(Value::number(*less))) : std::nullopt;
    }
    case Value::Kind::kText:
      for (const std::string_view first : {"A", "0", "!"}) {
        const Value value = Value::text(first);
        if (is_before(value, high)) return Literal::of_text(std::string(first));
      }
      return text_between({}, high);
    case Value::Kind::kDate:
      if (high.as_date().days <= kFirstDay) return std::nullopt;
      return plain(Value::date(Date{high.as_date().days - 1}));
    case Value::Kind::kDateTime: {
      const Instant less{high.as_date_time().ms - 1};
      return in_range(less) ? std::optional(plain(Value::date_time(less))) : std::nullopt;
    }
    default:
      if (high.as_time().ms == 0) return std::nullopt;
      return plain(Value::time(TimeOfDay{high.as_time().ms - 1}));
  }
}

std::optional<Literal> example_above(const Value& low) {
  switch (low.kind()) {
    case Value::Kind::kNumber: {
      const auto less = number_below(low.as_number().negated());
      return less ? std::optional(plain(Value::number(less->negated()))) : std::nullopt;
    }
    case Value::Kind::kText:
      return Literal::of_text(std::string(low.as_text()) + "a");
    case Value::Kind::kDate:
      if (low.as_date().days >= kLastDay) return std::nullopt;
      return plain(Value::date(Date{low.as_date().days + 1}));
    case Value::Kind::kDateTime: {
      const Instant more{low.as_date_time().ms + 1};
      return in_range(more) ? std::optional(plain(Value::date_time(more))) : std::nullopt;
    }
    default:
      if (low.as_time().ms + 1 >= kMsPerDay) return std::nullopt;
      return plain(Value::time(TimeOfDay{low.as_time().ms + 1}));
  }
}

Literal example_of(Type type) {
  if (is_numeric(type)) return plain(Value::number(Decimal::from_int(1)));
  switch (type) {
    case Type::kDate:
      return plain(Value::date(*parse_date("2026-01-01")));
    case Type::kDateTime:
      return plain(Value::date_time(*parse_instant("2026-01-01T00:00:00Z")));
    case Type::kTime:
      return plain(Value::time(TimeOfDay{}));
    case Type::kText:
    case Type::kId:
    case Type::kPicklist:
    case Type::kMultiPicklist:
      return Literal::of_text("other");
    default:
      return {};
  }
}

std::optional<Literal> example_beside(const std::vector<Literal>& points) {
  if (points.front().value.kind() == Value::Kind::kText) return text_beside(points);
  if (auto above = example_above(points.back().value)) return above;
  if (auto below = example_below(points.front().value)) return below;
  for (std::size_t i = 1; i < points.size(); ++i) {
    if (auto between = example_between(points[i - 1].value, points[i].value)) return between;
  }
  return std::nullopt;
}

}  // namespace signalbox::analysis
