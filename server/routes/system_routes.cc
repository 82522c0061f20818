#include "server/routes/system_routes.h"

#include <fmt/format.h>

#include "api/api.h"

namespace signalbox::routes {
namespace {

struct Embedded {
  std::string_view name;
  std::string_view text;
};

constexpr Embedded kOpenApi[] = {
#include "embedded/openapi.inc"
};

http::Handler constant(std::string content_type, std::string text) {
  const auto body = std::make_shared<const std::string>(std::move(text));
  return [content_type = std::move(content_type), body](const http::Request&, const http::Parameters&,
                                                        const http::Done& done) {
    http::Response response;
    response.content_type = content_type;
    response.shared_body = body;
    done(std::move(response));
  };
}

}  // namespace

std::vector<http::Route> system_routes(const metrics::Metrics& metrics) {
  const std::string health = fmt::format(R"({{"status":"ok","engine":"{}"}})", api::engine_version());
  return {
      {.method = "GET",
       .pattern = "/healthz",
       .run = constant("application/json", health),
       .is_open = true,
       .is_quick = true},
      {.method = "GET",
       .pattern = "/openapi.yaml",
       .run = constant("application/yaml", std::string(kOpenApi[0].text)),
       .is_open = true,
       .is_quick = true},
      {.method = "GET",
       .pattern = "/metrics",
       .run =
           [&metrics](const http::Request&, const http::Parameters&, const http::Done& done) {
             http::Response response;
             response.content_type = "text/plain; version=0.0.4; charset=utf-8";
             response.body = metrics.text();
             done(std::move(response));
           },
       .is_quick = true},
  };
}

}  // namespace signalbox::routes
