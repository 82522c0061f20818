#include <algorithm>
#include <unordered_set>

#include "api/compile.h"
#include "base/limits.h"
#include "base/unicode.h"
#include "formula/own_global.h"
#include "sla/contact.h"
#include "sla/milestone.h"

namespace signalbox::api {

namespace {

/// A path; the first part may be a global of Salesforce, such as `$User`.
bool is_field_name(std::string_view name) {
  if (formula::is_salesforce_global(name) && name.find('.') != std::string_view::npos) name.remove_prefix(1);
  return is_path(name);
}

std::optional<Type> read_type(const Place& place) {
  const auto name = place.text();
  if (!name) return std::nullopt;
  const auto type = parse_type(*name);
  if (!type) {
    place.report_unknown("type", *name,
                         {"Text", "Number", "Currency", "Percent", "Checkbox", "Date", "DateTime", "Time", "Picklist",
                          "MultiPicklist", "Id", "Location"});
  }
  return type;
}

void read_values(const Place& place, Field& field) {
  if (!place.is_array()) return;
  if (field.type != Type::kPicklist && field.type != Type::kMultiPicklist) {
    place.report("unknown-member", "Only a picklist has `values`.", "a field of the type Picklist or MultiPicklist");
    return;
  }
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    const auto value = place.at(i).non_empty_text();
    if (!value) continue;
    if (std::find(field.values.begin(), field.values.end(), *value) != field.values.end()) {
      place.at(i).report("duplicate-name", "This value is listed twice.", "each value once");
    }
    field.values.emplace_back(*value);
  }
}

std::optional<Field> read_field(const Place& place, std::string_view name) {
  Field field;
  field.name = name;
  if (place.node().is(json::Kind::kText)) {
    const auto type = read_type(place);
    if (!type) return std::nullopt;
    field.type = *type;
    return field;
  }
  if (!place.is_object()) return std::nullopt;
  place.only_members({"type", "values", "label"});
  const auto member = place.required("type");
  const auto type = member ? read_type(*member) : std::nullopt;
  if (!type) return std::nullopt;
  field.type = *type;
  if (const auto label = place.find("label")) field.label = label->text().value_or(std::string_view());
  if (const auto values = place.find("values")) read_values(*values, field);
  return field;
}

}  // namespace

bool is_identifier(std::string_view name) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto follows = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && is_letter(name[0]) && std::all_of(name.begin(), name.end(), follows);
}

bool is_path(std::string_view name) {
  while (true) {
    const std::size_t dot = name.find('.');
    if (!is_identifier(name.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    name.remove_prefix(dot + 1);
  }
}

std::shared_ptr<const Layout> compile_fields(const Place& place) {
  std::vector<Field> fields;
  const std::size_t count = place.is_object() ? place.node().size() : 0;
  if (count > limits::kMaxFields) {
    place.report("too-many", "A definition has at most " + std::to_string(limits::kMaxFields) + " fields.",
                 "at most " + std::to_string(limits::kMaxFields) + " fields", std::to_string(count));
    return std::make_shared<const Layout>(std::move(fields));
  }
  std::unordered_set<std::string> names;
  for (std::size_t i = 0; i < count; ++i) {
    const Place at = place.at(i);
    const std::string_view name = place.node().key(i);
    at.mention_member(name);
    if (!is_field_name(name)) {
      at.report("bad-name", "`" + quote_for_message(name) + "` cannot be the name of a field.",
                "letters, digits and `_`, with dots for related records, or a path behind a global such as `$User`",
                quote_for_message(name));
      continue;
    }
    if (!names.insert(unicode::ascii_lower(name)).second) {
      at.report("duplicate-name",
                "The field `" + quote_for_message(name) + "` is declared twice; case does not matter.",
                "each field once", quote_for_message(name));
      continue;
    }
    if (auto field = read_field(at, name)) fields.push_back(std::move(*field));
  }
  return std::make_shared<const Layout>(std::move(fields));
}

namespace {

/// The names of the members, each of which has to be a name in formulas. `word`: what they are.
std::vector<std::string_view> global_names(const std::optional<Place>& object, std::string_view word) {
  std::vector<std::string_view> names;
  std::unordered_set<std::string> known;
  const std::string what(word);
  for (std::size_t i = 0; object && i < object->node().size(); ++i) {
    const std::string_view name = names.emplace_back(object->node().key(i));
    if (!is_identifier(name)) {
      object->at(i).report("bad-name", "`" + quote_for_message(name) + "` cannot be the name of a " + what + ".",
                           "letters, digits and `_`", quote_for_message(name));
    } else if (!known.insert(unicode::ascii_lower(name)).second) {
      object->at(i).report("duplicate-name", "The " + what + " `" + std::string(name) + "` is declared twice.",
                           "each " + what + " once", std::string(name));
    }
  }
  return names;
}

}  // namespace

std::shared_ptr<const formula::Scope> compile_scope(std::shared_ptr<const Layout> layout,
                                                    const std::optional<Place>& milestones,
                                                    const std::optional<Place>& contacts,
                                                    const std::optional<Place>& decisions, formula::Blanks blanks) {
  std::vector<formula::Global> globals;
  for (const std::string_view name : global_names(milestones, "milestone")) {
    const auto own = sla::globals_of(name);
    globals.insert(globals.end(), own.begin(), own.end());
  }
  for (const std::string_view name : global_names(contacts, "contact")) globals.push_back(sla::contact_global(name));
  if (decisions) {
    const auto own = decision_globals(*decisions);
    globals.insert(globals.end(), own.begin(), own.end());
  }
  return std::make_shared<const formula::Scope>(std::move(layout), std::move(globals), blanks);
}

}  // namespace signalbox::api
