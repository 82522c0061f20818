// Words that sentences share.
#pragma once

#include <string>
#include <string_view>

#include "model/value.h"

namespace signalbox::explain {

/// A value inside a sentence: "DE" in quotes, 0.9583, blank, true, 2026-01-31.
[[nodiscard]] std::string value_words(const Value& value);

/// A number as shown: what a division cut after its last digit (more than 34 significant ones) is rounded half up to 12
/// significant digits; other numbers are exact.
[[nodiscard]] Value shown(const Value& value);

/// What went wrong, in one sentence. `text`: the formula, or the value in question; may be empty.
[[nodiscard]] std::string error_sentence(ErrorCode code, std::string_view text);

/// Milliseconds in minutes, rounded half up to 6 digits after the point, as clocks show them.
[[nodiscard]] Decimal shown_minutes(std::int64_t ms);

}  // namespace signalbox::explain
