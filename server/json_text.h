// Reading JSON that the program has made itself, and slices of JSON that a user has sent.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/json.h"

namespace signalbox {

/// Parses JSON that the engine or the store wrote. What they write is valid; anything else ends the program, because it
/// cannot be trusted any more.
[[nodiscard]] std::unique_ptr<const json::Document> parse_own(std::string_view text);

/// The text of a member, decoded; empty when it is absent or no text.
[[nodiscard]] std::string_view text_member(json::Node object, std::string_view name);

/// The whole number of a member; 0 when it is absent or none.
[[nodiscard]] std::int64_t number_member(json::Node object, std::string_view name);

/// The bytes of a value as they stand in the document.
[[nodiscard]] std::string_view raw_bytes(const json::Document& document, json::Node node);

/// The elements of several JSON arrays as one JSON array.
[[nodiscard]] std::string joined_arrays(const std::vector<std::string>& arrays);

}  // namespace signalbox
