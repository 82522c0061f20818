// The little of Unicode that decisions need. Tables are generated from Debian's unicode-data at build time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox::unicode {

/// True for well-formed UTF-8 (no surrogates, no overlong forms, at most U+10FFFF). O(n).
[[nodiscard]] bool is_valid_utf8(std::string_view text);
/// Length of the longest well-formed beginning: text.size() when all of it is. O(n).
[[nodiscard]] std::size_t valid_utf8_prefix(std::string_view text);
/// Appends one code point (no surrogate, at most U+10FFFF) as UTF-8.
void append_code_point(std::uint32_t code, std::string& out);
/// Characters as Salesforce (Java, UTF-16 units) counts them: a code point above U+FFFF counts 2. `text` is valid
/// UTF-8. O(n).
[[nodiscard]] std::size_t utf16_length(std::string_view text);
/// Byte offset of UTF-16 unit `index` (an index inside a pair is moved to its end); text.size() when past the end.
/// O(n).
[[nodiscard]] std::size_t byte_offset_of_utf16(std::string_view text, std::size_t index);
/// UTF-16 index of byte offset `offset`. O(n).
[[nodiscard]] std::size_t utf16_index_of_byte(std::string_view text, std::size_t offset);
/// Full upper and lower case (UnicodeData and SpecialCasing: a sharp s becomes SS, a capital sigma at the end of a word
/// the final one; SpecialCasing, Final_Sigma), without locale. Appended to `out`.
void append_upper(std::string_view text, std::string& out);
void append_lower(std::string_view text, std::string& out);

/// General categories, in the order of the generated table. kCn: not assigned.
enum class Category : std::uint8_t {
  kLu,
  kLl,
  kLt,
  kLm,
  kLo,
  kMn,
  kMc,
  kMe,
  kNd,
  kNl,
  kNo,
  kPc,
  kPd,
  kPs,
  kPe,
  kPi,
  kPf,
  kPo,
  kSm,
  kSc,
  kSk,
  kSo,
  kZs,
  kZl,
  kZp,
  kCc,
  kCf,
  kCs,
  kCo,
  kCn
};

/// Neighbouring code points of one general category.
struct CategoryRun {
  std::uint32_t first;
  std::uint32_t last;
  Category category;
};

/// All runs from U+0000 to U+10FFFF, one after the other.
class CategoryRuns {
 public:
  /// False behind the last one.
  bool next(CategoryRun& run);

 private:
  std::size_t at_ = 0;
  std::uint32_t first_ = 0;
};

/// ASCII only: for names of the language, which are ASCII.
[[nodiscard]] bool equals_ignoring_ascii_case(std::string_view a, std::string_view b);
[[nodiscard]] std::string ascii_lower(std::string_view text);

}  // namespace signalbox::unicode
