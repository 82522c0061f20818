#include "model/json_writer.h"

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

}  // namespace

void append_quoted(std::string_view value, std::string& out) {
  out += '"';
  std::size_t plain_from = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!needs_escape(value[i])) continue;
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

Writer& Writer::number(std::int64_t value) { return raw(std::to_string(value)); }

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

}  // namespace signalbox::json
