#include "analysis/example.h"

#include <algorithm>
#include <array>
#include <string>

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
  const Decimal two = Decimal::from_int(2);
  const auto half_low = low.divided_by(two);
  const auto half_high = high.divided_by(two);
  const auto middle = half_low && half_high ? half_low->plus(*half_high) : std::nullopt;
  if (!middle) return std::nullopt;
  for (int places = 0; places <= middle->scale(); ++places) {
    const Decimal rounded = middle->rounded(places, Decimal::Rounding::kHalfUp);
    if (low < rounded && rounded < high) return plain(Value::number(rounded));
  }
  return std::nullopt;
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
  const Decimal one = Decimal::from_int(1);
  switch (high.kind()) {
    case Value::Kind::kNumber: {
      const auto less = high.as_number().rounded(0, Decimal::Rounding::kCeiling).minus(one);
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
      const auto more = low.as_number().rounded(0, Decimal::Rounding::kFloor).plus(Decimal::from_int(1));
      return more ? std::optional(plain(Value::number(*more))) : std::nullopt;
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

Literal example_beside(const std::vector<Literal>& points) {
  std::string text = "other";
  const auto is_taken = [&] {
    const Value value = Value::text(text);
    return std::binary_search(points.begin(), points.end(), plain(value),
                              [](const Literal& a, const Literal& b) { return is_before(a.value, b.value); });
  };
  for (int number = 2; is_taken(); ++number) text = "other " + std::to_string(number);
  return Literal::of_text(std::move(text));
}

}  // namespace signalbox::analysis
