// The types of a model (itemDefinition) as a definition can declare them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dmn/element.h"
#include "model/type.h"

namespace signalbox::dmn {

struct ItemType {
  Type type = Type::kAny;  ///< kAny: `Any`, or not said.
  bool is_list = false;
  std::string unsupported;          ///< Why no field can have it: "a duration"; empty when one can.
  std::string own_type;             ///< Type name that Signalbox's export wrote; empty otherwise.
  std::vector<std::string> values;  ///< Allowed texts, in order; empty: any.
  struct Part;
  std::vector<Part> parts;  ///< Of a structure.
};

struct ItemType::Part {
  std::string name;
  ItemType type;
};

class ItemTypes {
 public:
  /// Reads the item definitions below `definitions`.
  explicit ItemTypes(const Element& definitions);
  /// The type that a typeRef names: FEEL's own (with or without the prefix `feel:`) or an item definition. An empty
  /// reference is `Any`.
  [[nodiscard]] ItemType find(std::string_view reference) const;

 private:
  /// How deep one look-up has come, and how many parts it has read: parts of parts multiply.
  struct Walk {
    std::size_t depth = 0;
    std::size_t parts = 0;
  };
  [[nodiscard]] ItemType find(std::string_view reference, Walk& walk) const;
  [[nodiscard]] ItemType read(const Element& element, Walk& walk) const;
  [[nodiscard]] ItemType read_plain(const Element& element, Walk& walk) const;

  std::map<std::string, Element, std::less<>> elements_;
};

}  // namespace signalbox::dmn
