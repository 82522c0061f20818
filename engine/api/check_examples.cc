#include <algorithm>

#include "api/examples.h"
#include "api/program.h"
#include "base/unicode.h"
#include "model/record.h"

namespace signalbox::api {

namespace {

class ExampleCheck {
 public:
  explicit ExampleCheck(const Program::Parts& parts) : parts_(parts) {
    for (const rules::Table& table : parts.decisions) decision_names_.push_back(table.name);
    for (std::size_t i = 0; i < parts.layout->size(); ++i) field_names_.push_back(parts.layout->field(i).name);
  }

  void check(const Place& example) {
    if (!example.is_object()) return;
    example.only_members({"name", "record", "at", "expect"});
    if (const auto name = example.find("name")) (void)name->text();
    if (const auto at = example.find("at")) (void)at->instant();
    if (const auto record = example.required("record")) check_record(*record);
    if (const auto expect = example.required("expect")) check_expectation(*expect);
  }

 private:
  void check_record(const Place& place) {
    arena_.reset();
    Diagnostics found;
    if (!read_record(place.node(), *parts_.layout, arena_, record_, found)) {
      place.report(found.front().code, found.front().sentence, found.front().expected);
      return;
    }
    const bool is_ui_record = place.find("apiName") && place.find("fields");
    if (!is_ui_record) check_members(place, {});
  }

  void check_members(const Place& object, const std::string& prefix) {
    for (std::size_t i = 0; i < object.node().size(); ++i) {
      const Place member = object.at(i);
      const std::string name = prefix + std::string(object.node().key(i));
      const bool is_own = prefix.empty() && (unicode::equals_ignoring_ascii_case(name, "Id") || name == "attributes");
      const auto slot = parts_.layout->find(name);
      if (slot && record_.values[*slot].is_error()) {
        const std::string type(type_name(parts_.layout->field(*slot).type));
        member.report("field-type", "The field `" + quote_for_message(name) + "` is of the type " + type + ".",
                      "a value of the type " + type);
      } else if (!slot && member.node().is(json::Kind::kObject)) {
        if (!is_own) check_members(member, name + ".");
      } else if (!slot && !is_own && !name.ends_with(".attributes")) {
        member.report_unknown("field", name, field_names_);
      }
    }
  }

  void check_expectation(const Place& place) {
    if (!place.is_object()) return;
    place.only_members({"queue", "agent", "outputs", "decisions"});
    for (const std::string_view name : {"queue", "agent"}) {
      const auto member = place.find(name);
      if (member && !member->node().is(json::Kind::kNull)) (void)member->text();
    }
    if (const auto outputs = place.find("outputs")) {
      check_names(*outputs, "output", {parts_.output_names.begin(), parts_.output_names.end()});
    }
    const auto decisions = place.find("decisions");
    if (!decisions || !check_names(*decisions, "decision", decision_names_)) return;
    for (std::size_t i = 0; i < decisions->node().size(); ++i) {
      const auto at = std::find(decision_names_.begin(), decision_names_.end(), decisions->node().key(i));
      check_decision(decisions->at(i), parts_.decisions[static_cast<std::size_t>(at - decision_names_.begin())]);
    }
  }

  /// Every member of the object is one of the names.
  static bool check_names(const Place& place, std::string_view what, const std::vector<std::string_view>& names) {
    if (!place.is_object()) return false;
    bool are_known = true;
    for (std::size_t i = 0; i < place.node().size(); ++i) {
      if (std::find(names.begin(), names.end(), place.node().key(i)) != names.end()) continue;
      place.at(i).report_unknown(what, place.node().key(i), names);
      are_known = false;
    }
    return are_known;
  }

  static void check_decision(const Place& place, const rules::Table& table) {
    if (!place.is_object()) return;
    place.only_members({"rules", "outputs"});
    std::vector<std::string_view> names;
    for (const rules::Output& output : table.outputs) names.push_back(output.name);
    if (const auto outputs = place.find("outputs")) (void)check_names(*outputs, "output", names);
    const auto rules = place.find("rules");
    if (!rules || !rules->is_array()) return;
    names.clear();
    for (const rules::Rule& rule : table.rules) names.push_back(rule.id);
    for (std::size_t i = 0; i < rules->node().size(); ++i) {
      const auto id = rules->at(i).text();
      if (id && std::find(names.begin(), names.end(), *id) == names.end()) {
        rules->at(i).report_unknown("rule", *id, names);
      }
    }
  }

  const Program::Parts& parts_;
  std::vector<std::string_view> decision_names_;
  std::vector<std::string_view> field_names_;
  Arena arena_;
  Record record_;
};

}  // namespace

void check_examples(const Place& place, const Program::Parts& parts) {
  if (!place.is_array()) return;
  ExampleCheck check(parts);
  for (std::size_t i = 0; i < place.node().size(); ++i) check.check(place.at(i));
}

}  // namespace signalbox::api
