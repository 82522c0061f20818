// `--listen ADDRESS:PORT`.
#pragma once

#include <string>
#include <string_view>

#include "server/cli/exit.h"

namespace signalbox::cli {

struct ListenAddress {
  std::string address;  ///< IPv4, or IPv6 without brackets.
  unsigned short port = 0;
};

/// Reads `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080` (the IPv4 loopback); port 0 asks for any free one.
[[nodiscard]] Result<ListenAddress> read_listen_address(std::string_view text);

}  // namespace signalbox::cli
