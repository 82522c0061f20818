// What all bodies of requests have in common: strict JSON, known members, the types that they must have.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/json.h"
#include "server/service/refusal.h"

namespace signalbox::routes {

/// The body as an object; `expected` says of another value what should stand there.
[[nodiscard]] service::Result<std::unique_ptr<const json::Document>> parse_object(std::string_view body,
                                                                                  std::string_view expected);
/// Any JSON value.
[[nodiscard]] service::Result<std::unique_ptr<const json::Document>> parse_body(std::string_view body);

[[nodiscard]] tl::unexpected<service::Refusal> wrong_type(std::string_view place, std::string_view expected,
                                                          json::Node found);
[[nodiscard]] tl::unexpected<service::Refusal> unknown_member(std::string_view name,
                                                              const std::vector<std::string_view>& known);
[[nodiscard]] tl::unexpected<service::Refusal> missing_member(std::string_view name);

[[nodiscard]] service::Result<Instant> instant_member(std::string_view place, json::Node value);
/// A text that is not empty.
[[nodiscard]] service::Result<std::string> filled_member(std::string_view place, json::Node value);

}  // namespace signalbox::routes
