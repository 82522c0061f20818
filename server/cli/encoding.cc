#include "server/cli/encoding.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/unicode.h"

namespace signalbox::cli {

Result<void> check_encoding(const std::string& path, std::string_view text) {
  // Texts of this program begin with ASCII, which UTF-16 writes with a zero beside it.
  const std::string_view start = text.substr(0, 2);
  const bool is_utf16 = start == "\xFF\xFE" || start == "\xFE\xFF" || start.find('\0') != std::string_view::npos;
  if (is_utf16) return fail(Exit::kInputWrong, fmt::format("`{}`: The file is UTF-16. Save it as UTF-8.", path));
  const std::size_t good = unicode::valid_utf8_prefix(text);
  if (good == text.size()) return {};
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(good), '\n');
  return fail(Exit::kInputWrong,
              fmt::format("`{}`, line {}: The file is not valid UTF-8. Save it as UTF-8.", path, line));
}

}  // namespace signalbox::cli
