#include "rules/index.h"

#include <algorithm>

#include "rules/index_values.h"

namespace signalbox::rules {

using index_values::before;
using index_values::same;
using index_values::whole_number;

std::size_t Index::Column::class_of(const Value& value) const {
  // What most inputs are comes first, without the questions that others need.
  if (value.kind() == Value::Kind::kText && !text_slots.empty() && !ids) return class_of_text(value);
  if (value.kind() == Value::Kind::kNumber && !cuts.empty() && points[0].kind() == Value::Kind::kNumber) {
    return class_of_number(value);
  }
  return class_of_comparable(ids ? comparable(Type::kId, value) : value);
}

inline std::size_t Index::Column::class_of_text(const Value& value) const {
  if (value.is_blank()) return blank_class();
  const std::uint32_t point = text_slots[slot_of(value.as_text())].point;
  if (point != 0) return point_class(point - 1);
  return ordered ? class_of_present(value) : other_class();
}

std::size_t Index::Column::class_of_comparable(const Value& value) const {
  if (value.is_error()) return error_class();
  if (value.is_blank()) return blank_class();
  if (!text_slots.empty() && value.kind() == Value::Kind::kText) return class_of_text(value);
  return class_of_present(value);
}

std::size_t Index::Column::class_of_present(const Value& value) const {
  if (points.empty() || points[0].kind() != value.kind()) return other_class();
  if (!cuts.empty()) return class_of_number(value);
  const bool checkbox = value.kind() == Value::Kind::kCheckbox;
  const auto at = checkbox ? std::find_if(points.begin(), points.end(), [&](const Value& p) { return same(p, value); })
                           : std::lower_bound(points.begin(), points.end(), value, before);
  return class_between(static_cast<std::size_t>(at - points.begin()), at != points.end() && same(*at, value));
}

std::size_t Index::Column::class_of_number(const Value& value) const {
  bool is_exact = true;
  const bool is_number = value.kind() == Value::Kind::kNumber;
  const auto key = is_number ? value.as_number().units(places, is_exact) : whole_number(value);
  // Too large for 64 bits: beyond all points.
  if (!key) return class_between(value.as_number().is_negative() ? 0 : cuts.size(), false);
  std::size_t place = 0;
  for (std::size_t size = cuts.size(); size > 1;) {
    const std::size_t half = size / 2;
    place += cuts[place + half - 1] < *key ? half : 0;
    size -= half;
  }
  place += cuts[place] < *key ? 1 : 0;
  const bool is_at_cut = place < cuts.size() && cuts[place] == *key;
  return class_between(is_at_cut && !is_exact ? place + 1 : place, is_at_cut && is_exact);
}

std::size_t Index::bytes() const {
  std::size_t total = 0;
  for (const Column& column : columns_) {
    total += column.sets.size() * sizeof(Word) + column.set_of.size() * sizeof(std::uint32_t) +
             column.points.size() * sizeof(Value) + column.text_slots.size() * sizeof(TextSlot) +
             column.cuts.size() * sizeof(std::int64_t);
  }
  return total;
}

}  // namespace signalbox::rules
