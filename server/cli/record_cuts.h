// Where one record ends in a text that holds many. Only brackets, quotes and line ends are looked at.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace signalbox::cli {

/// The end of the JSON object or array at the start of `text`; nullopt when it is not complete. O(n).
[[nodiscard]] std::optional<std::size_t> json_value_end(std::string_view text);

/// The end of a JSON array's element: the offset of its `,` or of the array's `]`; nullopt when neither is there. O(n).
[[nodiscard]] std::optional<std::size_t> json_element_end(std::string_view text);

/// The end of the CSV row at the start of `text`, its line end included; nullopt when it is not complete. `at_end`:
/// nothing follows `text`. O(n).
[[nodiscard]] std::optional<std::size_t> csv_row_end(std::string_view text, bool at_end);

}  // namespace signalbox::cli
