// Reading a directory document: names, work, groups and queues.
#include "model/directory_reader.h"

#include <algorithm>
#include <array>

#include "base/limits.h"

namespace signalbox {

namespace {

constexpr std::int64_t kMaxRank = 100;

void read_label(const Place& place, std::string& label) {
  const auto member = place.find("label");
  if (const auto text = member ? member->non_empty_text() : std::nullopt) label = *text;
}

}  // namespace

std::optional<Place> object_member(const Place& place, std::string_view name) {
  auto member = place.find(name);
  if (member && !member->is_object()) member.reset();
  return member;
}

void read_units(const Place& place, std::uint32_t& units) {
  if (const auto number = place.integer(0, kMaxUnits)) units = static_cast<std::uint32_t>(*number);
}

std::vector<Field> read_agent_fields(const Place& place) {
  std::vector<Field> fields;
  if (!place.is_object()) return fields;
  for (const std::size_t i : members_by_name(place, limits::kMaxFields)) {
    const Place at = place.at(i);
    const auto name = at.text();
    const auto type = name ? parse_type(*name) : std::nullopt;
    if (type) {
      fields.push_back({std::string(place.node().key(i)), *type, "", {}});
    } else if (name) {
      at.report_unknown("type", *name, {"Text", "Number", "Checkbox", "Date", "DateTime", "Picklist", "Location"});
    }
  }
  return fields;
}

void DirectoryReader::read() {
  root_.only_members({"signalbox", "asOf", "skills", "languages", "certifications", "channels", "territories", "work",
                      "agentFields", "queues", "groups", "agents", "holidays", "businessHours"});
  if (const auto member = root_.find("asOf")) directory_.as_of_ = member->instant();
  constexpr std::string_view kLists[] = {"skills", "languages", "certifications"};
  for (std::size_t a = 0; a < kAbilityCount; ++a) {
    if (const auto list = root_.find(kLists[a])) {
      directory_.skills_[a] = read_names(*list, ability_word(static_cast<Ability>(a)));
    }
  }
  if (const auto list = root_.find("channels")) directory_.channels_ = read_names(*list, "channel");
  if (const auto tree = object_member(root_, "territories")) directory_.territories_ = Territories::read(*tree);
  if (const auto fields = root_.find("agentFields")) {
    directory_.agent_fields_ = std::make_shared<const Layout>(read_agent_fields(*fields));
  }
  read_all(object_member(root_, "work"), kMaxUnits, directory_.work_, &DirectoryReader::read_work);
  read_agents();
  read_all(object_member(root_, "groups"), limits::kMaxGroups, directory_.groups_, &DirectoryReader::read_group);
  const auto queues = root_.required("queues");
  if (queues && !queues->is_object()) return;
  read_all(queues, limits::kMaxQueues, directory_.queues_, &DirectoryReader::read_queue);
}

void DirectoryReader::read_work(const Place& place, Work& work) {
  place.only_members({"units", "percent", "interruptible", "afterWork", "channel"});
  const auto percent = place.find("percent");
  if (const auto units = place.find("units")) {
    read_units(*units, work.units);
  } else if (percent) {
    work.units = 0;
  }
  if (percent) {
    if (const auto share = percent->integer(0, 100)) work.percent = static_cast<std::uint32_t>(*share);
  }
  if (const auto member = place.find("interruptible")) work.interruptible = member->boolean().value_or(false);
  if (const auto member = place.find("afterWork")) work.after_work_ms = read_duration(*member);
  if (const auto member = place.find("channel")) {
    const auto name = member->non_empty_text();
    work.channel = name ? directory_.find_channel(*name) : std::nullopt;
    if (name && !work.channel) member->report_unknown("channel", *name, as_views(directory_.channels_));
  }
}

std::int64_t DirectoryReader::read_duration(const Place& place) {
  const auto text = place.text();
  const auto ms = text ? parse_duration_ms(*text) : std::nullopt;
  if (text && !ms) {
    place.report("bad-duration", "`" + quote_for_message(*text) + "` is no duration.", "a duration such as `90m`");
  }
  return ms.value_or(0);
}

std::vector<std::string_view> DirectoryReader::as_views(const std::vector<std::string>& names) {
  return {names.begin(), names.end()};
}

void DirectoryReader::read_group(const Place& place, Group& group) {
  place.only_members({"members", "formula"});
  const auto formula = place.find("formula");
  if (formula.has_value() == place.find("members").has_value()) {
    place.report("group-kind", "The members of a group are listed, or found by a formula.", "`members` or `formula`");
    return;
  }
  if (formula) {
    group.formula = formula->non_empty_text().value_or(std::string_view());
    group.path = formula->path();
    return;
  }
  std::vector<bool> seen(directory_.agents_.size());
  for_each_element(place, "members", [&](const Place& at) {
    if (const auto agent = read_new_agent(at, seen)) group.members.push_back(*agent);
  });
}

std::optional<AgentIndex> DirectoryReader::read_new_agent(const Place& place, std::vector<bool>& seen) {
  const auto agent = read_agent_id(place);
  if (!agent) return std::nullopt;
  if (!seen[static_cast<std::uint32_t>(*agent)]) {
    seen[static_cast<std::uint32_t>(*agent)] = true;
    return agent;
  }
  place.report("duplicate-name", "The agent `" + quote_for_message(place.node().as_text()) + "` is listed twice.",
               "each agent once");
  return std::nullopt;
}

std::optional<Place> DirectoryReader::read_ranked(const Place& place, std::string_view word, std::uint32_t& rank) {
  rank = 1;
  if (!place.node().is(json::Kind::kObject)) return place;
  place.only_members({word, "rank"});
  if (const auto member = place.find("rank")) {
    if (const auto number = member->integer(1, kMaxRank)) rank = static_cast<std::uint32_t>(*number);
  }
  return place.required(word);
}

void DirectoryReader::read_queue(const Place& place, Queue& queue) {
  place.only_members({"label", "members", "groups", "hours"});
  queue.label = queue.name;
  read_label(place, queue.label);
  if (!place.find("groups")) (void)place.required("members");
  std::vector<bool> seen(directory_.agents_.size());
  std::uint32_t rank = 1;
  for_each_element(place, "members", [&](const Place& at) {
    const auto id = read_ranked(at, "agent", rank);
    const auto agent = id ? read_new_agent(*id, seen) : std::nullopt;
    if (!agent) return;
    queue.members.push_back(*agent);
    queue.ranks.push_back(rank);
  });
  for_each_element(place, "groups", [&](const Place& at) {
    const auto member = read_ranked(at, "group", rank);
    const auto name = member ? member->non_empty_text() : std::nullopt;
    const Group* group = name ? directory_.find_group(*name) : nullptr;
    if (group) queue.groups.push_back({static_cast<std::uint32_t>(group - directory_.groups_.data()), rank});
    if (name && !group) member->report_unknown("group", *name, group_names());
  });
  if (const auto member = place.find("hours")) queue.hours = read_hours(*member);
}

std::vector<std::string_view> DirectoryReader::group_names() const {
  return names_of(directory_.groups_, [](const Group& group) { return std::string_view(group.name); });
}

std::optional<Directory> Directory::read(const Place& root) {
  if (!root.is_object() || !check_format_version(root)) return std::nullopt;
  const auto errors_before = root.diagnostics().size();
  Directory directory;
  DirectoryReader(root, directory).read();
  if (root.diagnostics().size() != errors_before) return std::nullopt;
  directory.join_groups();
  directory.make_columns();
  return directory;
}

}  // namespace signalbox
