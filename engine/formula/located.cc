#include "formula/located.h"

#include <cstddef>
#include <iterator>

namespace signalbox::formula {

std::optional<Formula> compile_at(const Place& place, const Scope& scope, Type expected, std::uint32_t begin) {
  const auto text = place.text();
  if (!text) return std::nullopt;
  place.mention_formula(begin);
  // Compiled into the diagnostics of the document, so that their number is known; then given their places there.
  Diagnostics& all = place.diagnostics();
  const auto before = static_cast<std::ptrdiff_t>(all.size());
  auto compiled = Formula::compile(text->substr(begin), scope, expected, all);
  Diagnostics inner(std::make_move_iterator(all.begin() + before), std::make_move_iterator(all.end()));
  all.erase(all.begin() + before, all.end());
  for (Diagnostic& diagnostic : inner) {
    diagnostic.span.begin += begin;
    diagnostic.span.end += begin;
  }
  place.adopt(inner);
  return compiled;
}

}  // namespace signalbox::formula
