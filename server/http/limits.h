// Every limit of the HTTP host, in one place. The engine's own are in engine/base/limits.h.
#pragma once

#include <chrono>
#include <cstddef>

#include "base/limits.h"

namespace signalbox::http {

inline constexpr std::size_t kMaxHeaderBytes = 16u << 10;
inline constexpr std::size_t kMaxRecordBodyBytes = limits::kMaxRecordBytes;  ///< Requests that carry a record.
inline constexpr std::size_t kMaxDocumentBodyBytes =
    limits::kMaxDocumentBytes;  ///< Requests that carry a definition, a directory or a roster.
inline constexpr std::size_t kMaxBodiesBytes = 512u << 20;  ///< Of all requests that are being read at one moment.
inline constexpr std::size_t kMaxConnections = 1024;
inline constexpr std::size_t kMaxSiteBytes = 512u << 20;  ///< All files of the web folder.
inline constexpr std::size_t kMaxPage = 200;              ///< Entries in one page.
inline constexpr std::size_t kMaxNameBytes =
    255;  ///< An object, a record's id, a definition's name, an idempotency key.

inline constexpr std::chrono::seconds kIdleTimeout{60};    ///< Between two requests of a connection.
inline constexpr std::chrono::seconds kHeaderTimeout{10};  ///< From a request's first byte to the end of its header.
inline constexpr std::chrono::seconds kBodyTimeout{60};
inline constexpr std::chrono::seconds kWriteTimeout{60};
inline constexpr std::chrono::seconds kStopTimeout{10};  ///< What requests in flight get when the server stops.

/// After a refusal that leaves a body unread, so much of it is read and thrown away, so that the client can read the
/// answer before the connection is reset.
inline constexpr std::size_t kLingerBytes = 8u << 20;
inline constexpr std::chrono::seconds kLingerTimeout{2};

}  // namespace signalbox::http
