// What the hit policy collect makes of several values.
#pragma once

#include "rules/evaluate.h"

namespace signalbox::rules {

/// Replaces the rows of the one output by their sum, least, greatest or number. Blanks count for the number only; the
/// first error wins; a sum that overflows is the error overflow. O(rows).
void aggregate(const Table& table, Evaluation& evaluation, EvaluationErrors& errors);

}  // namespace signalbox::rules
