// How far the values of an axis lie from the present one.
#include <algorithm>

#include "analysis/axis.h"
#include "analysis/example.h"

namespace signalbox::analysis {

namespace {

using rules::Literal;

/// Numbers as they are, dates as days, times as milliseconds; nullopt for values without distances.
std::optional<Decimal> measure(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kNumber:
      return value.as_number();
    case Value::Kind::kDate:
      return Decimal::from_int(value.as_date().days);
    case Value::Kind::kDateTime:
      return Decimal::from_int(value.as_date_time().ms);
    case Value::Kind::kTime:
      return Decimal::from_int(value.as_time().ms);
    default:
      return std::nullopt;
  }
}

std::optional<Decimal> distance(const Value& a, const Value& b) {
  const auto of_a = measure(a);
  const auto of_b = measure(b);
  const auto difference = of_a && of_b && a.kind() == b.kind() ? of_a->minus(*of_b) : std::nullopt;
  return difference ? std::optional(difference->absolute()) : std::nullopt;
}

/// `end` and one unit of the last place of either; dates and times have neighbours of their own.
std::optional<Literal> beside(const Value& end, const Value& present, bool above) {
  if (end.kind() != Value::Kind::kNumber) return above ? example_above(end) : example_below(end);
  const int places = std::max(end.as_number().scale(), present.as_number().scale());
  const Decimal unit = Decimal::from_scaled(above ? 1 : -1, places);
  const auto sum = end.as_number().plus(unit);
  return sum ? std::optional(Literal{Value::number(*sum), nullptr}) : std::nullopt;
}

}  // namespace

/// Looks for the value of one class that is nearest to the present one; of two equally near the lower one.
class NearestValue {
 public:
  explicit NearestValue(const Axis& axis) : axis_(axis), present_(*axis.subject_.present) {}

  std::pair<Literal, std::optional<Decimal>> in(std::size_t first, std::size_t end) {
    best_ = axis_.values_[first].literal;
    if (!measure(present_)) return {best_, std::nullopt};
    for (std::size_t v = first; v < end; ++v) {
      const Axis::Slice& slice = axis_.values_[v];
      offer(slice.literal);
      if (slice.is_point) continue;
      if (axis_.ordered_) {
        offer_ends(v);
      } else {
        offer(untested(false));
        offer(untested(true));
      }
    }
    return {best_, least_};
  }

 private:
  void offer(const std::optional<Literal>& literal) {
    const auto far = literal ? distance(literal->value, present_) : std::nullopt;
    if (!far || (least_ && *least_ <= *far)) return;
    best_ = *literal;
    least_ = far;
  }

  /// The gap's values next to the literals around it.
  void offer_ends(std::size_t gap) {
    const Value* const low = gap > 0 ? &axis_.values_[gap - 1].literal.value : nullptr;
    const Value* const high = gap + 2 < axis_.values_.size() ? &axis_.values_[gap + 1].literal.value : nullptr;
    const auto lies_within = [&](const std::optional<Literal>& literal) {
      return literal && (!low || is_before(*low, literal->value)) && (!high || is_before(literal->value, *high));
    };
    const auto after_low = low ? beside(*low, present_, true) : std::nullopt;
    const auto before_high = high ? beside(*high, present_, false) : std::nullopt;
    if (lies_within(after_low)) offer(after_low);
    if (lies_within(before_high)) offer(before_high);
  }

  /// The first value above, or below, the present one that is no literal.
  [[nodiscard]] std::optional<Literal> untested(bool above) const {
    const auto is_literal = [&](const Value& value) {
      return std::any_of(axis_.values_.begin(), axis_.values_.end(), [&](const Axis::Slice& slice) {
        return slice.is_point && distance(slice.literal.value, value) == Decimal();
      });
    };
    auto next = beside(present_, present_, above);
    while (next && is_literal(next->value)) next = beside(next->value, present_, above);
    return next;
  }

  const Axis& axis_;
  const Value& present_;
  Literal best_;
  std::optional<Decimal> least_;
};

std::pair<Literal, std::optional<Decimal>> Axis::nearest_in(std::size_t one) const {
  const std::size_t end = one + 1 < first_value_.size() ? first_value_[one + 1] : values_.size();
  return NearestValue(*this).in(first_value_[one], end);
}

Decimal Axis::share_of_span(const std::optional<Decimal>& far) const {
  const Decimal one = Decimal::from_int(1);
  if (!far) return measure(*subject_.present) ? Decimal::from_int(2) : one;
  const Value* low = subject_.present;
  const Value* high = subject_.present;
  for (const Slice& slice : values_) {
    if (!slice.is_point || slice.literal.value.kind() != low->kind()) continue;
    if (is_before(slice.literal.value, *low)) low = &slice.literal.value;
    if (is_before(*high, slice.literal.value)) high = &slice.literal.value;
  }
  const auto span = distance(*low, *high);
  return span ? far->divided_by(*span).value_or(one) : one;
}

}  // namespace signalbox::analysis
