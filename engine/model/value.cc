#include "model/value.h"

#include <array>

namespace signalbox {

namespace {

/// In the order of the enumeration.
constexpr std::array<std::string_view, 15> kErrorNames = {
    "division-by-zero", "overflow",          "bad-number",    "bad-date",      "bad-argument",
    "bad-pattern",      "field-type",        "text-too-long", "unknown-queue", "not-unique",
    "milestone-target", "different-outputs", "output-value",  "unknown-hours", "needs-history"};

}  // namespace

std::string_view error_name(ErrorCode code) { return kErrorNames[static_cast<std::size_t>(code)]; }

}  // namespace signalbox
