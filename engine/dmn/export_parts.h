// What export.cc and export_decision.cc share.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "dmn/export.h"
#include "dmn/formula_feel.h"
#include "dmn/model.h"
#include "dmn/xml_writer.h"

namespace signalbox::dmn {

struct DecisionOut {
  std::string key;   ///< In the definition.
  std::string name;  ///< In the model.
  std::string id;
  json::Node node;
  std::string path;
};

/// What a name that formulas use requires.
struct Requirement {
  std::string id;  ///< Of the element.
  bool is_decision = false;
};
using Requirements = std::map<std::string, Requirement, std::less<>>;  ///< By formula name in small letters.

/// Writes one decision.
void write_decision(const DecisionOut& decision, const NamePairs& names, const Requirements& requirements,
                    Exported& exported, XmlWriter& xml);

/// The member when it is a text; empty otherwise.
[[nodiscard]] std::string_view text_member(json::Node node, std::string_view name);
/// The text; one that XML cannot hold is reported.
[[nodiscard]] std::string checked_xml(std::string_view text, const std::string& path, Exported& exported);
/// FEEL's type for values of a field or output.
[[nodiscard]] std::string_view feel_type(Type type);

}  // namespace signalbox::dmn
