// The smallest change of a record that makes a rule win, as JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/api.h"
#include "base/limits.h"

namespace signalbox::api {

/// Which rule is to win, and when.
struct ChangeQuestion {
  Program program;
  std::optional<Directory> directory;  ///< Where milestones find their business hours; without it there are none.
  std::string_view decision;
  std::string_view rule;  ///< Its id.
  Instant at;
  std::uint64_t budget = limits::kAnalysisSteps;
};

/// Appends the object of docs/engine-api.md ("Change"), or {"ok":false,...} when there is no such decision or rule or
/// the record cannot be read; false then. `record_json`: one record in any of its shapes.
[[nodiscard]] bool write_change(const ChangeQuestion& question, std::string_view record_json, std::string& out);

}  // namespace signalbox::api
