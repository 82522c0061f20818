// Errors as RFC 9457 problem documents.
#pragma once

#include <string_view>

#include "server/http/message.h"

namespace signalbox::http {

/// What a problem says beside its status.
struct Problem {
  std::string_view code;                ///< Stable, kebab case.
  std::string_view sentence;            ///< What is wrong, and what to do next.
  std::string_view place = {};          ///< Where; may be empty.
  std::string_view diagnostics = "[]";  ///< JSON array.
};

/// `application/problem+json` with type, title, status, detail, code, and place and diagnostics where there are any.
[[nodiscard]] Response problem(unsigned status, const Problem& problem);

}  // namespace signalbox::http
