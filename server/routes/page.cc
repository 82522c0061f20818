#include "server/routes/page.h"

#include <charconv>

#include <fmt/format.h>

#include "server/http/limits.h"

namespace signalbox::routes {

namespace {

constexpr std::size_t kDefaultPage = 50;

}  // namespace

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = error == std::errc() && end == text.data() + text.size();
  return is_whole && number >= 1 ? std::optional(number) : std::nullopt;
}

service::Result<std::size_t> page_limit(const http::Request& request) {
  const std::optional<std::string_view> text = request.parameter("limit");
  if (!text) return kDefaultPage;
  const std::optional<std::int64_t> limit = whole_number(*text);
  if (limit && *limit <= static_cast<std::int64_t>(http::kMaxPage)) return static_cast<std::size_t>(*limit);
  return service::refuse(service::Ground::kMalformed, "limit",
                         fmt::format("`limit` is a whole number from 1 to {}.", http::kMaxPage), "limit");
}

service::Result<std::int64_t> page_start(const http::Request& request) {
  const std::optional<std::string_view> text = request.parameter("after");
  if (!text) return 0;
  const std::optional<std::int64_t> after = whole_number(*text);
  if (after) return *after;
  return service::refuse(service::Ground::kMalformed, "after", "`after` is `next` of the page before.", "after");
}

}  // namespace signalbox::routes
