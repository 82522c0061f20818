// What looking values up in an index and building one share.
#pragma once

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

/// For tables in memory only: the order of the bytes in a word shows in it.
inline std::uint64_t hash_of(std::string_view text) {
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  constexpr std::size_t kHalf = sizeof(std::uint32_t);
  const std::size_t size = text.size();
  const char* const bytes = text.data();
  std::uint64_t hash = size;
  if (size >= kWord) {
    for (std::size_t i = 0; i + kWord < size; i += kWord) hash = mixed(hash, word_at<std::uint64_t>(bytes + i));
    return mixed(hash, word_at<std::uint64_t>(bytes + size - kWord));
  }
  if (size >= kHalf) {
    return mixed(hash, word_at<std::uint32_t>(bytes) << 32 | word_at<std::uint32_t>(bytes + size - kHalf));
  }
  std::uint64_t word = 0;
  for (const char c : text) word = word << 8 | static_cast<unsigned char>(c);
  return mixed(hash, word);
}

/// The same as `a == b`, without a call for the short texts that inputs are.
inline bool same_text(std::string_view a, std::string_view b) {
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  if (a.size() != b.size()) return false;
  if (a.size() < kWord || a.size() > 2 * kWord) return a == b;
  const std::size_t last = a.size() - kWord;
  return word_at<std::uint64_t>(a.data()) == word_at<std::uint64_t>(b.data()) &&
         word_at<std::uint64_t>(a.data() + last) == word_at<std::uint64_t>(b.data() + last);
}

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
