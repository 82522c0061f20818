#include "server/log.h"

#include <cstdio>

#include <fmt/format.h>

#include "server/clock.h"

namespace signalbox {

void log_line(std::string_view sentence) {
  const std::string line = fmt::format("{} {}\n", to_text(now()), sentence);
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace signalbox
