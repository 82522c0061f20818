#include "api/compile.h"
#include "api/examples.h"

namespace signalbox::api {

namespace {

formula::Blanks read_blanks(const Place& root) {
  const auto member = root.find("blanks");
  const auto word = member ? member->text() : std::nullopt;
  if (!word || *word == "zero") return formula::Blanks::kAsZero;
  if (*word != "blank") member->report_unknown("mode", *word, {"zero", "blank"});
  return formula::Blanks::kAsBlank;
}

std::string read_name(const Place& root, std::string_view member_name) {
  const auto member = root.required(member_name);
  const auto name = member ? member->non_empty_text() : std::nullopt;
  return std::string(name.value_or(std::string_view()));
}

/// The member when it is an object; anything else is reported.
std::optional<Place> object_member(const Place& root, std::string_view name) {
  auto member = root.find(name);
  if (member && !member->is_object()) member.reset();
  return member;
}

std::vector<std::string_view> names_in(const std::optional<Place>& object) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; object && i < object->node().size(); ++i) names.push_back(object->node().key(i));
  return names;
}

}  // namespace

std::shared_ptr<Program::Parts> compile_definition(const Place& root) {
  if (!root.is_object() || !check_format_version(root)) return nullptr;
  root.only_members({"signalbox", "name", "object", "blanks", "fields", "milestones", "contacts", "decisions",
                     "agentFields", "routing", "workflow", "steps", "escalations", "examples"});
  auto parts = std::make_shared<Program::Parts>();
  parts->name = read_name(root, "name");
  parts->object = read_name(root, "object");
  const auto blanks = read_blanks(root);
  const auto fields = root.required("fields");
  parts->layout = fields ? compile_fields(*fields) : std::make_shared<const Layout>(std::vector<Field>());

  const auto milestones = object_member(root, "milestones");
  const auto contacts = object_member(root, "contacts");
  const auto decisions = object_member(root, "decisions");
  const auto policies = object_member(root, "routing");
  parts->scope = compile_scope(parts->layout, milestones, contacts, decisions, blanks);
  const auto decision_names = names_in(decisions);
  if (decisions) compile_decisions(*decisions, *parts);
  link_decisions(root, *parts);
  if (contacts) compile_contacts(*contacts, *parts);
  if (milestones) compile_milestones(*milestones, decision_names, *parts);
  if (policies) compile_policies(*policies, decision_names, object_member(root, "agentFields"), *parts);
  if (const auto steps = root.find("steps")) compile_steps(*steps, decision_names, names_in(policies), *parts);
  if (decisions) tell_of_lists(*decisions);
  if (has_errors(root.diagnostics())) return nullptr;
  compile_time(root, *parts);
  if (const auto escalations = root.find("escalations")) compile_escalations(*escalations, *parts);
  if (const auto examples = root.find("examples")) check_examples(*examples, *parts);
  if (has_errors(root.diagnostics())) return nullptr;
  return parts;
}

}  // namespace signalbox::api
