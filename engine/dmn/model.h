// A model on its way to a definition: what import.cc and import_decision.cc share.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dmn/element.h"
#include "dmn/feel_formula.h"
#include "dmn/findings.h"
#include "dmn/item_types.h"
#include "dmn/own_names.h"

namespace signalbox::dmn {

/// Makes identifiers of names, each different from the others without regard to case.
class Identifiers {
 public:
  /// Letters, digits and `_` as they are, `_` for anything else.
  std::string make(std::string_view name);

 private:
  std::set<std::string> taken_;  ///< In small letters.
};

/// A field that stands for an input data or a part of one.
struct ModelField {
  std::string path;   ///< `Applicant_Data.Age`
  std::string label;  ///< `Applicant Data.Age`; empty when it is the path.
  Type type = Type::kText;
  std::string own_type;  ///< Type name that Signalbox's export wrote; empty otherwise.
  std::vector<std::string> values;
  Origin origin;
};

struct ModelOutput {
  std::string name;   ///< Identifier.
  std::string label;  ///< Empty when it is the name.
  ItemType type;
  std::string own_type;
};

/// A decision: its parts are known before any expression is read, because expressions refer to them.
struct ModelDecision {
  std::string name;
  std::string label;
  Element element;
  std::optional<Element> logic;  ///< The decision table or literal expression.
  std::vector<ModelOutput> outputs;
  bool is_list = false;  ///< Its value is a list.
};

struct Model {
  std::vector<ModelField> fields;
  std::vector<ModelDecision> decisions;
  Vocabulary vocabulary;
};

/// Writes one decision as a member of `decisions`; reports what cannot be taken over.
void write_table(const ModelDecision& decision, const Model& model, Imported& imported, std::string& json);
void write_literal_expression(const ModelDecision& decision, const Model& model, Imported& imported, std::string& json);

}  // namespace signalbox::dmn
