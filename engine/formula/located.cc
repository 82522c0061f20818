#include "formula/located.h"

namespace signalbox::formula {

std::optional<Formula> compile_at(const Place& place, const Scope& scope, Type expected, std::uint32_t begin) {
  const auto text = place.text();
  if (!text) return std::nullopt;
  place.mention_formula(begin);
  Diagnostics inner;
  auto compiled = Formula::compile(text->substr(begin), scope, expected, inner);
  for (Diagnostic& diagnostic : inner) {
    diagnostic.span.begin += begin;
    diagnostic.span.end += begin;
  }
  place.adopt(inner);
  return compiled;
}

}  // namespace signalbox::formula
