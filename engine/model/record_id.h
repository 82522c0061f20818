// Ids of Salesforce records.
#pragma once

#include <cstddef>
#include <string_view>

namespace signalbox {

/// What an id is compared by. An id has 15 characters, with regard to case; interfaces for programs write it with three
/// more, `A` to `Z` and `0` to `5`, which follow from the first 15. A text of that form counts as its first 15
/// characters, any other text as itself. Source: help.salesforce.com, article 000386186: formulas see 15 characters.
[[nodiscard]] constexpr std::string_view id_key(std::string_view id) {
  constexpr std::size_t kShort = 15;
  constexpr std::size_t kLong = 18;
  if (id.size() != kLong) return id;
  for (std::size_t i = 0; i < kLong; ++i) {
    const char c = id[i];
    const bool capital = c >= 'A' && c <= 'Z';
    const bool belongs =
        i < kShort ? capital || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') : capital || (c >= '0' && c <= '5');
    if (!belongs) return id;
  }
  return id.substr(0, kShort);
}

}  // namespace signalbox
