// Characters and functions of other languages that people write in formulas and that mean nothing there.
#pragma once

#include <string_view>

namespace signalbox::formula {

struct Misspelling {
  std::string_view written;
  std::string_view instead;   ///< What to write; may be empty.
  std::string_view sentence;  ///< What a diagnostic says about it; empty when `instead` says it all.
};

/// Without regard to ASCII case; nullptr where there is no advice.
[[nodiscard]] const Misspelling* misspelling(std::string_view written);

}  // namespace signalbox::formula
