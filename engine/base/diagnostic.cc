#include "base/diagnostic.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace signalbox {

namespace {

constexpr std::size_t kMaxComparedBytes = 64;

/// The distance to one short name: for each place of it a bit, so that a row of the table of distances is a word.
/// Hyyro, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances" (2003).
class Alike {
 public:
  explicit Alike(std::string_view name) : size_(name.size()) {
    for (std::size_t i = 0; i < size_; ++i) places_[index(name[i])] |= std::uint64_t{1} << i;
  }

  /// Steps with adjacent transpositions (optimal string alignment). O(length of `other`).
  [[nodiscard]] std::size_t distance(std::string_view other) const {
    const std::uint64_t last = std::uint64_t{1} << (size_ - 1);
    std::uint64_t up = ~std::uint64_t{0};  // Where the column rises by one from a row to the next ...
    std::uint64_t down = 0;                // ... and where it falls.
    std::uint64_t diagonal = 0;
    std::uint64_t before = 0;
    std::size_t distance = size_;
    for (const char c : other) {
      const std::uint64_t here = places_[index(c)];
      const std::uint64_t swapped = ((~diagonal & here) << 1) & before;
      diagonal = (((here & up) + up) ^ up) | here | down | swapped;
      std::uint64_t right = down | ~(diagonal | up);
      std::uint64_t left = diagonal & up;
      if ((right & last) != 0) ++distance;
      if ((left & last) != 0) --distance;
      right = (right << 1) | 1;
      left <<= 1;
      up = left | ~(diagonal | right);
      down = right & diagonal;
      before = here;
    }
    return distance;
  }

 private:
  static std::size_t index(char c) {
    return static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }

  std::size_t size_;
  std::array<std::uint64_t, 256> places_{};
};

}  // namespace

bool has_errors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::kError; });
}

std::string closest_name(std::string_view name, const std::vector<std::string_view>& candidates) {
  if (name.empty() || name.size() > kMaxComparedBytes) return {};
  const Alike wanted(name);
  std::size_t best = name.size() / 3 + 1;
  std::string_view closest;
  for (const std::string_view candidate : candidates) {
    if (candidate.empty() || candidate.size() > kMaxComparedBytes) continue;
    const std::size_t lengths_apart = std::max(candidate.size(), name.size()) - std::min(candidate.size(), name.size());
    if (lengths_apart >= best) continue;
    const std::size_t apart = wanted.distance(candidate);
    if (apart < best) {
      best = apart;
      closest = candidate;
    }
  }
  return std::string(closest);
}

std::string counted(std::size_t count, std::string_view noun) {
  return std::to_string(count) + ' ' + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace signalbox
