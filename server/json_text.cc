#include "server/json_text.h"

#include <charconv>
#include <stdexcept>

namespace signalbox {

std::unique_ptr<const json::Document> parse_own(std::string_view text) {
  Diagnostics diagnostics;
  auto document = json::Document::parse(text, diagnostics);
  if (!document)
    throw std::logic_error("JSON of the program's own making is not valid: " + diagnostics.front().sentence);
  return document;
}

std::string_view text_member(json::Node object, std::string_view name) {
  if (!object.is(json::Kind::kObject)) return {};
  const std::optional<json::Node> member = object.find(name);
  return member && member->is(json::Kind::kText) ? member->as_text() : std::string_view{};
}

std::int64_t number_member(json::Node object, std::string_view name) {
  std::int64_t number = 0;
  const std::optional<json::Node> member = object.find(name);
  if (!member || !member->is(json::Kind::kNumber)) return number;
  const std::string_view digits = member->as_text();
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

std::string_view raw_bytes(const json::Document& document, json::Node node) {
  const Span span = node.span();
  return document.source().substr(span.begin, span.end - span.begin);
}

std::string joined_arrays(const std::vector<std::string>& arrays) {
  std::string out = "[";
  for (const std::string& array : arrays) {
    const std::string_view elements = std::string_view(array).substr(1, array.size() - 2);
    if (elements.empty()) continue;
    if (out.size() > 1) out += ',';
    out += elements;
  }
  return out + "]";
}

}  // namespace signalbox
