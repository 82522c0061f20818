#include "server/http/security.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/unicode.h"
#include "server/http/problem.h"
#include "server/sha256.h"

namespace signalbox::http {
namespace {

constexpr unsigned short kHttpPort = 80;

Response unauthorised() {
  Response response =
      problem(401, {"token", "This needs the server's token: `Authorization: Bearer TOKEN`.", "Authorization"});
  response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

}  // namespace

bool Security::is_own_host(std::string_view host) const {
  const std::array<std::string_view, 4> names{own_host_, "127.0.0.1", "localhost", "[::1]"};
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    if (unicode::equals_ignoring_ascii_case(host, fmt::format("{}:{}", name, port_))) return true;
    return port_ == kHttpPort && unicode::equals_ignoring_ascii_case(host, name);
  });
}

std::optional<Response> Security::check_loopback(const Request& head) const {
  const std::string_view host = head.header("host").value_or("");
  if (!is_own_host(host)) {
    return problem(403, {"host", "This server answers only requests for a loopback name and its port.", "Host"});
  }
  const std::string same_origin = fmt::format("http://{}", host);
  if (head.count_headers("origin") > 0 &&
      !unicode::equals_ignoring_ascii_case(head.header("origin").value_or(""), same_origin)) {
    return problem(403, {"origin", "Pages of other origins may not use this server.", "Origin"});
  }
  const std::string_view site = head.header("sec-fetch-site").value_or("none");
  const bool is_api = !head.segments.empty() && head.segments.front() == "v1";
  if (is_api && site != "none" && site != "same-origin") {
    return problem(403, {"origin", "Pages of other origins may not use this server.", "Sec-Fetch-Site"});
  }
  return std::nullopt;
}

std::optional<Response> Security::check(const Request& head, bool is_open) const {
  if (head.count_headers("host") != 1)
    return problem(400, {"host", "A request has exactly one `Host` header.", "Host"});
  if (is_loopback_) {
    if (std::optional<Response> refusal = check_loopback(head)) return refusal;
  }
  if (!token_ || is_open) return std::nullopt;
  std::string_view given = head.header("authorization").value_or("");
  constexpr std::string_view kScheme = "bearer ";
  if (!unicode::equals_ignoring_ascii_case(given.substr(0, kScheme.size()), kScheme)) return unauthorised();
  given.remove_prefix(kScheme.size());
  if (!equal_secrets(given, *token_)) return unauthorised();
  return std::nullopt;
}

}  // namespace signalbox::http
