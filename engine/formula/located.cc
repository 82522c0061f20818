#include "formula/located.h"

namespace signalbox::formula {

std::optional<Formula> compile_at(const Place& place, const Scope& scope, Type expected) {
  const auto text = place.text();
  if (!text) return std::nullopt;
  Diagnostics inner;
  auto compiled = Formula::compile(*text, scope, expected, inner);
  place.adopt(inner);
  return compiled;
}

}  // namespace signalbox::formula
