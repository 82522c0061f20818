#include "server/cli/listen_address.h"

#include <arpa/inet.h>

#include <charconv>

#include <fmt/format.h>

namespace signalbox::cli {
namespace {

bool is_address(const std::string& text) {
  unsigned char bytes[sizeof(in6_addr)];
  return inet_pton(AF_INET, text.c_str(), bytes) == 1 || inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}

}  // namespace

Result<ListenAddress> read_listen_address(std::string_view text) {
  const auto wrong = [&] {
    return fail(
        Exit::kUsage,
        fmt::format("`--listen` must be an address and a port such as `127.0.0.1:8080` or `[::1]:8080`; found `{}`.",
                    text));
  };
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return wrong();
  std::string_view host = text.substr(0, colon);
  const std::string_view port = text.substr(colon + 1);
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return wrong();
  }
  ListenAddress listen{host == "localhost" ? "127.0.0.1" : std::string(host), 0};
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), listen.port);
  if (error != std::errc() || end != port.data() + port.size() || !is_address(listen.address)) return wrong();
  return listen;
}

}  // namespace signalbox::cli
