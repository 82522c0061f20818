// Which types go together.
#pragma once

#include <optional>

#include "formula/ast.h"
#include "model/type.h"

namespace signalbox::formula {

[[nodiscard]] bool is_picklist(Type type);
/// By `=`, CASE and IN; CASE compares picklists as well.
[[nodiscard]] bool is_comparable(Type type);
/// The type that values of both can have together; nullopt when there is none.
[[nodiscard]] std::optional<Type> unified(Type a, Type b);
/// The type of a + b or a - b; nullopt when the types do not go together.
[[nodiscard]] std::optional<Type> sum_type(Operator op, Type a, Type b);
/// The type of argument 2 of FORMATDURATION behind such an argument 1: whether to count days behind a number, which may
/// be left out, or a second time of the same type.
[[nodiscard]] Type second_of_duration(Type first);

}  // namespace signalbox::formula
