// What a fuzzer holds of what it is given: a fuzzer fails by ending the process.
#pragma once

#include <cstdlib>
#include <string_view>

#include "model/json.h"

namespace signalbox::test {

inline void require(bool holds) {
  if (!holds) std::abort();
}

inline bool is_json(std::string_view text) {
  Diagnostics diagnostics;
  return json::Document::parse(text, diagnostics) != nullptr;
}

}  // namespace signalbox::test
