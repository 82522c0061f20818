// The inside of reading a directory document.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/directory.h"
#include "model/names.h"

namespace signalbox {

/// The member when it is there and an object; anything else is reported.
[[nodiscard]] std::optional<Place> object_member(const Place& place, std::string_view name);
/// A whole number of units up to kMaxUnits.
void read_units(const Place& place, std::uint32_t& units);
inline constexpr std::int64_t kMaxUnits = 1'000'000;

/// Calls `read` for each element of the array `name`, if there is one.
template <class Read>
void for_each_element(const Place& place, std::string_view name, Read read) {
  const auto member = place.find(name);
  if (!member || !member->is_array()) return;
  for (std::size_t i = 0; i < member->node().size(); ++i) read(member->at(i));
}

/// Takes over what is right, reports what is not.
class DirectoryReader {
 public:
  DirectoryReader(const Place& root, Directory& directory) : root_(root), directory_(directory) {}
  void read();

 private:
  /// Reads named things in the order of their names.
  template <class T>
  void read_all(const std::optional<Place>& place, std::size_t limit, std::vector<T>& things,
                void (DirectoryReader::*read_one)(const Place&, T&)) {
    if (!place) return;
    for (const std::size_t i : members_by_name(*place, limit)) {
      T thing;
      thing.name = place->node().key(i);
      if (const Place at = place->at(i); at.is_object()) (this->*read_one)(at, thing);
      things.push_back(std::move(thing));
    }
  }
  void read_work(const Place& place, Work& work);
  static std::int64_t read_duration(const Place& place);
  static std::vector<std::string_view> as_views(const std::vector<std::string>& names);
  void read_agents();
  void read_agent(const Place& place, AgentIndex index, Agent& agent);
  /// Units, or `{"units","interruptible"}`, or `{"percent"}`, or `{"formula"}`.
  void read_capacity(const Place& place, AgentIndex index, Agent& agent);
  /// A level; `{"level","until"}`; of a certification an instant at which it expires, or null.
  void read_abilities(const std::optional<Place>& place, Ability ability, Agent& agent);
  void read_absences(const Place& place, Agent& agent);
  static void read_agent_location(const Place& place, Agent& agent);
  void read_travel(const std::optional<Place>& place, Agent& agent);
  void read_fields(const Place& place, Agent& agent);
  /// Names of business hours are those that the same document declares.
  std::optional<HoursIndex> read_hours(const Place& place);
  std::optional<AgentIndex> read_agent_id(const Place& place);
  /// Reports each circle once: at its first agent by id.
  void check_delegates(const Place& agents, const std::vector<std::size_t>& members);
  void report_circle(const Place& place, std::size_t begin);
  void read_group(const Place& place, Group& group);
  std::optional<AgentIndex> read_new_agent(const Place& place, std::vector<bool>& seen);
  /// `name`, or `{<word>: name, "rank": n}`.
  static std::optional<Place> read_ranked(const Place& place, std::string_view word, std::uint32_t& rank);
  void read_queue(const Place& place, Queue& queue);
  [[nodiscard]] std::vector<std::string_view> group_names() const;

  const Place& root_;
  Directory& directory_;
  std::map<std::string, HoursIndex> hours_;
};

}  // namespace signalbox
