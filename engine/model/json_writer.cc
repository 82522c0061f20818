#include "model/json_writer.h"

#include <cstring>

namespace signalbox::json {

namespace {

constexpr char kHexDigits[] = "0123456789abcdef";

/// The letter of the short escape, or 0.
char short_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
      return c;
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return 0;
  }
}

bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

/// Offset of the first character from `from` on that needs an escape; the size when there is none.
std::size_t plain_size(std::string_view text, std::size_t from) {
  constexpr std::uint64_t kOnes = 0x0101010101010101u;
  constexpr std::uint64_t kHighs = 0x8080808080808080u;
  for (; text.size() - from >= sizeof(std::uint64_t); from += sizeof(std::uint64_t)) {
    std::uint64_t block;
    std::memcpy(&block, text.data() + from, sizeof block);
    const std::uint64_t quotes = block ^ (kOnes * '"');
    const std::uint64_t escapes = block ^ (kOnes * '\\');
    const std::uint64_t found =
        (((quotes - kOnes) & ~quotes) | ((escapes - kOnes) & ~escapes) | ((block - kOnes * 0x20) & ~block)) & kHighs;
    if (found != 0) break;
  }
  while (from < text.size() && !needs_escape(text[from])) ++from;
  return from;
}

}  // namespace

void append_quoted(std::string_view value, std::string& out) {
  out += '"';
  std::size_t plain_from = 0;
  for (std::size_t i = plain_size(value, 0); i < value.size(); i = plain_size(value, i + 1)) {
    out.append(value.substr(plain_from, i - plain_from));
    plain_from = i + 1;
    out += '\\';
    if (const char letter = short_escape(value[i])) {
      out += letter;
    } else {
      out += "u00";
      out += kHexDigits[static_cast<unsigned char>(value[i]) >> 4];
      out += kHexDigits[static_cast<unsigned char>(value[i]) & 0xF];
    }
  }
  out.append(value.substr(plain_from));
  out += '"';
}

void Writer::separate() {
  if (comma_) out_ += ',';
  comma_ = true;
}

Writer& Writer::begin_object() {
  separate();
  out_ += '{';
  comma_ = false;
  return *this;
}

Writer& Writer::end_object() {
  out_ += '}';
  comma_ = true;
  return *this;
}

Writer& Writer::begin_array() {
  separate();
  out_ += '[';
  comma_ = false;
  return *this;
}

Writer& Writer::end_array() {
  out_ += ']';
  comma_ = true;
  return *this;
}

Writer& Writer::key(std::string_view name) {
  separate();
  append_quoted(name, out_);
  out_ += ':';
  comma_ = false;
  return *this;
}

Writer& Writer::text(std::string_view value) {
  separate();
  append_quoted(value, out_);
  return *this;
}

Writer& Writer::number(const Decimal& value) { return raw(value.to_text()); }

Writer& Writer::number(std::int64_t value) {
  char digits[20];
  char* const end = digits + sizeof digits;
  char* begin = end;
  auto rest = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  do {
    *--begin = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  if (value < 0) *--begin = '-';
  return raw({begin, static_cast<std::size_t>(end - begin)});
}

Writer& Writer::boolean(bool value) { return raw(value ? "true" : "false"); }

Writer& Writer::null() { return raw("null"); }

Writer& Writer::value(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kBlank:
      return null();
    case Value::Kind::kCheckbox:
      return boolean(value.as_checkbox());
    case Value::Kind::kNumber:
      return number(value.as_number());
    case Value::Kind::kText:
      return text(value.as_text());
    case Value::Kind::kDate:
      return text(to_text(value.as_date()));
    case Value::Kind::kDateTime:
      return text(to_text(value.as_date_time()));
    case Value::Kind::kTime:
      return text(to_text(value.as_time()));
    case Value::Kind::kLocation: {
      begin_object().key("latitude").number(latitude_of(value.as_location()));
      return key("longitude").number(longitude_of(value.as_location())).end_object();
    }
    case Value::Kind::kError:
      break;
  }
  return begin_object().key("error").text(error_name(value.as_error())).end_object();
}

Writer& Writer::raw(std::string_view json) {
  separate();
  out_.append(json);
  return *this;
}

Writer& Writer::node(Node node) {
  switch (node.kind()) {
    case Kind::kNull:
      return null();
    case Kind::kBool:
      return boolean(node.as_bool());
    case Kind::kNumber: {
      // The parser lets only decimals through.
      const auto decimal = Decimal::parse(node.as_text());
      return decimal ? number(*decimal) : null();
    }
    case Kind::kText:
      return text(node.as_text());
    case Kind::kArray:
      begin_array();
      for (std::size_t i = 0; i < node.size(); ++i) this->node(node.at(i));
      return end_array();
    case Kind::kObject:
      break;
  }
  begin_object();
  for (std::size_t i = 0; i < node.size(); ++i) key(node.key(i)).node(node.at(i));
  return end_object();
}

}  // namespace signalbox::json
