// Functions of text in the slow twin, over UTF-16 as Java counts it. It knows the case of the letters that
// random_formula.h writes: those of ASCII and of Turkish, and the sharp s.
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <vector>

#include "base/limits.h"
#include "tests/support/slow_value.h"

namespace signalbox::slow {

/// An index inside a surrogate pair is moved to its end.
inline std::size_t edge(const std::u16string& in, std::int64_t at) {
  auto index = static_cast<std::size_t>(std::clamp<std::int64_t>(at, 0, static_cast<std::int64_t>(in.size())));
  if (index > 0 && index < in.size() && in[index] >= 0xDC00 && in[index] <= 0xDFFF) ++index;
  return index;
}

/// Units [from, from + count).
inline std::u16string units(const std::u16string& text, std::int64_t from, std::int64_t count) {
  if (count <= 0) return {};
  const std::u16string rest = text.substr(edge(text, from));
  return rest.substr(0, edge(rest, count));
}

/// Code points.
inline std::wstring wide(const std::u16string& text) {
  std::wstring out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool pair = text[i] >= 0xD800 && text[i] <= 0xDBFF;
    out += pair ? static_cast<wchar_t>(0x10000 + ((text[i] - 0xD800) << 10) + (text[i + 1] - 0xDC00))
                : static_cast<wchar_t>(text[i]);
    if (pair) ++i;
  }
  return out;
}

inline std::u16string utf16_of(std::wstring_view text) {
  std::u16string out;
  for (const wchar_t c : text) {
    const auto code = static_cast<std::uint32_t>(c);
    if (code < 0x10000) {
      out += static_cast<char16_t>(code);
    } else {
      out += static_cast<char16_t>(0xD800 + ((code - 0x10000) >> 10));
      out += static_cast<char16_t>(0xDC00 + ((code - 0x10000) & 0x3FF));
    }
  }
  return out;
}

inline std::u16string upper(char16_t unit, bool dotless) {
  if (unit == u'i' && dotless) return u"\u0130";
  if (unit == u'\u0131') return u"I";
  if (unit == u'\u00DF') return u"SS";
  return {unit >= u'a' && unit <= u'z' ? static_cast<char16_t>(unit - 32) : unit};
}
inline std::u16string lower(char16_t unit, bool dotless) {
  if (unit == u'I' && dotless) return u"\u0131";
  if (unit == u'\u0130') return dotless ? u"i" : u"i\u0307";
  return {unit >= u'A' && unit <= u'Z' ? static_cast<char16_t>(unit + 32) : unit};
}

inline std::u16string in_case(const std::vector<Thing>& given, std::u16string (*of)(char16_t, bool)) {
  const bool dotless =
      given.size() > 1 && std::regex_match(to_utf8(given[1].text), std::regex("(tr|az)([_-].*)?", std::regex::icase));
  std::u16string out;
  for (const char16_t unit : given[0].text) out += of(unit, dotless);
  return out;
}

inline std::u16string initcap(const std::u16string& text) {
  std::u16string out;
  bool inside = false;
  for (const char16_t unit : text) {
    out += inside ? lower(unit, false) : upper(unit, false);
    inside = unit > 0x7F || std::isalnum(static_cast<int>(unit)) != 0;
  }
  return out;
}

inline std::u16string trimmed_text(std::u16string text) {
  while (!text.empty() && text.front() <= u' ') text.erase(0, 1);
  while (!text.empty() && text.back() <= u' ') text.pop_back();
  return text;
}

inline std::u16string substituted(std::u16string text, const std::u16string& from, const std::u16string& to) {
  if (from.empty()) return {};
  for (std::size_t at = text.find(from); at != std::u16string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

inline std::u16string padded(const std::vector<Thing>& given, bool at_left) {
  const std::u16string& text = given[0].text;
  const std::u16string pad = given.size() > 2 ? given[2].text : u" ";
  const std::int64_t wanted = whole_of(given[1].number);
  const auto size = static_cast<std::int64_t>(text.size());
  if (wanted <= 0 || text.empty()) return {};
  if (wanted <= size) return units(text, 0, wanted);
  if (pad.empty()) return text;
  if (wanted > static_cast<std::int64_t>(limits::kMaxTextBytes)) throw ErrorCode::kTextTooLong;
  std::u16string extra;
  while (static_cast<std::int64_t>(extra.size() + pad.size()) <= wanted - size) extra += pad;
  extra += units(pad, 0, wanted - size - static_cast<std::int64_t>(extra.size()));
  return at_left ? extra + text : text + extra;
}

inline std::u16string substring(const std::vector<Thing>& given) {
  const auto size = static_cast<std::int64_t>(given[0].text.size());
  std::int64_t from = whole_of(given[1].number);
  from = from < 0 ? from + size : std::max<std::int64_t>(from - 1, 0);
  if (from < 0) return {};
  return units(given[0].text, from, given.size() > 2 ? whole_of(given[2].number) : size);
}

inline std::int64_t place_of(const std::vector<Thing>& given) {
  if (given[0].text.empty()) return 0;
  const std::int64_t start = given.size() > 2 ? std::max<std::int64_t>(whole_of(given[2].number), 1) - 1 : 0;
  const std::size_t at = given[1].text.find(given[0].text, edge(given[1].text, start));
  return at == std::u16string::npos ? 0 : static_cast<std::int64_t>(at) + 1;
}

/// What VALUE reads; nullopt when it is no number.
inline std::optional<Number> number_in(const std::u16string& text) {
  const std::string plain = to_utf8(trimmed_text(text));
  static const std::regex kForm(R"(([+-]?)(\d*)(\.?)(\d*)(?:[eE]([+-]?\d{1,4}))?)");
  std::smatch found;
  if (!std::regex_match(plain, found, kForm) || found[2].length() + found[4].length() == 0) return std::nullopt;
  Number number{trimmed(found[2].str() + found[4].str()), static_cast<int>(found[4].length()), found[1] == "-"};
  if (found[5].matched) number.scale -= std::stoi(found[5]);
  if (number.digits == "0") return Number{"0", std::max(0, number.scale), false};
  if (number.scale < 0) number = {raise(number.digits, -number.scale), 0, number.negative};
  return fit(number);
}

/// LIKE by its definition: what is left of a text fits what is left of a pattern.
inline bool is_like(std::wstring_view text, std::wstring_view pattern) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == L'%')
    return is_like(text, pattern.substr(1)) || (!text.empty() && is_like(text.substr(1), pattern));
  if (text.empty()) return false;
  const bool escaped = pattern[0] == L'\\' && pattern.size() > 1;
  if (escaped) pattern.remove_prefix(1);
  const bool fits = (pattern[0] == L'_' && !escaped) || pattern[0] == text[0];
  return fits && is_like(text.substr(1), pattern.substr(1));
}

inline std::u16string json_text(const nlohmann::ordered_json* node) {
  if (node == nullptr || node->is_null()) return {};
  return to_utf16(node->is_string() ? node->get<std::string>() : node->dump());
}

inline std::u16string json_value(const std::vector<Thing>& given, bool is_path) {
  if (given[0].text.empty()) return {};
  const auto document = nlohmann::ordered_json::parse(to_utf8(given[0].text), nullptr, false);
  if (document.is_discarded()) throw ErrorCode::kBadArgument;
  const std::string way = to_utf8(given[1].text);
  const auto member = [](const nlohmann::ordered_json* node, const std::string& name) {
    return node != nullptr && node->is_object() && node->contains(name) ? &(*node)[name] : nullptr;
  };
  if (!is_path) return json_text(member(&document, way));
  static const std::regex kWhole(R"(\$(\.[^.\[*]+|\['[^']*'\]|\["[^"]*"\]|\[\d{1,9}\])*)");
  if (!std::regex_match(way, kWhole)) throw ErrorCode::kBadArgument;
  static const std::regex kStep(R"(\.([^.\[*]+)|\[['"]([^'"]*)['"]\]|\[(\d+)\])");
  const nlohmann::ordered_json* node = &document;
  for (std::sregex_iterator step(way.begin(), way.end(), kStep), end; step != end; ++step) {
    if (!(*step)[3].matched) {
      node = member(node, (*step)[1].matched ? (*step)[1].str() : (*step)[2].str());
    } else {
      const auto index = static_cast<std::size_t>(std::stoul((*step)[3]));
      node = node != nullptr && node->is_array() && index < node->size() ? &(*node)[index] : nullptr;
    }
  }
  return json_text(node);
}

inline std::vector<std::u16string> chosen(const Thing& given) {
  std::vector<std::u16string> out;
  std::u16string rest = given.text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(u';'), rest.size());
    out.push_back(rest.substr(0, end));
    rest.erase(0, end + 1);
  }
  return out;
}

inline std::u16string case_safe(const std::u16string& id) {
  if (to_utf8(id).size() != 15) return id;
  std::string out = to_utf8(id);
  for (std::size_t block = 0; block < 15; block += 5) {
    std::size_t bits = 0;
    for (std::size_t i = 0; i < 5; ++i)
      bits += out[block + i] >= 'A' && out[block + i] <= 'Z' ? std::size_t{1} << i : 0;
    out += "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[bits];
  }
  return to_utf16(out);
}

inline Thing character(const Number& code) {
  const std::int64_t number = whole_of(code);
  if (number <= 0 || number > 0x10FFFF || (number >= 0xD800 && number <= 0xDFFF)) throw ErrorCode::kBadArgument;
  return thing(utf16_of(std::wstring(1, static_cast<wchar_t>(number))));
}

inline std::optional<Thing> test_of_text(const std::string& name, const std::vector<Thing>& given) {
  const std::u16string& text = given[0].text;
  if (name == "CONTAINS") return thing(text.find(given[1].text) != std::u16string::npos);
  if (name == "BEGINS") return thing(text.starts_with(given[1].text));
  if (name == "ISNUMBER") return thing(number_in(text).has_value());
  if (name == "LIKE") return thing(is_like(wide(text), wide(given[1].text)));
  if (name == "REGEX") return thing(std::regex_match(wide(text), std::wregex(wide(given[1].text))));
  if (name == "INCLUDES") {
    const auto all = chosen(given[0]);
    const bool none = text.empty() && given[1].text.empty();
    return thing(none || std::find(all.begin(), all.end(), given[1].text) != all.end());
  }
  return std::nullopt;
}

inline std::optional<Thing> number_of_text(const std::string& name, const std::vector<Thing>& given) {
  const std::u16string& text = given[0].text;
  if (name == "LEN") return thing(whole_number(static_cast<std::int64_t>(text.size())));
  if (name == "FIND") return thing(whole_number(place_of(given)));
  if (name == "ASCII") return text.empty() ? Thing{} : thing(whole_number(wide(text)[0]));
  if (name == "PICKLISTCOUNT") {
    const auto all = chosen(given[0]);
    return thing(whole_number(std::count_if(all.begin(), all.end(), [](const auto& one) { return !one.empty(); })));
  }
  if (name == "VALUE") {
    if (text.empty()) return Thing{};
    const auto number = number_in(text);
    if (!number) throw ErrorCode::kBadNumber;
    return thing(*number);
  }
  return std::nullopt;
}

inline std::optional<Thing> text_function(const std::string& name, const std::vector<Thing>& given) {
  if (name == "BR") return thing(std::u16string(u"\n"));
  if (given.empty()) return std::nullopt;
  const std::u16string& text = given[0].text;
  const auto size = static_cast<std::int64_t>(text.size());
  const auto count = [&](std::size_t index) { return whole_of(given[index].number); };
  if (name == "LEFT") return thing(units(text, 0, count(1)));
  if (name == "RIGHT") return thing(units(text, size - std::clamp<std::int64_t>(count(1), 0, size), count(1)));
  if (name == "MID") return thing(units(text, std::max<std::int64_t>(count(1), 1) - 1, count(2)));
  if (name == "SUBSTR") return thing(substring(given));
  if (name == "UPPER") return thing(in_case(given, upper));
  if (name == "LOWER") return thing(in_case(given, lower));
  if (name == "INITCAP") return thing(initcap(text));
  if (name == "TRIM") return thing(trimmed_text(text));
  if (name == "SUBSTITUTE") return thing(substituted(text, given[1].text, given[2].text));
  if (name == "LPAD" || name == "RPAD") return thing(padded(given, name == "LPAD"));
  if (name == "REVERSE") {
    const std::wstring points = wide(text);
    return thing(utf16_of(std::wstring(points.rbegin(), points.rend())));
  }
  if (name == "CHR") return character(given[0].number);
  if (name == "CASESAFEID") return thing(case_safe(text));
  if (name == "JSONVALUE" || name == "JSONPATHVALUE") return thing(json_value(given, name == "JSONPATHVALUE"));
  if (auto value = test_of_text(name, given)) return value;
  return number_of_text(name, given);
}

}  // namespace signalbox::slow
