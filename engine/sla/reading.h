// What a clock is read from: its milestone's formulas, asked of one record.
#pragma once

#include <optional>

#include "sla/milestone.h"

namespace signalbox::sla {

struct Reading {
  const Milestone& milestone;
  const formula::Frame& frame;
  const calendar::Calendar& calendar;
  Arena& arena;
  rules::EvaluationErrors& errors;

  /// Value of a start, a stop, hours or a target; an error is reported and counts as blank.
  [[nodiscard]] Value evaluate(const rules::PlacedFormula& placed) const;
  /// Is a Checkbox formula true?
  [[nodiscard]] bool holds(const rules::PlacedFormula& placed) const;
  /// The first pause that holds; null when there is none.
  [[nodiscard]] const Pause* pause() const;
  /// The business hours of the record, null for calendar time; nullopt when it names some that are not there, which is
  /// reported.
  [[nodiscard]] std::optional<const calendar::BusinessHours*> hours() const;
  /// Above 0; one that is none is reported. `decided`: what the target's decision yielded, when there is one.
  [[nodiscard]] std::optional<std::int64_t> target_ms(const Value& decided) const;
};

}  // namespace signalbox::sla
