// How alike two names of companies are, and what domain an address belongs to.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox::workflow {

/// The host of a URL or of a mail address in lower case, without `www.`, port and path: `https://www.Acme.com/x`,
/// `ann@acme.com` and `acme.com` are all `acme.com`. Empty when there is none.
[[nodiscard]] std::string domain_of(std::string_view address);

/// 0 to 100: the share of characters that need no edit (Levenshtein, 1966), of the names in lower case with single
/// spaces. 100: the same name; 0 when one is empty. Names are cut at 200 bytes. O(length squared).
[[nodiscard]] std::int64_t likeness_percent(std::string_view a, std::string_view b);

}  // namespace signalbox::workflow
