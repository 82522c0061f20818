// Rules that match together: do they agree, and which has priority?
#pragma once

#include "rules/evaluate.h"

namespace signalbox::rules {

/// Are all rows of `values` equal? Blanks are equal to blanks, errors to errors of their code. O(rows x outputs).
[[nodiscard]] bool rows_agree(const Table& table, const Evaluation& evaluation);

/// Orders the rows by the ranks of their outputs, the first output first; rows of equal ranks stay in the order of the
/// rules. Priority keeps the first row and its rule alone. `evaluation` has one row for each winner. O(rows x outputs x
/// log rows).
void rank(const Table& table, Evaluation& evaluation);

}  // namespace signalbox::rules
