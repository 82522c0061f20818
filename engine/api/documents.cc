// Definitions, directories and rosters in; programs and diagnostics out.
#include "api/documents.h"

#include "api/compile.h"
#include "api/follow.h"
#include "api/journey.h"
#include "api/write_diagnostics.h"
#include "routing/people.h"

namespace signalbox::api {

namespace {

/// Reads a document and makes something of its root. nullopt with the diagnostics that say why.
template <class T, class Make>
std::optional<T> read(std::string_view json, Diagnostics& diagnostics, Make make) {
  const auto document = json::Document::parse(json, diagnostics);
  if (!document) return std::nullopt;
  return make(Place(document->root(), {}, diagnostics));
}

template <class T>
Loaded<T> loaded(std::optional<T> value, const Diagnostics& diagnostics, std::string_view source) {
  return {std::move(value), diagnostics_json(diagnostics, source)};
}

/// Where the rules of each decision stand in a definition without errors.
std::vector<std::vector<Span>> rule_spans(json::Node root) {
  std::vector<std::vector<Span>> all;
  const auto decisions = root.find("decisions");
  for (std::size_t d = 0; decisions && d < decisions->size(); ++d) {
    const json::Node rules = *decisions->at(d).find("rules");
    auto& spans = all.emplace_back();
    spans.reserve(rules.size());
    for (std::size_t r = 0; r < rules.size(); ++r) spans.push_back(rules.at(r).span());
  }
  return all;
}

/// Queues that the rules of a decision name outright.
void check_queue_cells(const Place& root, const RoutingPolicy& linked, const Program::Parts& parts,
                       const signalbox::Directory& directory) {
  const rules::Table& table = parts.decisions[linked.decision];
  const auto check = [&](const rules::OutputCell& cell, const std::string& path) {
    const Value& name = cell.literal.value;
    if (cell.formula || name.is_blank()) return;
    const auto queue = directory.find_queue(name.as_text());
    if (!queue) {
      follow(root, path).report_unknown("queue", name.as_text(), directory.queue_names());
    } else if (directory.queue(*queue).members.empty() && !linked.policy.stops_at_queue) {
      follow(root, path)
          .report("empty-queue", "This queue has no members: the policy finds no agent in it.", "a queue with members",
                  name.as_text(), {}, Severity::kWarning);
    }
  };
  const std::size_t width = table.outputs.size();
  for (std::size_t r = 0; r < table.rules.size(); ++r) {
    check(table.cells[r * width + linked.output],
          table.path + "/rules/" + std::to_string(r) + "/then/" + std::to_string(linked.output));
  }
  if (!table.defaults.empty()) {
    check(table.defaults[linked.output], table.path + "/default/" + std::to_string(linked.output));
  }
}

/// Business hours that a milestone names outright.
void check_hours(const Place& root, const sla::Milestone& milestone, const calendar::Calendar& calendar) {
  if (milestone.hours.empty() || calendar.find(milestone.hours)) return;
  calendar::report_none(follow(root, milestone.hours_path), "hours", "business hours", milestone.hours,
                        calendar.names());
}

/// Business hours and queues that an escalation rule names.
void check_rule(const Place& root, const escalation::Rule& rule, const Directory::Parts& directory) {
  if (!rule.quiet_outside.empty() && !directory.calendar.find(rule.quiet_outside)) {
    calendar::report_none(follow(root, rule.path + "/quietOutside"), "hours", "business hours", rule.quiet_outside,
                          directory.calendar.names());
  }
  for (const escalation::Level& level : rule.levels) {
    for (const escalation::Action& action : level.actions) {
      const bool is_queue = action.kind == escalation::Action::Kind::kRoute ||
                            (action.to == escalation::Action::To::kQueue && !action.name.empty());
      if (!is_queue || directory.directory.find_queue(action.name)) continue;
      follow(root, action.path).report_unknown("queue", action.name, directory.directory.queue_names());
    }
  }
}

}  // namespace

std::optional<Program> read_definition(std::string_view json, Diagnostics& diagnostics) {
  return read<Program>(json, diagnostics, [&](const Place& root) -> std::optional<Program> {
    const auto parts = compile_definition(root);
    if (!parts) return std::nullopt;
    parts->source = json;
    parts->is_clean = diagnostics.empty();
    if (parts->is_clean) parts->rule_spans = rule_spans(root.node());
    return Program(parts);
  });
}

std::optional<Directory> read_directory(std::string_view json, Diagnostics& diagnostics) {
  return read<Directory>(json, diagnostics, [](const Place& root) -> std::optional<Directory> {
    auto directory = signalbox::Directory::read(root);
    auto calendar = calendar::Calendar::read(root);
    if (!directory || !calendar || !routing::complete_directory(root, *directory)) return std::nullopt;
    return Directory(
        std::make_shared<const Directory::Parts>(Directory::Parts{std::move(*directory), std::move(*calendar)}));
  });
}

Directory empty_directory() {
  Diagnostics ignored;
  return *read_directory(R"({"signalbox":1,"skills":[],"queues":{},"agents":{}})", ignored);
}

std::optional<Roster> read_roster(std::string_view json, const Directory& directory, Diagnostics& diagnostics) {
  return read<Roster>(json, diagnostics, [&](const Place& root) -> std::optional<Roster> {
    auto roster = signalbox::Roster::read(root, directory.parts().directory);
    if (!roster) return std::nullopt;
    return Roster(std::make_shared<Roster::Parts>(Roster::Parts{std::move(*roster), directory}));
  });
}

std::optional<signalbox::Roster::Update> update_roster(std::string_view json, Roster& roster,
                                                       Diagnostics& diagnostics) {
  return read<signalbox::Roster::Update>(json, diagnostics, [&](const Place& root) {
    return roster.own_parts().roster.update(root, roster.parts().directory.parts().directory);
  });
}

Roster assumed_roster(const Directory& directory) {
  return Roster(std::make_shared<Roster::Parts>(
      Roster::Parts{signalbox::Roster::assumed(directory.parts().directory), directory}));
}

std::string update(Roster& roster, std::string_view json) {
  Diagnostics diagnostics;
  (void)update_roster(json, roster, diagnostics);
  return diagnostics_json(diagnostics, json);
}

bool make_free(Context& context, std::string_view agent) {
  const auto found = context.directory.parts().directory.find_agent(agent);
  if (found) context.roster = with_free(context.roster, context.directory, *found);
  return found.has_value();
}

Roster with_free(const std::optional<Roster>& roster, const Directory& directory, AgentIndex agent) {
  Roster::Parts parts = (roster ? *roster : assumed_roster(directory)).parts();
  parts.roster.make_free(agent);
  return Roster(std::make_shared<Roster::Parts>(std::move(parts)));
}

Roster::Parts& Roster::own_parts() {
  if (parts_.use_count() > 1) parts_ = std::make_shared<Parts>(*parts_);
  return *parts_;
}

void check_together(const Program& program, const Directory& directory, Diagnostics& diagnostics) {
  const Program::Parts& parts = program.parts();
  Diagnostics ignored;
  const auto document = json::Document::parse(parts.source, ignored);
  const Place root(document->root(), {}, diagnostics);
  for (const sla::Milestone& milestone : parts.milestones) {
    check_hours(root, milestone, directory.parts().calendar);
  }
  for (const escalation::Rule& rule : parts.escalations) check_rule(root, rule, directory.parts());
  for (const RoutingPolicy& linked : parts.policies) {
    const std::size_t before = diagnostics.size();
    routing::check_policy(linked.policy, directory.parts().directory, diagnostics);
    for (std::size_t i = before; i < diagnostics.size(); ++i) {
      diagnostics[i].span = follow(root, diagnostics[i].path).node().span();
    }
    if (!linked.policy.queue_decision.empty()) check_queue_cells(root, linked, parts, directory.parts().directory);
  }
}

Loaded<Program> load_definition(std::string_view json) {
  Diagnostics diagnostics;
  auto program = read_definition(json, diagnostics);
  if (program) check_workflow(*program, diagnostics);
  if (has_errors(diagnostics)) program.reset();
  return loaded(std::move(program), diagnostics, json);
}

Loaded<Directory> load_directory(std::string_view json) {
  Diagnostics diagnostics;
  auto directory = read_directory(json, diagnostics);
  return loaded(std::move(directory), diagnostics, json);
}

Loaded<Roster> load_roster(std::string_view json, const Directory& directory) {
  Diagnostics diagnostics;
  auto roster = read_roster(json, directory, diagnostics);
  return loaded(std::move(roster), diagnostics, json);
}

std::string check_against(const Program& program, const Directory& directory) {
  Diagnostics diagnostics;
  check_together(program, directory, diagnostics);
  return diagnostics_json(diagnostics, program.parts().source);
}

std::string_view Program::name() const { return parts_->name; }
std::string_view Program::object() const { return parts_->object; }

}  // namespace signalbox::api
