// Requests and answers as the routes see them: plain data, no library's types.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox::http {

struct Request {
  std::string method;
  std::string path;                                          ///< Decoded, without the query.
  std::vector<std::string> segments;                         ///< Of the path, decoded each by itself.
  std::vector<std::pair<std::string, std::string>> query;    ///< Decoded, in order.
  std::vector<std::pair<std::string, std::string>> headers;  ///< Names in lower case, in order.
  std::string body;

  /// The header's value; nullopt when it is absent or comes more than once.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view lower_case_name) const;
  [[nodiscard]] std::size_t count_headers(std::string_view lower_case_name) const;
  [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const;
};

struct Response {
  unsigned status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::shared_ptr<const std::string> shared_body;  ///< Instead of `body`, for what many answers share.
  std::vector<std::pair<std::string, std::string>> headers;

  [[nodiscard]] std::string_view bytes() const {
    return shared_body ? std::string_view(*shared_body) : std::string_view(body);
  }
};

/// Takes the answer, once, on any thread.
using Done = std::function<void(Response)>;

/// Values of the pattern's `{names}`, in order.
using Parameters = std::vector<std::string>;

/// Answers a request. The request lives until the handler returns; `done` may be called later.
using Handler = std::function<void(const Request&, const Parameters&, Done)>;

}  // namespace signalbox::http
