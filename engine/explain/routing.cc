#include "explain/routing.h"

#include <array>

namespace signalbox::explain {

namespace {

using routing::Candidate;
using routing::ChosenBy;
using routing::Exclusion;
using routing::ExclusionReason;
using routing::kFactorCount;
using routing::Preference;

/// Digits after the point of a share in millionths.
constexpr int kShareScale = 6;

constexpr std::array<std::string_view, 5> kChosenByNames = {"none", "only-candidate", "score", "longest-since-assigned",
                                                            "agent-id"};
constexpr std::array<std::string_view, 4> kReasonNames = {"presence", "capacity", "skill-missing", "skill-level"};

Decimal share(std::uint32_t millionths) { return Decimal::from_scaled(millionths, kShareScale); }
Decimal level(LevelTenths tenths) { return Decimal::from_scaled(tenths, 1); }

void write_agent(json::Writer& writer, const Agent& agent) {
  writer.key("agent").text(agent.id);
  writer.key("name").text(agent.name);
}

void write_queue(json::Writer& writer, const RoutingStory& story) {
  const auto& [policy, directory, roster, result] = story;
  writer.key("queue").begin_object();
  writer.key("name");
  if (result.queue) {
    writer.text(directory.queue(*result.queue).name);
  } else {
    writer.null();
  }
  writer.key("from");
  if (policy.queue_fixed) {
    writer.begin_object().key("name").text(policy.queue_fixed->name).end_object();
  } else if (policy.queue_formula) {
    writer.begin_object().key("formula").text(policy.queue_formula->text()).end_object();
  } else {
    writer.begin_object().key("decision").text(policy.queue_decision).end_object();
  }
  writer.key("wanted");
  if (result.wanted_queue) {
    writer.text(directory.queue(*result.wanted_queue).name);
  } else {
    writer.null();
  }
  writer.end_object();
}

void write_candidate(json::Writer& writer, const RoutingStory& story, const Candidate& candidate) {
  writer.begin_object();
  write_agent(writer, story.directory.agent(candidate.agent));
  writer.key("score").number(share(candidate.score_millionths));
  writer.key("factors").begin_array();
  for (const Preference& preference : story.policy.prefer) {
    writer.begin_object();
    writer.key("factor").text(factor_name(preference.factor));
    writer.key("value").number(share(candidate.factor_millionths[static_cast<std::size_t>(preference.factor)]));
    writer.key("weight").number(std::int64_t{preference.weight});
    writer.end_object();
  }
  writer.end_array().end_object();
}

void write_exclusion(json::Writer& writer, const RoutingStory& story, const Exclusion& exclusion) {
  const Agent& agent = story.directory.agent(exclusion.agent);
  const AgentState& state = story.roster.state(exclusion.agent);
  writer.begin_object();
  write_agent(writer, agent);
  writer.key("code").text(kReasonNames[static_cast<std::size_t>(exclusion.reason)]);
  switch (exclusion.reason) {
    case ExclusionReason::kPresence:
      writer.key("presence").text(presence_name(state.presence));
      break;
    case ExclusionReason::kCapacity:
      writer.key("open").number(std::int64_t{state.open});
      writer.key("capacity").number(std::int64_t{agent.capacity});
      break;
    case ExclusionReason::kSkillMissing:
    case ExclusionReason::kSkillLevel: {
      const auto& needed = story.result.skills[exclusion.requirement];
      writer.key("skill").text(needed.name);
      writer.key("needed").number(level(needed.level_tenths));
      if (exclusion.reason == ExclusionReason::kSkillLevel) writer.key("has").number(level(exclusion.has_tenths));
      break;
    }
  }
  writer.end_object();
}

std::string exclusion_sentence(const RoutingStory& story, const Exclusion& exclusion) {
  const Agent& agent = story.directory.agent(exclusion.agent);
  const AgentState& state = story.roster.state(exclusion.agent);
  switch (exclusion.reason) {
    case ExclusionReason::kPresence:
      return agent.name + " was excluded: presence is " + std::string(presence_name(state.presence)) + ".";
    case ExclusionReason::kCapacity:
      return agent.name + " was excluded: " + std::to_string(state.open) + " open records, and the capacity is " +
             std::to_string(agent.capacity) + ".";
    case ExclusionReason::kSkillMissing:
      return agent.name + " was excluded: lacks the skill " +
             std::string(story.result.skills[exclusion.requirement].name) + ".";
    case ExclusionReason::kSkillLevel:
      break;
  }
  const auto& needed = story.result.skills[exclusion.requirement];
  return agent.name + " was excluded: " + std::string(needed.name) + " at level " +
         level(exclusion.has_tenths).to_text() + ", and " + level(needed.level_tenths).to_text() + " is needed.";
}

std::string choice_sentence(const RoutingStory& story) {
  const auto& candidates = story.result.candidates;
  const std::string name = story.directory.agent(candidates[0].agent).name;
  const std::string score = share(candidates[0].score_millionths).to_text();
  switch (story.result.by) {
    case ChosenBy::kOnlyCandidate:
      return name + " was chosen: the only agent of the queue who meets every requirement.";
    case ChosenBy::kScore:
      return name + " was chosen: score " + score + ", ahead of " + story.directory.agent(candidates[1].agent).name +
             " with " + share(candidates[1].score_millionths).to_text() + ".";
    case ChosenBy::kLongestSinceAssigned:
      return name + " was chosen: score " + score + " like " + story.directory.agent(candidates[1].agent).name +
             ", and the longest time since the last assignment.";
    case ChosenBy::kAgentId:
    case ChosenBy::kNone:
      break;
  }
  return name + " was chosen: equal in score and last assignment, and first by agent id.";
}

std::string queue_sentence(const RoutingStory& story) {
  const auto& result = story.result;
  if (!result.queue) return "The record has no queue: the policy " + story.policy.name + " found none.";
  const std::string label = story.directory.queue(*result.queue).label;
  if (!result.overflow) return "The record goes to the queue " + label + ".";
  if (!result.wanted_queue) return "The policy found no queue, so the record goes to the overflow queue " + label + ".";
  return "Nobody in the queue " + story.directory.queue(*result.wanted_queue).label +
         " meets every requirement, so the record goes to the overflow queue " + label + ".";
}

}  // namespace

void write_routing(json::Writer& writer, const RoutingStory& story) {
  const routing::Result& result = story.result;
  writer.begin_object();
  writer.key("policy").text(story.policy.name);
  write_queue(writer, story);
  writer.key("overflow").boolean(result.overflow);
  writer.key("chosen");
  if (result.agent) {
    writer.text(story.directory.agent(*result.agent).id);
  } else {
    writer.null();
  }
  writer.key("by").text(kChosenByNames[static_cast<std::size_t>(result.by)]);
  writer.key("candidates").begin_array();
  for (const Candidate& candidate : result.candidates) write_candidate(writer, story, candidate);
  writer.end_array().key("excluded").begin_array();
  for (const Exclusion& exclusion : result.excluded) write_exclusion(writer, story, exclusion);
  writer.end_array().end_object();
}

void add_routing_sentences(const RoutingStory& story, std::vector<std::string>& sentences) {
  sentences.push_back(queue_sentence(story));
  if (story.result.agent) {
    sentences.push_back(choice_sentence(story));
  } else if (story.result.queue) {
    sentences.push_back("Nobody is assigned: the record waits in the queue.");
  }
}

void add_exclusion_sentences(const RoutingStory& story, std::vector<std::string>& sentences) {
  for (const Exclusion& exclusion : story.result.excluded) sentences.push_back(exclusion_sentence(story, exclusion));
}

}  // namespace signalbox::explain
