// The HTTP server: accepts connections and runs a session for each.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "server/http/router.h"
#include "server/metrics/metrics.h"

namespace signalbox::http {

struct ListenOptions {
  std::string address;  ///< IPv4 or IPv6 address, no name.
  unsigned short port = 0;
  std::size_t threads = 1;  ///< So many read and write; as many others run the handlers that are not quick.
  std::optional<std::string> token;
};

/// Whether the address can be reached from this machine only.
[[nodiscard]] bool is_loopback(const std::string& address);

/// A server that listens from its making on and answers while it runs.
class Listener {
 public:
  /// The error is a sentence: the port is in use, the address is not this machine's.
  static tl::expected<std::unique_ptr<Listener>, std::string> open(ListenOptions options, Router router,
                                                                   metrics::Metrics& metrics);
  ~Listener();

  /// The address where it answers: "http://127.0.0.1:8080".
  [[nodiscard]] std::string url() const;
  /// Serves until SIGTERM or SIGINT, then takes no new connections, answers the requests in flight, and returns.
  void run();

 private:
  struct State;
  explicit Listener(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace signalbox::http
