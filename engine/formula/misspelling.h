// Characters that people write in formulas and that mean nothing there.
#pragma once

#include <string_view>

namespace signalbox::formula {

struct Misspelling {
  std::string_view character;
  std::string_view instead;   ///< What to write.
  std::string_view sentence;  ///< What a diagnostic says about it.
};

/// nullptr for a character without advice.
[[nodiscard]] const Misspelling* misspelling(std::string_view character);

}  // namespace signalbox::formula
