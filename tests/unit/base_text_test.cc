// Unicode, the arena and diagnostics.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/unicode.h"

namespace signalbox {
namespace {

std::string upper(std::string_view text) {
  std::string out;
  unicode::append_upper(text, out);
  return out;
}

std::string lower(std::string_view text) {
  std::string out;
  unicode::append_lower(text, out);
  return out;
}

TEST(Unicode, WellFormedTextIsValid) {
  for (const char* text : {"", "plain", "\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
                           "\xF4\x8F\xBF\xBF", "12345678\xC3\xA4"}) {
    EXPECT_TRUE(unicode::is_valid_utf8(text)) << text;
  }
}

TEST(Unicode, IllFormedTextIsNot) {
  const std::vector<std::string> bad = {
      "\x80",         "\xC3",          "\xC0\x80",         "\xC1\xBF",         "\xE0\x9F\xBF",     "\xED\xA0\x80",
      "\xED\xBF\xBF", "\xE2\x82",      "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF",
      "\xF0\x9F\x98", "abcdefgh\xC3(", "\xC3\xA4\x80"};
  for (const std::string& text : bad) EXPECT_FALSE(unicode::is_valid_utf8(text)) << testing::PrintToString(text);
  EXPECT_EQ(unicode::valid_utf8_prefix("abcdefghij\xC3("), 10u);
}

TEST(Unicode, CountsAsJavaDoes) {
  EXPECT_EQ(unicode::utf16_length("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"), 5u);
  const std::string text = "a\xF0\x9F\x98\x80z";
  EXPECT_EQ(unicode::byte_offset_of_utf16(text, 1), 1u);
  EXPECT_EQ(unicode::byte_offset_of_utf16(text, 2), 5u);
  EXPECT_EQ(unicode::byte_offset_of_utf16(text, 3), 5u);
  EXPECT_EQ(unicode::byte_offset_of_utf16(text, 99), 6u);
  EXPECT_EQ(unicode::utf16_index_of_byte(text, 5), 3u);
  EXPECT_EQ(unicode::utf16_index_of_byte(text, 6), 4u);
}

TEST(Unicode, CaseMayChangeTheLength) {
  EXPECT_EQ(upper("Stra\xC3\x9F"
                  "e"),
            "STRASSE");
  EXPECT_EQ(upper("\xEF\xAC\x83"), "FFI");
  EXPECT_EQ(lower("\xC4\xB0"), "i\xCC\x87");
  EXPECT_EQ(upper("\xC5\xBF"), "S");
  EXPECT_EQ(upper("mixed 123 \xC3\xA4"), "MIXED 123 \xC3\x84");
  EXPECT_EQ(lower("\xF0\x90\x90\x80"), "\xF0\x90\x90\xA8");
  std::string out = "kept ";
  unicode::append_upper("x", out);
  EXPECT_EQ(out, "kept X");
}

/// UTF-8 of code points written in hexadecimal with spaces between.
std::string from_hex(const std::string& codes) {
  std::istringstream in(codes);
  std::string text;
  for (std::string code; in >> code;)
    unicode::append_code_point(static_cast<std::uint32_t>(std::stoul(code, nullptr, 16)), text);
  return text;
}

/// Lines of a Unicode data file, split at semicolons, without comments.
std::vector<std::vector<std::string>> unicode_rows(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    line.erase(std::min(line.find('#'), line.size()));
    std::vector<std::string> fields;
    std::istringstream in(line);
    for (std::string field; std::getline(in, field, ';');) fields.push_back(field);
    if (fields.size() > 3) rows.push_back(fields);
  }
  return rows;
}

TEST(Unicode, EveryCodePointHasTheCaseOfTheUnicodeData) {
  const auto data = unicode_rows("/usr/share/unicode/UnicodeData.txt");
  const auto special = unicode_rows("/usr/share/unicode/SpecialCasing.txt");
  if (data.empty() || special.empty()) GTEST_SKIP() << "the system has no Unicode data";
  std::map<unsigned long, std::pair<std::string, std::string>> expected;
  for (const auto& row : data) {
    expected[std::stoul(row[0], nullptr, 16)] = {row.size() > 12 ? from_hex(row[12]) : "",
                                                 row.size() > 13 ? from_hex(row[13]) : ""};
  }
  for (const auto& row : special) {
    if (row.size() > 5)
      continue;  // With a condition: a language or a context. (The last field is the blank before the comment.)
    expected[std::stoul(row[0], nullptr, 16)] = {from_hex(row[3]), from_hex(row[1])};
  }
  for (unsigned long code = 0; code <= 0x10FFFF; ++code) {
    if (code >= 0xD800 && code <= 0xDFFF) continue;
    std::string text;
    unicode::append_code_point(static_cast<std::uint32_t>(code), text);
    const auto entry = expected.find(code);
    const bool known = entry != expected.end();
    ASSERT_EQ(upper(text), known && !entry->second.first.empty() ? entry->second.first : text) << std::hex << code;
    ASSERT_EQ(lower(text), known && !entry->second.second.empty() ? entry->second.second : text) << std::hex << code;
  }
}

TEST(Unicode, NamesCompareWithoutRegardToAsciiCase) {
  EXPECT_TRUE(unicode::equals_ignoring_ascii_case("Account.Tier__c", "ACCOUNT.tier__C"));
  EXPECT_FALSE(unicode::equals_ignoring_ascii_case("a", "ab"));
  EXPECT_FALSE(unicode::equals_ignoring_ascii_case("[", "{"));
  EXPECT_EQ(unicode::ascii_lower("AbC\xC3\x84"), "abc\xC3\x84");
}

TEST(Arena, WhatItKeepsStaysPutWhileItGrows) {
  Arena arena;
  std::vector<std::string> texts;
  std::vector<std::string_view> kept;
  for (int i = 0; i < 5000; ++i)
    texts.push_back(std::string(static_cast<std::size_t>(i % 97), static_cast<char>('a' + i % 26)));
  for (const std::string& text : texts) kept.push_back(arena.keep(text));
  const std::string large(5'000'000, 'x');
  const std::string_view large_kept = arena.keep(large);
  for (std::size_t i = 0; i < texts.size(); ++i) ASSERT_EQ(kept[i], texts[i]);
  EXPECT_EQ(large_kept, large);
}

TEST(Arena, StorageIsUsedAgainAfterReset) {
  Arena arena;
  const char* first = arena.allocate(100);
  arena.reset();
  EXPECT_EQ(arena.allocate(50), first);
}

TEST(Diagnostics, WarningsAreNoErrors) {
  Diagnostics diagnostics(1);
  diagnostics[0].severity = Severity::kWarning;
  EXPECT_FALSE(has_errors(diagnostics));
  diagnostics.emplace_back();
  EXPECT_TRUE(has_errors(diagnostics));
}

TEST(Diagnostics, TheClosestNameIsSuggested) {
  const std::vector<std::string_view> names = {"Country__c", "Product__c", "Severity__c", "Id"};
  EXPECT_EQ(closest_name("Contry__c", names), "Country__c");
  EXPECT_EQ(closest_name("Porduct__c", names), "Product__c");
  EXPECT_EQ(closest_name("SEVERITY__C", names), "Severity__c");
  EXPECT_EQ(closest_name("id", names), "Id");
  EXPECT_EQ(closest_name("Amount", names), "");
  EXPECT_EQ(closest_name("", names), "");
  EXPECT_EQ(closest_name(std::string(100'000, 'x'), names), "");
  EXPECT_EQ(closest_name("abd", {"abe", "abf"}), "abe");
}

}  // namespace
}  // namespace signalbox
