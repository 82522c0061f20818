#include "formula/regex/classes.h"

#include <array>
#include <utility>

#include "base/unicode.h"

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

/// A bit for each general category.
using CategoryMask = std::uint32_t;

/// In the order of unicode::Category, two letters each.
constexpr std::string_view kCategoryNames = "LuLlLtLmLoMnMcMeNdNlNoPcPdPsPePiPfPoSmScSkSoZsZlZpCcCfCsCoCn";

struct NamedMask {
  std::string_view name;
  std::string_view categories;  ///< Names of two letters.
};
constexpr NamedMask kBinaryProperties[] = {{"LC", "LuLlLt"},      {"IsLetter", "LuLlLtLmLo"},
                                           {"IsTitlecase", "Lt"}, {"IsDigit", "Nd"},
                                           {"IsControl", "Cc"},   {"IsPunctuation", "PcPdPsPePiPfPo"}};

CategoryMask mask_of(std::string_view names) {
  CategoryMask mask = 0;
  for (; !names.empty(); names.remove_prefix(2))
    mask |= CategoryMask{1} << (kCategoryNames.find(names.substr(0, 2)) / 2);
  return mask;
}

/// `Lu`, or `L` for all that begin so; 0 for other names.
CategoryMask category_mask(std::string_view name) {
  CategoryMask mask = 0;
  if (name.empty() || name.size() > 2) return mask;
  for (std::size_t i = 0; i < kCategoryNames.size(); i += 2) {
    if (kCategoryNames.substr(i, name.size()) == name) mask |= CategoryMask{1} << (i / 2);
  }
  return mask;
}

using CategorySets = std::array<CharSet, kCategoryNames.size() / 2>;

/// Read once, because a pattern may be read for each record.
const CategorySets& category_sets() {
  static const CategorySets sets = [] {
    CategorySets made;
    unicode::CategoryRuns runs;
    for (unicode::CategoryRun run{}; runs.next(run);)
      made[static_cast<std::size_t>(run.category)].add(run.first, run.last);
    return made;
  }();
  return sets;
}

CharSet set_of(CategoryMask mask) {
  CharSet set;
  for (std::size_t i = 0; i < category_sets().size(); ++i) {
    if ((mask >> i & 1) != 0) set.add(category_sets()[i]);
  }
  return set;
}

/// `L`, `IsL`, `gc=L`, `general_category=L`, and a few properties that are unions of categories.
std::optional<CharSet> class_of_category(std::string_view name) {
  for (const NamedMask& property : kBinaryProperties) {
    if (property.name == name) return set_of(mask_of(property.categories));
  }
  for (const std::string_view prefix : {"Is", "gc=", "general_category="}) {
    if (!name.starts_with(prefix)) continue;
    name.remove_prefix(prefix.size());
    break;
  }
  const CategoryMask mask = category_mask(name);
  return mask != 0 ? std::optional(set_of(mask)) : std::nullopt;
}

CharSet horizontal_space() {
  return {{' ', ' '},       {'\t', '\t'},     {0xA0, 0xA0},     {0x1680, 0x1680}, {0x180E, 0x180E},
          {0x2000, 0x200A}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}};
}

CharSet white_space() {
  return {{'\t', '\r'},     {' ', ' '},       {0x85, 0x85},     {0xA0, 0xA0},     {0x1680, 0x1680},
          {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}};
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
  if (name == "IsAssigned") return set_of(mask_of("Cn")).complement();
  if (name == "IsWhite_Space") return white_space();
  return class_of_category(name);
}

CharSet line_breaks() { return {{'\n', '\n'}, {'\r', '\r'}, {0x85, 0x85}, {0x2028, 0x2029}}; }

}  // namespace signalbox::formula::regex
