#include "dmn/element.h"

#include <map>
#include <optional>

namespace signalbox::dmn {

namespace {

bool is_text_or_absent(json::Node node, std::string_view name) {
  const auto member = node.find(name);
  return !member || member->is(json::Kind::kText);
}

bool is_element(json::Node node) {
  if (!node.is(json::Kind::kObject) || !node.find("name") || !is_text_or_absent(node, "name") ||
      !is_text_or_absent(node, "ns") || !is_text_or_absent(node, "text")) {
    return false;
  }
  if (const auto attributes = node.find("attributes")) {
    for (std::size_t i = 0; i < attributes->size(); ++i) {
      if (!attributes->is(json::Kind::kObject) || !attributes->at(i).is(json::Kind::kText)) return false;
    }
  }
  const auto children = node.find("children");
  if (!children) return true;
  if (!children->is(json::Kind::kArray)) return false;
  // As deep as JSON may be, and no deeper.
  for (std::size_t i = 0; i < children->size(); ++i) {
    if (!is_element(children->at(i))) return false;
  }
  return true;
}

}  // namespace

std::string_view Element::text_member(std::string_view name) const {
  const auto member = node_.find(name);
  return member ? member->as_text() : std::string_view();
}

std::string_view Element::attribute(std::string_view name) const {
  const auto attributes = node_.find("attributes");
  const auto attribute = attributes ? attributes->find(name) : std::nullopt;
  return attribute ? attribute->as_text() : std::string_view();
}

Origin Element::origin() const {
  Origin origin{path_, 0};
  const auto line = node_.find("line");
  if (!line || !line->is(json::Kind::kNumber)) return origin;
  for (const char c : line->as_text()) {
    if (c < '0' || c > '9' || origin.line > 100'000'000) return {path_, 0};
    origin.line = origin.line * 10 + (c - '0');
  }
  return origin;
}

std::vector<Element> Element::children(std::string_view name) const {
  std::vector<Element> elements;
  const auto nodes = node_.find("children");
  std::map<std::string_view, std::size_t> counts;
  for (std::size_t i = 0; nodes && i < nodes->size(); ++i) {
    const Element child(nodes->at(i), {});
    if (child.name_space() != name_space()) continue;
    const std::size_t number = ++counts[child.name()];
    if (!name.empty() && child.name() != name) continue;
    elements.emplace_back(nodes->at(i), path_ + "/" + std::string(child.name()) + "[" + std::to_string(number) + "]");
  }
  return elements;
}

std::string_view Element::text_of(std::string_view child) const {
  const auto nodes = node_.find("children");
  for (std::size_t i = 0; nodes && i < nodes->size(); ++i) {
    const Element one(nodes->at(i), {});
    if (one.name() == child && one.name_space() == name_space()) return one.text();
  }
  return {};
}

bool check_tree(json::Node root, Diagnostics& diagnostics) {
  if (is_element(root)) return true;
  diagnostics.push_back(Diagnostic{"xml-tree",
                                   Severity::kError,
                                   {},
                                   root.span(),
                                   "This is not the tree of an XML document.",
                                   "elements as docs/engine-api.md has them",
                                   {},
                                   {}});
  return false;
}

}  // namespace signalbox::dmn
