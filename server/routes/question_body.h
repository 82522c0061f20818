// The body of a request to decide.
#pragma once

#include <string_view>

#include "server/service/decisions.h"

namespace signalbox::routes {

/// Which members the body may have.
enum class BodyUse : unsigned char {
  kPreview,  ///< {"record", "definition"?: name or document, "at"?, "explain"?}
  kLog,      ///< The same, but `definition` is a published one's name.
};

/// Refuses with code and place what is malformed, unknown or of the wrong type. `at` is the host's clock when it is
/// absent.
[[nodiscard]] service::Result<service::Question> read_question(std::string_view body, BodyUse use);

/// The same strictness for a body that is a document: its JSON must be well formed.
[[nodiscard]] service::Result<void> check_json(std::string_view body);

}  // namespace signalbox::routes
