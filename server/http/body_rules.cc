#include "server/http/body_rules.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "server/http/problem.h"

namespace signalbox::http {
namespace {

/// `application/json`, with no parameter but `charset=utf-8`.
bool is_json(std::string_view content_type) {
  const std::string lower = unicode::ascii_lower(content_type);
  const std::size_t semicolon = std::min(lower.find(';'), lower.size());
  const auto trimmed = [](std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return std::string_view{};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
  };
  const std::string_view parameter = trimmed(std::string_view(lower).substr(std::min(semicolon + 1, lower.size())));
  return trimmed(std::string_view(lower).substr(0, semicolon)) == "application/json" &&
         (parameter.empty() || parameter == "charset=utf-8" || parameter == "charset=\"utf-8\"");
}

}  // namespace

Response body_too_large(const Route& route) {
  return problem(413, {"body-too-large", fmt::format("The body may have at most {} bytes here.", route.max_body_bytes),
                       "Content-Length"});
}

std::optional<Response> check_body_header(const Request& head, const Route& route,
                                          std::optional<std::uint64_t> content_length, bool is_chunked) {
  const bool has_body = is_chunked || content_length.value_or(0) > 0;
  if (!has_body) return std::nullopt;
  if (content_length.value_or(0) > route.max_body_bytes || route.max_body_bytes == 0) return body_too_large(route);
  if (head.count_headers("content-encoding") > 0) {
    return problem(415, {"content-encoding", "Send the body without a content encoding.", "Content-Encoding"});
  }
  if (!is_json(head.header("content-type").value_or(""))) {
    return problem(415, {"content-type", "The body must be JSON: `Content-Type: application/json`.", "Content-Type"});
  }
  return std::nullopt;
}

}  // namespace signalbox::http
