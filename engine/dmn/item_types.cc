#include "dmn/item_types.h"

#include <array>
#include <utility>

#include "base/limits.h"
#include "dmn/feel_formula.h"
#include "dmn/feel_words.h"
#include "dmn/own_names.h"

namespace signalbox::dmn {

namespace {

/// Types within types; a model that goes deeper refers to itself.
constexpr std::size_t kMaxTypeDepth = 16;

struct OwnType {
  std::string_view name;
  Type type;
};

constexpr std::array kOwnTypes = {
    OwnType{"string", Type::kText},       OwnType{"number", Type::kNumber}, OwnType{"boolean", Type::kCheckbox},
    OwnType{"date", Type::kDate},         OwnType{"time", Type::kTime},     OwnType{"date and time", Type::kDateTime},
    OwnType{"dateTime", Type::kDateTime}, OwnType{"Any", Type::kAny},
};

ItemType unsupported(std::string why) {
  ItemType type;
  type.unsupported = std::move(why);
  return type;
}

}  // namespace

ItemTypes::ItemTypes(const Element& definitions) {
  for (const Element& element : definitions.children("itemDefinition")) {
    elements_.emplace(normal_name(element.attribute("name")), element);
  }
}

ItemType ItemTypes::find(std::string_view reference) const {
  Walk walk;
  return find(reference, walk);
}

ItemType ItemTypes::find(std::string_view reference, Walk& walk) const {
  std::string name = normal_name(reference);
  if (name.empty()) return {};
  if (name.substr(0, 5) == "feel:") name.erase(0, 5);
  if (const auto element = elements_.find(name); element != elements_.end()) return read(element->second, walk);
  for (const OwnType& own : kOwnTypes) {
    if (own.name != name) continue;
    ItemType type;
    type.type = own.type;
    return type;
  }
  return unsupported("of the type `" + name + "`");
}

ItemType ItemTypes::read(const Element& element, Walk& walk) const {
  if (walk.depth >= kMaxTypeDepth || ++walk.parts > limits::kMaxFields) {
    return unsupported("of a type that is too large or refers to itself");
  }
  ++walk.depth;
  ItemType type = read_plain(element, walk);
  --walk.depth;
  return type;
}

ItemType ItemTypes::read_plain(const Element& element, Walk& walk) const {
  if (!element.children("functionItem").empty()) return unsupported("a function");
  ItemType type;
  const auto components = element.children("itemComponent");
  for (const Element& component : components) {
    type.parts.push_back({normal_name(component.attribute("name")), read(component, walk)});
  }
  if (components.empty()) type = find(element.text_of("typeRef"), walk);
  for (const Element& allowed : element.children("allowedValues")) {
    auto values = text_values(allowed.text_of("text"));
    if (values && type.type == Type::kText) type.values = std::move(*values);
  }
  const std::string_view own = element.attribute(own_attribute("type"));
  if (!own.empty()) type.own_type = own;
  if (element.attribute("isCollection") == "true") type.is_list = true;
  return type;
}

}  // namespace signalbox::dmn
