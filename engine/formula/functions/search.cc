#include "formula/functions/search.h"

#include <cstdint>
#include <cstring>

namespace signalbox::formula {
namespace {

/// Up to here the library's search, which may compare each place with all of the wanted text, is the faster one.
constexpr std::size_t kShort = 64;

/// Numbers in bytes without alignment, as the arena hands them out.
class Borders {
 public:
  Borders(std::size_t count, Arena& arena) : bytes_(arena.allocate(count * sizeof(std::uint32_t))) {}
  [[nodiscard]] std::uint32_t get(std::size_t index) const {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes_ + index * sizeof value, sizeof value);
    return value;
  }
  void set(std::size_t index, std::uint32_t value) { std::memcpy(bytes_ + index * sizeof value, &value, sizeof value); }

 private:
  char* bytes_;
};

}  // namespace

std::size_t find_text(std::string_view text, std::string_view wanted, std::size_t from, Arena& arena) {
  if (wanted.size() <= kShort || text.size() < wanted.size()) return text.find(wanted, from);
  // Knuth, Morris, Pratt: border[i] is the length of the longest proper prefix of wanted[0..i] that ends it as well.
  Borders border(wanted.size(), arena);
  border.set(0, 0);
  for (std::size_t i = 1, matched = 0; i < wanted.size(); ++i) {
    while (matched > 0 && wanted[i] != wanted[matched]) matched = border.get(matched - 1);
    if (wanted[i] == wanted[matched]) ++matched;
    border.set(i, static_cast<std::uint32_t>(matched));
  }
  for (std::size_t i = from, matched = 0; i < text.size(); ++i) {
    while (matched > 0 && text[i] != wanted[matched]) matched = border.get(matched - 1);
    if (text[i] == wanted[matched]) ++matched;
    if (matched == wanted.size()) return i + 1 - matched;
  }
  return std::string_view::npos;
}

}  // namespace signalbox::formula
