// Routes for definitions, the directory and the roster.
#pragma once

#include <vector>

#include "server/http/router.h"
#include "server/service/library.h"

namespace signalbox::routes {

/// `library` must outlive the routes.
[[nodiscard]] std::vector<http::Route> document_routes(service::Library& library);

}  // namespace signalbox::routes
