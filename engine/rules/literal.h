// Values that a decision table spells out.
#pragma once

#include <optional>
#include <string_view>

#include "model/type.h"
#include "model/value.h"

namespace signalbox::rules {

/// True for types whose literals are texts: Text, Id, Picklist, MultiPicklist.
[[nodiscard]] bool takes_text_literal(Type type);
/// What a literal of the type looks like, for messages: "a number such as `3`".
[[nodiscard]] std::string_view literal_example(Type type);
/// A word as a literal of a type that takes no text: a number, date, date-time, time, `true` or `false`. nullopt when
/// it is none.
[[nodiscard]] std::optional<Value> read_literal(std::string_view word, Type type);
/// Below 0, 0 or above 0 for two values of one kind; nullopt when the kinds differ or have no order. Texts are ordered
/// by UTF-16 units, as in formulas; checkboxes have no order, but give 0 when equal.
[[nodiscard]] std::optional<int> compare(const Value& a, const Value& b);

}  // namespace signalbox::rules
