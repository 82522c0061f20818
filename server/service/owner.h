// Who has a record, as its history says.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "model/json.h"

namespace signalbox::service {

/// The value of `OwnerId` after these events, as JSON; empty when they do not say. O(events behind the last that does).
[[nodiscard]] std::string owner_in(const std::vector<std::pair<Instant, std::string>>& history);

/// The event that the record has another owner, given as JSON.
[[nodiscard]] std::string owner_event(Instant at, std::string_view owner);

/// The command `restore` with the owner, given as JSON, among the fields that it restores.
[[nodiscard]] std::string with_owner(const json::Document& document, json::Node command, std::string_view owner);

}  // namespace signalbox::service
