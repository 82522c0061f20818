// Texts for other readers: amounts of money, links, and the escapes of HTML, JavaScript and URLs.
#include <algorithm>
#include <iterator>
#include <string>

#include "base/unicode.h"
#include "formula/functions/registry.h"

namespace signalbox::formula {
namespace {

bool is_between(char c, char first, char last) { return c >= first && c <= last; }
bool is_letter(char c) { return is_between(c, 'a', 'z') || is_between(c, 'A', 'Z'); }

/// Currencies of ISO 4217 whose amounts have not two digits behind the point.
constexpr std::string_view kWithoutDigits[] = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG",
                                               "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"};
constexpr std::string_view kWithThreeDigits[] = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
constexpr std::string_view kWithFourDigits[] = {"CLF", "UYW"};

int currency_digits(std::string_view code) {
  const auto has = [=](const auto& codes) {
    return std::find(std::begin(codes), std::end(codes), code) != std::end(codes);
  };
  if (has(kWithoutDigits)) return 0;
  if (has(kWithThreeDigits)) return 3;
  return has(kWithFourDigits) ? 4 : 2;
}

bool is_currency_code(std::string_view code) {
  return code.size() == 3 && std::all_of(code.begin(), code.end(), is_letter);
}

/// `1234.5` with two digits: `1,234.50`.
std::string grouped(const Decimal& amount, int digits) {
  const std::string plain = amount.to_text();
  const std::size_t point = std::min(plain.find('.'), plain.size());
  std::string out;
  for (std::size_t i = 0; i < point; ++i) {
    if (i > 0 && (point - i) % 3 == 0) out += ',';
    out += plain[i];
  }
  if (digits == 0) return out;
  const std::string behind = point < plain.size() ? plain.substr(point + 1) : std::string();
  out += '.';
  out += behind;
  out.append(static_cast<std::size_t>(digits) - behind.size(), '0');
  return out;
}

Value format_currency(const Call& call) {
  if (!is_currency_code(call.text(0))) return Value::error(ErrorCode::kBadArgument);
  std::string code;
  unicode::append_upper(call.text(0), code);
  const int digits = currency_digits(code);
  const Decimal amount = call.number(1).rounded(digits, Decimal::Rounding::kHalfUp);
  std::string out = amount.is_negative() ? "-" : "";
  out.append(code).append(" ").append(grouped(amount.absolute(), digits));
  return made_text(out, call.arena);
}

std::string currency_complaint(std::string_view text, std::size_t&) {
  return is_currency_code(text) ? "" : "A currency is a code of three letters, as in ISO 4217.";
}
constexpr ConstantCheck kCurrencyCode{0, "bad-currency", "a code such as `\"USD\"`", currency_complaint};

void append_html(std::string_view text, std::string& out) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
}

constexpr char kHexDigits[] = "0123456789ABCDEF";

void append_unicode_escape(unsigned code, std::string& out) {
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kHexDigits[code >> shift & 0xF];
}

/// The letter that stands behind the backslash; 0 for a character that needs none.
char javascript_escape(char c) {
  switch (c) {
    case '\b':
      return 'b';
    case '\t':
      return 't';
    case '\n':
      return 'n';
    case '\f':
      return 'f';
    case '\r':
      return 'r';
    case '"':
    case '\'':
    case '\\':
    case '/':
      return c;
    default:
      return 0;
  }
}

/// Inside a text of JavaScript, also inside a page: no quote, no tag and no end of a line is left.
void append_javascript(std::string_view text, std::string& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const std::string_view three = text.substr(i, 3);
    if (three == "\xE2\x80\xA8" || three == "\xE2\x80\xA9") {  // Line and paragraph separator.
      append_unicode_escape(three.back() == '\xA8' ? 0x2028 : 0x2029, out);
      i += 2;
    } else if (const char letter = javascript_escape(c); letter != 0) {
      out += '\\';
      out += letter;
    } else if (static_cast<unsigned char>(c) < ' ' || c == '<' || c == '>') {
      append_unicode_escape(static_cast<unsigned char>(c), out);
    } else {
      out += c;
    }
  }
}

/// RFC 3986: unreserved characters stay.
void append_url(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (is_letter(c) || is_between(c, '0', '9') || c == '-' || c == '_' || c == '.' || c == '~') {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHexDigits[byte >> 4];
    out += kHexDigits[byte & 0xF];
  }
}

Value html_encode(const Call& call) {
  std::string out;
  append_html(call.text(0), out);
  return made_text(out, call.arena);
}

Value js_encode(const Call& call) {
  std::string out;
  append_javascript(call.text(0), out);
  return made_text(out, call.arena);
}

Value js_in_html_encode(const Call& call) {
  std::string html;
  append_html(call.text(0), html);
  std::string out;
  append_javascript(html, out);
  return made_text(out, call.arena);
}

Value url_encode(const Call& call) {
  std::string out;
  append_url(call.text(0), out);
  return made_text(out, call.arena);
}

void append_attribute(std::string_view name, std::string_view value, std::string& out) {
  out.append(" ").append(name).append("=\"");
  append_html(value, out);
  out += '"';
}

Value hyperlink(const Call& call) {
  std::string out = "<a";
  append_attribute("href", call.text(0), out);
  append_attribute("target", call.count > 2 ? call.text(2) : "_blank", out);
  out += '>';
  append_html(call.text(1), out);
  out += "</a>";
  return made_text(out, call.arena);
}

/// Whole pixels, or nothing for a blank.
std::string pixels(const Call& call, std::size_t index, std::string_view property) {
  if (index >= call.count || call[index].kind() != Value::Kind::kNumber) return {};
  const Decimal whole = call.number(index).rounded(0, Decimal::Rounding::kDown).absolute();
  return std::string(property) + ":" + whole.to_text() + "px; ";
}

Value image(const Call& call) {
  std::string out = "<img";
  append_attribute("src", call.text(0), out);
  append_attribute("alt", call.text(1), out);
  std::string style = pixels(call, 2, "height") + pixels(call, 3, "width");
  if (!style.empty()) style.pop_back();
  if (!style.empty()) append_attribute("style", style, out);
  out += " border=\"0\"/>";
  return made_text(out, call.arena);
}

using enum Type;
using enum Form;
constexpr Result kFixed = Result::kFixed;

constexpr Function kFunctions[] = {
    {"FORMATCURRENCY", "FORMATCURRENCY(currency_code, amount)",
     "An amount with its currency, such as \"USD 1,234.50\": with the digits of the currency, without a locale.", "tn",
     2, 2, kFixed, kText, kStrict, format_currency, &kCurrencyCode},
    {"HYPERLINK", "HYPERLINK(url, friendly_name, target)",
     "A link, in HTML; the target is optional and \"_blank\" without it.", "ttt", 2, 3, kFixed, kText, kStrict,
     hyperlink},
    {"IMAGE", "IMAGE(image_url, alternate_text, height, width)",
     "An image, in HTML; height and width are pixels and optional.", "ttnn", 2, 4, kFixed, kText, kStrictWithBlanks,
     image},
    {"HTMLENCODE", "HTMLENCODE(text)", "The text with the special characters of HTML escaped.", "t", 1, 1, kFixed,
     kText, kStrict, html_encode},
    {"JSENCODE", "JSENCODE(text)", "The text with the special characters of JavaScript escaped.", "t", 1, 1, kFixed,
     kText, kStrict, js_encode},
    {"JSINHTMLENCODE", "JSINHTMLENCODE(text)", "As JSENCODE(HTMLENCODE(text)).", "t", 1, 1, kFixed, kText, kStrict,
     js_in_html_encode},
    {"URLENCODE", "URLENCODE(text)", "The text with what is reserved in URLs as percent escapes.", "t", 1, 1, kFixed,
     kText, kStrict, url_encode},
};

}  // namespace

std::span<const Function> formatting_functions() { return kFunctions; }

}  // namespace signalbox::formula
