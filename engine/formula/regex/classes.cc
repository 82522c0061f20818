#include "formula/regex/classes.h"

#include <utility>

namespace signalbox::formula::regex {

namespace {

const CharSet& digits() {
  static const CharSet set = {{'0', '9'}};
  return set;
}

struct NamedClass {
  std::string_view name;
  CharSet set;
};

const std::vector<NamedClass>& posix_classes() {
  static const std::vector<NamedClass> classes = {
      {"Lower", {{'a', 'z'}}},
      {"Upper", {{'A', 'Z'}}},
      {"ASCII", {{0, 0x7F}}},
      {"Alpha", {{'a', 'z'}, {'A', 'Z'}}},
      {"Digit", {{'0', '9'}}},
      {"Alnum", {{'a', 'z'}, {'A', 'Z'}, {'0', '9'}}},
      {"Punct", {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}},
      {"Graph", {{'!', '~'}}},
      {"Print", {{' ', '~'}}},
      {"Blank", {{' ', ' '}, {'\t', '\t'}}},
      {"Cntrl", {{0, 0x1F}, {0x7F, 0x7F}}},
      {"XDigit", {{'0', '9'}, {'a', 'f'}, {'A', 'F'}}},
      {"Space", {{' ', ' '}, {'\t', '\r'}}},
  };
  return classes;
}

CharSet horizontal_space() {
  return {{' ', ' '},       {'\t', '\t'},     {0xA0, 0xA0},     {0x1680, 0x1680}, {0x180E, 0x180E},
          {0x2000, 0x200A}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}};
}

std::optional<CharSet> positive_class(char32_t letter) {
  switch (letter) {
    case 'd':
      return digits();
    case 'w':
      return CharSet{{'a', 'z'}, {'A', 'Z'}, {'0', '9'}, {'_', '_'}};
    case 's':
      return CharSet{{' ', ' '}, {'\t', '\r'}};
    case 'h':
      return horizontal_space();
    case 'v':
      return CharSet{{'\n', '\r'}, {0x85, 0x85}, {0x2028, 0x2029}};
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<CharSet> class_of_escape(char32_t letter) {
  if (auto set = positive_class(letter)) return set;
  if (letter < 'A' || letter > 'Z') return std::nullopt;
  const auto inverse = positive_class(letter - 'A' + 'a');
  return inverse ? std::optional(inverse->complement()) : std::nullopt;
}

std::optional<CharSet> class_of_property(std::string_view name) {
  for (const NamedClass& named : posix_classes()) {
    if (named.name == name) return named.set;
  }
  return std::nullopt;
}

CharSet line_breaks() { return {{'\n', '\n'}, {'\r', '\r'}, {0x85, 0x85}, {0x2028, 0x2029}}; }

}  // namespace signalbox::formula::regex
