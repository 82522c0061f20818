#include "dmn/xml_writer.h"

namespace signalbox::dmn {

namespace {

/// White space other than the space is written by number where a parser would normalise it.
void append_escaped(std::string_view text, bool is_attribute, std::string& out) {
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
        out += is_attribute ? "&quot;" : "\"";
        break;
      case '\r':
        out += "&#13;";
        break;
      case '\n':
        out += is_attribute ? "&#10;" : "\n";
        break;
      case '\t':
        out += is_attribute ? "&#9;" : "\t";
        break;
      default:
        out += c;
    }
  }
}

}  // namespace

XmlWriter::XmlWriter(std::string& out) : out_(out) { out_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"; }

void XmlWriter::begin(std::string_view name, const Attributes& attributes) {
  out_.append(open_.size() * 2, ' ');
  out_ += '<';
  out_ += name;
  for (const auto& [key, value] : attributes) {
    if (value.empty()) continue;
    out_ += ' ';
    out_ += key;
    out_ += "=\"";
    append_escaped(value, true, out_);
    out_ += '"';
  }
}

void XmlWriter::open(std::string_view name, const Attributes& attributes) {
  begin(name, attributes);
  out_ += ">\n";
  open_.emplace_back(name);
}

void XmlWriter::close() {
  const std::string name = std::move(open_.back());
  open_.pop_back();
  out_.append(open_.size() * 2, ' ');
  out_ += "</" + name + ">\n";
}

void XmlWriter::empty(std::string_view name, const Attributes& attributes) {
  begin(name, attributes);
  out_ += "/>\n";
}

void XmlWriter::text(std::string_view name, std::string_view text) {
  begin(name, {});
  out_ += '>';
  append_escaped(text, false, out_);
  out_ += "</";
  out_ += name;
  out_ += ">\n";
}

bool fits_xml(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') return false;
    if (text.substr(i, 3) == "\xEF\xBF\xBE" || text.substr(i, 3) == "\xEF\xBF\xBF") return false;
  }
  return true;
}

}  // namespace signalbox::dmn
