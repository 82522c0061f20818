// Places of a formula where the values of one picklist stand.
#pragma once

#include <string_view>

#include "formula/cursor.h"
#include "formula/scope.h"

namespace signalbox::formula {

/// The picklist whose values belong at the caret: behind the field in ISPICKVAL, INCLUDES, IN and CASE, or behind `=`
/// or
/// `<>` and TEXT of it. nullptr where there is none, or where it declares no values. O(length + log fields).
[[nodiscard]] const Field* picklist_at(std::string_view text, const Cursor& cursor, const Scope& scope);

}  // namespace signalbox::formula
