// What must hold of every JSON document that the engine accepts.
#pragma once

#include <string>
#include <string_view>

#include "model/json.h"
#include "model/json_writer.h"

namespace signalbox::test {

/// The document without white space and needless escapes.
inline std::string write_again(json::Node node) {
  std::string out;
  json::Writer(out).node(node);
  return out;
}

/// Every value and name stands inside its parent, and begins and ends with the characters of its kind.
inline bool places_are_right(json::Node node, std::string_view source, Span inside) {
  const Span span = node.span();
  if (span.begin < inside.begin || span.end > inside.end || span.begin >= span.end) return false;
  const char first = source[span.begin];
  const char last = source[span.end - 1];
  if (node.is(json::Kind::kText) && (first != '"' || last != '"')) return false;
  if (node.is(json::Kind::kArray) && (first != '[' || last != ']')) return false;
  if (node.is(json::Kind::kObject) && (first != '{' || last != '}')) return false;
  if (node.is(json::Kind::kNumber) && source.substr(span.begin, span.end - span.begin) != node.as_text()) return false;
  if (node.is(json::Kind::kText)) {
    const auto size = static_cast<std::uint32_t>(node.as_text().size());
    if (!(node.span_inside_text({0, size}) == Span{span.begin + 1, span.end - 1})) return false;
  }
  for (std::size_t i = 0; i < node.size(); ++i) {
    Span rest = span;
    if (node.is(json::Kind::kObject)) {
      const Span key = node.key_span(i);
      if (key.begin < span.begin || key.end > span.end || source[key.begin] != '"' || source[key.end - 1] != '"')
        return false;
      rest.begin = key.end;
    }
    if (!places_are_right(node.at(i), source, rest)) return false;
  }
  return true;
}

}  // namespace signalbox::test
