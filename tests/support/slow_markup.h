// Texts for other readers in the slow twin: TEXT, money, links and escapes.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "tests/support/slow_times.h"
#include "tests/support/slow_value.h"

namespace signalbox::slow {

inline std::u16string html_encoded(const std::u16string& text) {
  std::u16string out;
  for (const char16_t unit : text) {
    if (unit == u'&')
      out += u"&amp;";
    else if (unit == u'<')
      out += u"&lt;";
    else if (unit == u'>')
      out += u"&gt;";
    else if (unit == u'"')
      out += u"&quot;";
    else if (unit == u'\'')
      out += u"&#39;";
    else
      out += unit;
  }
  return out;
}

inline std::u16string script_encoded(const std::u16string& text) {
  const std::u16string plain = u"\b\t\n\f\r\"'\\/";
  const std::u16string letters = u"btnfr\"'\\/";
  std::u16string out;
  for (const char16_t unit : text) {
    char escaped[8];
    std::snprintf(escaped, sizeof escaped, "\\u%04X", static_cast<unsigned>(unit));
    if (const std::size_t at = plain.find(unit); at != std::u16string::npos)
      out += std::u16string{u'\\', letters[at]};
    else if (unit < u' ' || unit == u'<' || unit == u'>' || unit == 0x2028 || unit == 0x2029)
      out += to_utf16(escaped);
    else
      out += unit;
  }
  return out;
}

inline std::u16string url_encoded(const std::u16string& text) {
  const std::string kept = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  std::string out;
  for (const char byte : to_utf8(text)) {
    char escaped[8];
    std::snprintf(escaped, sizeof escaped, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(byte)));
    out += kept.find(byte) != std::string::npos ? std::string(1, byte) : std::string(escaped);
  }
  return to_utf16(out);
}

inline std::u16string hyperlink(const std::vector<Thing>& given) {
  const std::u16string target = given.size() > 2 ? given[2].text : u"_blank";
  return u"<a href=\"" + html_encoded(given[0].text) + u"\" target=\"" + html_encoded(target) + u"\">" +
         html_encoded(given[1].text) + u"</a>";
}

inline std::u16string image(const std::vector<Thing>& given) {
  std::u16string style;
  const auto add = [&](std::size_t index, const std::u16string& property) {
    if (index >= given.size() || given[index].kind != Thing::Kind::kNumber) return;
    Number whole = cut(given[index].number, 0, Cut::kDown);
    whole.negative = false;
    style += (style.empty() ? u"" : u" ") + property + u":" + to_utf16(whole.text()) + u"px;";
  };
  add(2, u"height");
  add(3, u"width");
  const std::u16string tag =
      u"<img src=\"" + html_encoded(given[0].text) + u"\" alt=\"" + html_encoded(given[1].text) + u"\"";
  return tag + (style.empty() ? u"" : u" style=\"" + style + u"\"") + u" border=\"0\"/>";
}

/// Dollars and cents, with a comma after each thousand.
inline std::u16string money(const std::u16string& code, const Number& amount) {
  std::string digits = cut(amount, 2, Cut::kHalfUp).text();
  const bool negative = digits.starts_with('-');
  if (negative) digits.erase(0, 1);
  if (digits.find('.') == std::string::npos) digits += ".";
  while (digits.size() - digits.find('.') < 3) digits += '0';
  for (std::size_t at = digits.find('.'); at > 3;) digits.insert(at -= 3, ",");
  return (negative ? u"-" : u"") + code + u" " + to_utf16(digits);
}

inline Thing text_of(const Thing& value) {
  using Kind = Thing::Kind;
  if (value.kind == Kind::kText || value.kind == Kind::kBlank) return value;
  if (value.kind == Kind::kNumber) return thing(to_utf16(value.number.text()));
  const auto clock = [](std::int64_t ms, const char* form) {
    char out[32];
    std::snprintf(out, sizeof out, form, static_cast<int>(ms / 3'600'000), static_cast<int>(ms / 60'000 % 60),
                  static_cast<int>(ms / 1000 % 60), static_cast<int>(ms % 1000));
    return std::string(out);
  };
  if (value.kind == Kind::kTime) return thing(to_utf16(clock(value.count, "%02d:%02d:%02d.%03d")));
  const Civil date = civil(day_of(value));
  char out[16];
  std::snprintf(out, sizeof out, "%04d-%02d-%02d", date.year % 10000, date.month % 100, date.day % 100);
  if (value.kind == Kind::kDate) return thing(to_utf16(out));
  const std::int64_t ms = value.count - day_of(value) * kDayMs;
  return thing(to_utf16(std::string(out) + clock(ms, " %02d:%02d:%02d").substr(0, 9) + "Z"));
}

inline std::optional<Thing> markup_function(const std::string& name, const std::vector<Thing>& given) {
  if (given.empty()) return std::nullopt;
  const std::u16string& text = given[0].text;
  if (name == "TEXT") return text_of(given[0]);
  if (name == "HTMLENCODE") return thing(html_encoded(text));
  if (name == "JSENCODE") return thing(script_encoded(text));
  if (name == "JSINHTMLENCODE") return thing(script_encoded(html_encoded(text)));
  if (name == "URLENCODE") return thing(url_encoded(text));
  if (name == "HYPERLINK") return thing(hyperlink(given));
  if (name == "IMAGE") return thing(image(given));
  if (name == "FORMATCURRENCY") return thing(money(text, given[1].number));
  return std::nullopt;
}

}  // namespace signalbox::slow
