// A journey for people: what happened when, and what the host had to do.
#pragma once

#include <string>
#include <string_view>

namespace signalbox::cli {

/// The lines of one answer of `workflow.advance`.
[[nodiscard]] std::string journey_lines(std::string_view answer);
/// How the run stands: its status, what it waits for and its incidents.
[[nodiscard]] std::string journey_end(std::string_view answer);

}  // namespace signalbox::cli
