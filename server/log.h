// The operator's log: lines on standard error. Never bodies, never headers, never secrets.
#pragma once

#include <string_view>

namespace signalbox {

/// `2026-01-31T08:00:00.000Z sentence`, as one write, from any thread.
void log_line(std::string_view sentence);

}  // namespace signalbox
