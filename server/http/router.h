// Which handler answers which request.
#pragma once

#include <string>
#include <vector>

#include "server/http/limits.h"
#include "server/http/message.h"

namespace signalbox::http {

/// What a request with this method and path must bring, and who answers it.
struct Route {
  std::string method;
  std::string pattern;  ///< "/v1/decisions/{id}/verify"
  Handler run;
  std::size_t max_body_bytes = 0;  ///< 0: a body is refused.
  bool is_open = false;            ///< Answered without a token.
  bool is_quick = false;           ///< Answered on the thread that reads: it neither decides nor touches the disk.
};

/// What the router found.
struct Match {
  const Route* route = nullptr;
  Parameters parameters;
  bool known_path = false;
  std::string allow;  ///< When the path is known but the method is not: the methods that are, comma separated.
};

/// An immutable table of routes. GET routes answer HEAD too.
class Router {
 public:
  /// `fallback` answers GET on every path that no pattern fits.
  Router(std::vector<Route> routes, Route fallback);
  [[nodiscard]] Match match(const std::string& method, const std::vector<std::string>& segments) const;

 private:
  struct Entry {
    Route route;
    std::vector<std::string> pattern;
  };
  std::vector<Entry> entries_;
  Route fallback_;
};

}  // namespace signalbox::http
