// What a definition fills in: a literal of the type that its place needs, or a formula behind `=`.
#pragma once

#include "escalation/rule.h"

namespace signalbox::escalation {

/// Reads the literal, as records write it, or compiles the formula at `place`; every error is reported (`field-type`).
[[nodiscard]] Content read_content(const Place& place, const formula::Scope& scope, Type type);

}  // namespace signalbox::escalation
