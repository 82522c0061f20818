// What looking values up in an index and building one share.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "rules/literal.h"

namespace signalbox::rules::index_values {

template <class Word>
std::uint64_t word_at(const char* bytes) {
  Word word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

inline std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
  // High bits first come down: texts often differ in their last byte only.
  hash ^= word ^ (word >> 32);
  hash *= 0x9E3779B97F4A7C15u;
  return hash ^ (hash >> 29);
}

/// What tells texts apart: two texts of up to kWhole bytes are equal when their keys are; longer ones may differ all
/// the same. For tables in memory only: the order of the bytes in a word shows in it.
struct TextKey {
  static constexpr std::size_t kWhole = 2 * sizeof(std::uint64_t);

  std::uint64_t head = 0;
  std::uint64_t tail = 0;
  std::uint32_t size = 0;

  explicit TextKey(std::string_view text) : size(static_cast<std::uint32_t>(text.size())) {
    constexpr std::size_t kWord = sizeof(std::uint64_t);
    constexpr std::size_t kHalf = sizeof(std::uint32_t);
    const char* const bytes = text.data();
    const std::size_t count = text.size();
    if (count >= kWord) {
      head = word_at<std::uint64_t>(bytes);
      tail = word_at<std::uint64_t>(bytes + count - kWord);
      for (std::size_t i = kWord; i + kWord < count; i += kWord) head = mixed(head, word_at<std::uint64_t>(bytes + i));
    } else if (count >= kHalf) {
      head = word_at<std::uint32_t>(bytes) | std::uint64_t{word_at<std::uint32_t>(bytes + count - kHalf)} << 32;
    } else {
      for (const char c : text) head = head << 8 | static_cast<unsigned char>(c);
    }
  }

  /// The high bits are the good ones.
  [[nodiscard]] std::uint64_t hash() const { return (head ^ std::rotl(tail, 29) ^ size) * 0x9E3779B97F4A7C15u; }
};

/// Dates and times as whole numbers.
inline std::optional<std::int64_t> whole_number(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kDate:
      return value.as_date().days;
    case Value::Kind::kDateTime:
      return value.as_date_time().ms;
    case Value::Kind::kTime:
      return value.as_time().ms;
    default:
      return std::nullopt;
  }
}

inline bool before(const Value& a, const Value& b) {
  const auto order = compare(a, b);
  return order && *order < 0;
}

inline bool same(const Value& a, const Value& b) {
  const auto order = compare(a, b);
  return order && *order == 0;
}

}  // namespace signalbox::rules::index_values
