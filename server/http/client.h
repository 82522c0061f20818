// One request to another server.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace signalbox::http {

/// Where a server answers.
struct Url {
  std::string host;  ///< Without brackets.
  std::string port;
  std::string path;  ///< With its query; at least "/".
};

/// Of `http://HOST[:PORT][/PATH]`; nullopt for anything else.
[[nodiscard]] std::optional<Url> read_url(const std::string& text);

struct ClientRequest {
  std::string method;
  Url url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;  ///< JSON; empty: none.
  std::chrono::milliseconds timeout{10'000};
  std::size_t max_bytes = std::size_t{16} << 20;  ///< Of the answer's body.
};

struct ClientResponse {
  unsigned status = 0;
  std::string body;
};

/// Sends it on a connection of its own and waits for the answer. The error is a sentence: nobody listens there, no
/// answer in time, the answer is no HTTP or too long. Then nobody knows whether the request was carried out.
[[nodiscard]] tl::expected<ClientResponse, std::string> ask(const ClientRequest& request);

}  // namespace signalbox::http
