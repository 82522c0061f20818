#include "server/http/message.h"

#include <algorithm>

namespace signalbox::http {

std::size_t Request::count_headers(std::string_view lower_case_name) const {
  return static_cast<std::size_t>(std::count_if(headers.begin(), headers.end(),
                                                [&](const auto& header) { return header.first == lower_case_name; }));
}

std::optional<std::string_view> Request::header(std::string_view lower_case_name) const {
  if (count_headers(lower_case_name) != 1) return std::nullopt;
  return std::find_if(headers.begin(), headers.end(),
                      [&](const auto& header) { return header.first == lower_case_name; })
      ->second;
}

std::optional<std::string_view> Request::parameter(std::string_view name) const {
  const auto found = std::find_if(query.begin(), query.end(), [&](const auto& pair) { return pair.first == name; });
  if (found == query.end()) return std::nullopt;
  return found->second;
}

}  // namespace signalbox::http
