// Why an agent was excluded.
#include <array>

#include "explain/routing.h"
#include "routing/eligibility.h"

namespace signalbox::explain {

namespace {

using routing::Exclusion;
using routing::ExclusionReason;
using routing::Need;

constexpr std::array<std::string_view, 16> kReasonNames = {
    "presence", "capacity", "-missing", "-level",      "-expired",    "territory", "rank",       "group",
    "formula",  "cap",      "hours",    "queue-hours", "unavailable", "absent",    "after-work", "declined"};

Decimal level(LevelTenths tenths) { return Decimal::from_scaled(tenths, 1); }

bool is_about_ability(ExclusionReason reason) {
  return reason == ExclusionReason::kSkillMissing || reason == ExclusionReason::kSkillLevel ||
         reason == ExclusionReason::kExpired;
}

/// The delegates of somebody who is out, as far as they are out as well.
std::vector<const Agent*> delegates_out(const RoutingStory& story, const Agent& agent) {
  std::vector<const Agent*> out;
  for (auto at = agent.delegate; at; at = story.directory.agent(*at).delegate) {
    if (!routing::absent_until(story.directory.agent(*at), story.roster.state(*at), story.now)) break;
    out.push_back(&story.directory.agent(*at));
  }
  return out;
}

const calendar::BusinessHours* hours_of(const RoutingStory& story, const Agent& agent) {
  if (!story.calendar || agent.hours.empty()) return nullptr;
  return story.calendar->find(story.directory.hours_names()[static_cast<std::uint32_t>(agent.hours.front())]);
}

void write_ability(json::Writer& writer, const Need& need, const Exclusion& exclusion) {
  writer.key(ability_word(need.requirement->ability)).text(need.name);
  if (need.requirement->ability == Ability::kCertification) return;
  if (exclusion.reason == ExclusionReason::kExpired) return;
  writer.key("needed").number(level(need.level_tenths));
  if (exclusion.reason == ExclusionReason::kSkillLevel) {
    writer.key("has").number(level(static_cast<LevelTenths>(exclusion.has)));
  }
}

void write_until(json::Writer& writer, const RoutingStory& story, const Agent& agent, const Exclusion& exclusion) {
  if (!exclusion.until) return;
  writer.key("until").value(Value::date_time(*exclusion.until));
  if (exclusion.reason != ExclusionReason::kAbsent) return;
  if (const auto* hours = hours_of(story, agent)) {
    writer.key("local").text(to_local_text(*exclusion.until, hours->zone()));
    writer.key("zone").text(hours->zone().name());
  }
  if (!agent.delegate) return;
  const auto out = delegates_out(story, agent);
  writer.key("delegatesOut").begin_array();
  for (const Agent* delegate : out) writer.text(delegate->id);
  writer.end_array();
}

std::string ability_words(const Need& need, const Exclusion& exclusion) {
  const std::string name(need.name);
  const std::string word(ability_word(need.requirement->ability));
  if (exclusion.reason == ExclusionReason::kExpired) return "the " + word + " " + name + " has expired";
  if (exclusion.reason == ExclusionReason::kSkillMissing) return "lacks the " + word + " " + name;
  return name + " at level " + level(static_cast<LevelTenths>(exclusion.has)).to_text() + ", and " +
         level(need.level_tenths).to_text() + " is needed";
}

std::string absence_words(const RoutingStory& story, const Agent& agent, Instant until) {
  std::string words = "out of office until " + local_words(story, agent, until);
  for (const Agent* delegate : delegates_out(story, agent))
    words += ", and the delegate " + delegate->name + " as well";
  return words;
}

std::string count_words(const Exclusion& exclusion, std::string_view between) {
  return std::to_string(exclusion.has) + std::string(between) + std::to_string(exclusion.limit);
}

std::string hours_words(const RoutingStory& story, const Agent& agent, const Exclusion& exclusion,
                        std::string_view what) {
  return std::string(what) +
         (exclusion.until ? " until " + local_words(story, agent, *exclusion.until) : std::string(" for good"));
}

}  // namespace

std::string exclusion_code(const routing::Result& result, const Exclusion& exclusion) {
  const std::string_view name = kReasonNames[static_cast<std::size_t>(exclusion.reason)];
  if (!is_about_ability(exclusion.reason)) return std::string(name);
  return std::string(ability_word(result.needs[exclusion.need].requirement->ability)).append(name);
}

void write_reason(json::Writer& writer, const RoutingStory& story, const Exclusion& exclusion) {
  writer.key("code").text(exclusion_code(story.result, exclusion));
  if (is_about_ability(exclusion.reason)) return write_ability(writer, story.result.needs[exclusion.need], exclusion);
  switch (exclusion.reason) {
    case ExclusionReason::kPresence:
      writer.key("presence").text(presence_name(static_cast<Presence>(exclusion.has)));
      break;
    case ExclusionReason::kCapacity:
      writer.key("open").number(static_cast<std::int64_t>(exclusion.has));
      writer.key("capacity").number(static_cast<std::int64_t>(exclusion.limit));
      break;
    case ExclusionReason::kTerritory:
    case ExclusionReason::kGroup:
      writer.key(kReasonNames[static_cast<std::size_t>(exclusion.reason)]);
      writer.text(story.result.needs[exclusion.need].name);
      break;
    case ExclusionReason::kFormula:
      writer.key("formula").text(story.result.needs[exclusion.need].requirement->formula->text());
      break;
    case ExclusionReason::kCap:
      writer.key("cap").text(exclusion.cap->name);
      [[fallthrough]];
    case ExclusionReason::kRank:
      writer.key("has").number(static_cast<std::int64_t>(exclusion.has));
      writer.key("limit").number(static_cast<std::int64_t>(exclusion.limit));
      break;
    case ExclusionReason::kUnavailable:
      writer.key("status").text(story.roster.state(exclusion.agent).status);
      break;
    default:
      break;
  }
  write_until(writer, story, story.directory.agent(exclusion.agent), exclusion);
}

std::string reason_words(const RoutingStory& story, const Exclusion& exclusion) {
  const Agent& agent = story.directory.agent(exclusion.agent);
  if (is_about_ability(exclusion.reason)) return ability_words(story.result.needs[exclusion.need], exclusion);
  switch (exclusion.reason) {
    case ExclusionReason::kPresence:
      return "presence is " + std::string(presence_name(static_cast<Presence>(exclusion.has)));
    case ExclusionReason::kCapacity:
      return count_words(exclusion, " open records, and the capacity is ");
    case ExclusionReason::kTerritory:
      return "does not serve the territory " + std::string(story.result.needs[exclusion.need].name);
    case ExclusionReason::kGroup:
      return "does not belong to the group " + std::string(story.result.needs[exclusion.need].name);
    case ExclusionReason::kFormula:
      return "`" + story.result.needs[exclusion.need].requirement->formula->text() +
             (story.result.needs[exclusion.need].has_failed ? "` cannot be computed" : "` is not true");
    case ExclusionReason::kCap:
      return "has " + count_words(exclusion, " of at most ") + " under the cap " + exclusion.cap->name;
    case ExclusionReason::kRank:
      return count_words(exclusion, " is the rank in the queue, and ranks are asked up to ");
    case ExclusionReason::kUnavailable: {
      const std::string& status = story.roster.state(exclusion.agent).status;
      return status.empty() ? std::string("not available") : "not available (" + status + ")";
    }
    case ExclusionReason::kHours:
      return hours_words(story, agent, exclusion, "not at work");
    case ExclusionReason::kQueueHours:
      return hours_words(story, agent, exclusion, "the queue is closed");
    case ExclusionReason::kAfterWork:
      return hours_words(story, agent, exclusion, "in after-work time");
    case ExclusionReason::kAbsent:
      return absence_words(story, agent, *exclusion.until);
    default:
      return "declined this record";
  }
}

std::string local_words(const RoutingStory& story, const Agent& agent, Instant at) {
  constexpr std::size_t kDate = 10;
  constexpr std::size_t kTime = 5;
  const auto* hours = hours_of(story, agent);
  const std::string text = hours ? to_local_text(at, hours->zone()) : to_text(at);
  return text.substr(0, kDate) + " " + text.substr(kDate + 1, kTime) + " " +
         (hours ? std::string(hours->zone().name()) : std::string("UTC"));
}

}  // namespace signalbox::explain
