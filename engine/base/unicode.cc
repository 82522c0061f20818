#include "base/unicode.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>

namespace signalbox::unicode {

namespace {

/// Code points first, first + step, ... (count of them) that all move by `delta`.
struct CaseRange {
  std::uint32_t first;
  std::uint8_t step;
  std::uint8_t count;
  std::int32_t delta;
};

/// A code point that becomes two or three (0: no third).
struct FullCase {
  std::uint16_t from;
  std::uint16_t to[3];
};

#include "base/unicode/tables.inc"

/// Number of bytes of the well-formed sequence at `at`, 0 when there is none. Unicode Standard, table 3-7.
std::size_t sequence_length(const unsigned char* at, const unsigned char* end) {
  const auto continues = [&](int index, unsigned low = 0x80, unsigned high = 0xBF) {
    return end - at > index && at[index] >= low && at[index] <= high;
  };
  const unsigned lead = at[0];
  if (lead < 0x80) return 1;
  if (lead < 0xC2) return 0;
  if (lead < 0xE0) return continues(1) ? 2 : 0;
  if (lead < 0xF0) {
    const bool second = continues(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
    return second && continues(2) ? 3 : 0;
  }
  if (lead > 0xF4) return 0;
  const bool second = continues(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
  return second && continues(2) && continues(3) ? 4 : 0;
}

/// The code point at `position` of valid UTF-8, which moves behind it.
std::uint32_t take_code_point(std::string_view text, std::size_t& position) {
  const auto byte = [&] { return static_cast<unsigned char>(text[position++]); };
  const std::uint32_t lead = byte();
  if (lead < 0x80) return lead;
  const int more = lead < 0xE0 ? 1 : (lead < 0xF0 ? 2 : 3);
  std::uint32_t code = lead & (0x3Fu >> more);
  for (int i = 0; i < more && position < text.size(); ++i) code = (code << 6) | (byte() & 0x3Fu);
  return code;
}

template <std::size_t kCount>
std::uint32_t map_simple(const CaseRange (&ranges)[kCount], std::uint32_t code) {
  const auto* after = std::upper_bound(std::begin(ranges), std::end(ranges), code,
                                       [](std::uint32_t value, const CaseRange& range) { return value < range.first; });
  if (after == std::begin(ranges)) return code;
  // Ranges do not overlap, so the last that begins before the code point is the one.
  const CaseRange& range = *(after - 1);
  const std::uint32_t distance = code - range.first;
  if (distance % range.step != 0 || distance / range.step >= range.count) return code;
  return code + static_cast<std::uint32_t>(range.delta);
}

bool is_cased(std::uint32_t code) {
  return map_simple(kUpperRanges, code) != code || map_simple(kLowerRanges, code) != code;
}

/// What may stand within a word without being a letter, as far as texts with Greek letters have it: signs such as the
/// apostrophe, and marks that combine with letters. Source: Unicode Standard, Case_Ignorable (section 3.13).
bool is_case_ignorable(std::uint32_t code) {
  constexpr std::uint32_t kSigns[] = {'\'', '.', ':', '^', '`', 0xA8, 0xAD, 0xAF, 0xB4, 0xB7, 0xB8, 0x37A, 0x387};
  const bool mark = (code >= 0x2B0 && code <= 0x36F) || (code >= 0x1FBD && code <= 0x1FC1 && code != 0x1FBE);
  const bool punctuation = (code >= 0x200B && code <= 0x200F) || code == 0x2018 || code == 0x2019 || code == 0x2024;
  return mark || punctuation || std::find(std::begin(kSigns), std::end(kSigns), code) != std::end(kSigns);
}

/// Is there a letter before byte `begin`, with nothing but what is ignored between?
bool follows_letter(std::string_view text, std::size_t begin) {
  while (begin > 0) {
    do {
      --begin;
    } while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80);
    std::size_t position = begin;
    const std::uint32_t code = take_code_point(text, position);
    if (!is_case_ignorable(code)) return is_cased(code);
  }
  return false;
}

/// Likewise from byte `end` on.
bool precedes_letter(std::string_view text, std::size_t end) {
  while (end < text.size()) {
    const std::uint32_t code = take_code_point(text, end);
    if (!is_case_ignorable(code)) return is_cased(code);
  }
  return false;
}

template <std::size_t kRanges, std::size_t kFull>
void append_mapped(std::string_view text, std::string& out, const CaseRange (&ranges)[kRanges],
                   const FullCase (&full)[kFull]) {
  for (std::size_t position = 0; position < text.size();) {
    const std::uint32_t code = take_code_point(text, position);
    const auto* entry =
        std::lower_bound(std::begin(full), std::end(full), code,
                         [](const FullCase& candidate, std::uint32_t value) { return candidate.from < value; });
    if (code < 0x80 || entry == std::end(full) || entry->from != code) {
      append_code_point(map_simple(ranges, code), out);
      continue;
    }
    for (const std::uint16_t target : entry->to) {
      if (target != 0) append_code_point(target, out);
    }
  }
}

/// True when `text` is ASCII; then `out` has it with the letters from `first` to `first` + 25 moved by `delta`.
bool append_ascii(std::string_view text, std::string& out, char first, int delta) {
  if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) return false;
  const std::size_t start = out.size();
  out.append(text);
  for (std::size_t i = start; i < out.size(); ++i) {
    if (out[i] >= first && out[i] <= first + 25) out[i] = static_cast<char>(out[i] + delta);
  }
  return true;
}

constexpr int kCaseDistance = 'a' - 'A';

char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + kCaseDistance) : c; }

}  // namespace

void append_code_point(std::uint32_t code, std::string& out) {
  const auto continuation = [&](int shift) { return static_cast<char>(0x80 | ((code >> shift) & 0x3F)); };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += continuation(0);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += continuation(6);
    out += continuation(0);
  } else {
    out += static_cast<char>(0xF0 | (code >> 18));
    out += continuation(12);
    out += continuation(6);
    out += continuation(0);
  }
}

std::size_t valid_utf8_prefix(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080u;
  const auto* const start = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = start + text.size();
  const auto* at = start;
  while (at != end) {
    std::uint64_t block = 0;
    if (end - at >= 8 && (std::memcpy(&block, at, 8), (block & kHighBits) == 0)) {
      at += 8;
      continue;
    }
    const std::size_t length = sequence_length(at, end);
    if (length == 0) break;
    at += length;
  }
  return static_cast<std::size_t>(at - start);
}

bool is_valid_utf8(std::string_view text) { return valid_utf8_prefix(text) == text.size(); }

std::size_t utf16_length(std::string_view text) { return utf16_index_of_byte(text, text.size()); }

std::size_t byte_offset_of_utf16(std::string_view text, std::size_t index) {
  std::size_t position = 0;
  for (std::size_t units = 0; units < index && position < text.size();) {
    units += take_code_point(text, position) > 0xFFFF ? 2 : 1;
  }
  return position;
}

std::size_t utf16_index_of_byte(std::string_view text, std::size_t offset) {
  // One unit for each lead byte, a second one for the lead byte of four.
  std::size_t units = 0;
  for (const char c : text.substr(0, offset)) {
    const auto byte = static_cast<unsigned char>(c);
    units += ((byte & 0xC0) != 0x80 ? 1 : 0) + (byte >= 0xF0 ? 1 : 0);
  }
  return units;
}

void append_upper(std::string_view text, std::string& out) {
  if (!append_ascii(text, out, 'a', -kCaseDistance)) append_mapped(text, out, kUpperRanges, kUpperFull);
}

void append_lower(std::string_view text, std::string& out) {
  if (append_ascii(text, out, 'A', kCaseDistance)) return;
  constexpr std::string_view kSigma = "\xCE\xA3";
  std::size_t from = 0;
  for (std::size_t at = text.find(kSigma); at != std::string_view::npos; at = text.find(kSigma, from)) {
    append_mapped(text.substr(from, at - from), out, kLowerRanges, kLowerFull);
    from = at + kSigma.size();
    const bool is_final = follows_letter(text, at) && !precedes_letter(text, from);
    out += is_final ? "\xCF\x82" : "\xCF\x83";
  }
  append_mapped(text.substr(from), out, kLowerRanges, kLowerFull);
}

bool CategoryRuns::next(CategoryRun& run) {
  if (at_ >= std::size(kCategoryRuns)) return false;
  run.category = static_cast<Category>(kCategoryRuns[at_++]);
  std::uint32_t count = 0;
  for (int shift = 0;; shift += 7) {
    const std::uint8_t group = kCategoryRuns[at_++];
    count |= static_cast<std::uint32_t>(group & 0x7F) << shift;
    if ((group & 0x80) == 0) break;
  }
  run.first = first_;
  first_ += count;
  run.last = first_ - 1;
  return true;
}

bool equals_ignoring_ascii_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
}

std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = ascii_lower(c);
  return lower;
}

}  // namespace signalbox::unicode
