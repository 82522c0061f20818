#include "workflow/steps/likeness.h"

#include <algorithm>
#include <vector>

#include "base/unicode.h"

namespace signalbox::workflow {

namespace {

constexpr std::size_t kMaxNameBytes = 200;

/// Letters of any script in lower case; runs of white space and punctuation become one space. Characters are code
/// points.
std::u32string plain(std::string_view name) {
  name = name.substr(0, unicode::valid_utf8_prefix(name.substr(0, kMaxNameBytes)));
  std::string lower;
  unicode::append_lower(name, lower);
  std::u32string out;
  for (std::size_t i = 0; i < lower.size();) {
    const auto lead = static_cast<unsigned char>(lower[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t code = length == 1 ? lead : lead & (0x7Fu >> length);
    for (std::size_t k = 1; k < length && i + k < lower.size(); ++k) {
      code = (code << 6) | (static_cast<unsigned char>(lower[i + k]) & 0x3Fu);
    }
    i += length;
    const bool is_word = code >= 0x80 || (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9');
    if (is_word) {
      out.push_back(code);
    } else if (!out.empty() && out.back() != U' ') {
      out.push_back(U' ');
    }
  }
  if (!out.empty() && out.back() == U' ') out.pop_back();
  return out;
}

}  // namespace

std::string domain_of(std::string_view address) {
  const std::size_t scheme = address.find("://");
  if (scheme != std::string_view::npos) address.remove_prefix(scheme + 3);
  address = address.substr(0, address.find_first_of("/?#"));
  const std::size_t at = address.rfind('@');
  if (at != std::string_view::npos) address.remove_prefix(at + 1);
  address = address.substr(0, address.find(':'));
  const std::size_t first = address.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  address = address.substr(first, address.find_last_not_of(" \t.") - first + 1);
  std::string domain = unicode::ascii_lower(address);
  if (domain.starts_with("www.")) domain.erase(0, 4);
  return domain.find('.') == std::string::npos ? std::string() : domain;
}

std::int64_t likeness_percent(std::string_view a, std::string_view b) {
  const std::u32string left = plain(a);
  const std::u32string right = plain(b);
  if (left.empty() || right.empty()) return 0;
  std::vector<std::size_t> row(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  const std::size_t longer = std::max(left.size(), right.size());
  return static_cast<std::int64_t>((longer - row.back()) * 100 / longer);
}

}  // namespace signalbox::workflow
