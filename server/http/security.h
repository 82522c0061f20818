// Who may talk to the server at all.
#pragma once

#include <optional>
#include <string>

#include "server/http/message.h"

namespace signalbox::http {

/// Decides on the header alone, before a body is read.
///
/// A server on a loopback address answers only requests whose Host is a loopback name with its port and whose Origin,
/// if any, is that same origin: a page of another site can neither reach it by a name that it lets point here (DNS
/// rebinding) nor make a browser send it a request that changes something. With a token, every route that is not open
/// wants `Authorization: Bearer TOKEN`.
class Security {
 public:
  /// `own_host`: the address that the server listens on, as a URL writes it.
  Security(bool is_loopback, std::string own_host, unsigned short port, std::optional<std::string> token)
      : is_loopback_(is_loopback), own_host_(std::move(own_host)), port_(port), token_(std::move(token)) {}

  /// The refusal, or nullopt. `is_open`: the route needs no token.
  [[nodiscard]] std::optional<Response> check(const Request& head, bool is_open) const;

 private:
  [[nodiscard]] std::optional<Response> check_loopback(const Request& head) const;
  [[nodiscard]] bool is_own_host(std::string_view host) const;

  bool is_loopback_;
  std::string own_host_;
  unsigned short port_;
  std::optional<std::string> token_;
};

}  // namespace signalbox::http
