#include "base/diagnostic.h"

#include <algorithm>

#include "base/unicode.h"

namespace signalbox {

namespace {

constexpr std::size_t kMaxComparedBytes = 64;

/// Damerau-Levenshtein distance with adjacent transpositions (optimal string alignment) of two short texts.
std::size_t distance(std::string_view a, std::string_view b) {
  std::size_t rows[3][kMaxComparedBytes + 1];
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t* row = rows[i % 3];
    const std::size_t* above = rows[(i + 2) % 3];
    const std::size_t* second = rows[(i + 1) % 3];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, changed});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], second[j - 2] + 1);
    }
  }
  return rows[a.size() % 3][b.size()];
}

}  // namespace

bool has_errors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::kError; });
}

std::string closest_name(std::string_view name, const std::vector<std::string_view>& candidates) {
  if (name.empty() || name.size() > kMaxComparedBytes) return {};
  const std::string wanted = unicode::ascii_lower(name);
  std::size_t best = name.size() / 3 + 1;
  std::string_view closest;
  for (const std::string_view candidate : candidates) {
    if (candidate.empty() || candidate.size() > kMaxComparedBytes) continue;
    const std::size_t lengths_apart = std::max(candidate.size(), name.size()) - std::min(candidate.size(), name.size());
    if (lengths_apart >= best) continue;
    const std::size_t apart = distance(wanted, unicode::ascii_lower(candidate));
    if (apart < best) {
      best = apart;
      closest = candidate;
    }
  }
  return std::string(closest);
}

}  // namespace signalbox
