#include "server/http/target.h"

#include <algorithm>

#include "base/unicode.h"

namespace signalbox::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool decode(std::string_view text, bool plus_is_space, std::string& out) {
  out.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
      continue;
    }
    if (i + 2 >= text.size()) return false;
    const int high = hex_digit(text[i + 1]);
    const int low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return false;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  return unicode::is_valid_utf8(out) && std::none_of(out.begin(), out.end(), is_control);
}

/// Calls `take` with the parts of `text` between separators, until it says no.
template <class Take>
bool split(std::string_view text, char separator, Take take) {
  for (;;) {
    const std::size_t end = text.find(separator);
    if (!take(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

bool read_target(std::string_view target, Request& request) {
  if (!target.starts_with('/')) return false;
  const std::size_t question = target.find('?');
  const std::string_view path = target.substr(0, question);
  const bool path_read = split(
      path.substr(1), '/', [&](std::string_view part) { return decode(part, false, request.segments.emplace_back()); });
  if (!path_read) return false;
  for (const std::string& segment : request.segments) request.path += "/" + segment;
  if (question == std::string_view::npos) return true;
  return split(target.substr(question + 1), '&', [&](std::string_view part) {
    const std::size_t equals = std::min(part.find('='), part.size());
    auto& [name, value] = request.query.emplace_back();
    return decode(part.substr(0, equals), true, name) &&
           decode(part.substr(std::min(equals + 1, part.size())), true, value);
  });
}

}  // namespace signalbox::http
