#include "explain/routing.h"

#include <algorithm>
#include <array>

#include "routing/eligibility.h"
#include "routing/score.h"

namespace signalbox::explain {

namespace {

using routing::Candidate;
using routing::ChosenBy;
using routing::Exclusion;
using routing::NamedAgent;

/// Digits after the point of a share in millionths.
constexpr int kShareScale = 6;

constexpr std::array<std::string_view, 7> kChosenByNames = {
    "none", "only-candidate", "score", "longest-since-assigned", "agent-id", "named-owner", "former-owner"};

Decimal share(std::uint32_t millionths) { return Decimal::from_scaled(millionths, kShareScale); }

void write_agent(json::Writer& writer, const Agent& agent) {
  writer.key("agent").text(agent.id);
  writer.key("name").text(agent.name);
}

void write_queue(json::Writer& writer, const RoutingStory& story) {
  const auto& policy = story.policy;
  const auto& directory = story.directory;
  const auto& result = story.result;
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

/// Weight x factor: what the factor adds to the sum that the score is the mean of.
Decimal points(const RoutingStory& story, const Candidate& candidate, std::size_t preference) {
  const Decimal weight = Decimal::from_int(story.policy.prefer[preference].weight);
  return *weight.times(share(story.result.factors[candidate.sheet + preference]));
}

void write_factor(json::Writer& writer, const RoutingStory& story, const Candidate& candidate, std::size_t number) {
  const routing::Preference& preference = story.policy.prefer[number];
  const auto& raw = story.result.raws[candidate.sheet + number];
  const std::string_view unit = routing::factor_unit(story.policy, preference.factor);
  writer.begin_object();
  writer.key("factor").text(factor_name(preference.factor));
  if (preference.formula) writer.key("formula").text(preference.formula->formula.text());
  writer.key("raw");
  if (raw) {
    writer.number(*raw);
  } else {
    writer.null();
  }
  if (!unit.empty()) writer.key("unit").text(unit);
  writer.key("value").number(share(story.result.factors[candidate.sheet + number]));
  writer.key("weight").number(std::int64_t{preference.weight});
  writer.key("points").number(points(story, candidate, number));
  writer.end_object();
}

void write_candidate(json::Writer& writer, const RoutingStory& story, const Candidate& candidate) {
  writer.begin_object();
  write_agent(writer, story.directory.agent(candidate.agent));
  writer.key("score").number(share(candidate.score_millionths));
  writer.key("factors").begin_array();
  for (std::size_t i = 0; i < story.policy.prefer.size(); ++i) write_factor(writer, story, candidate, i);
  writer.end_array().end_object();
}

void write_exclusion(json::Writer& writer, const RoutingStory& story, const Exclusion& exclusion) {
  writer.begin_object();
  write_agent(writer, story.directory.agent(exclusion.agent));
  write_reason(writer, story, exclusion);
  writer.end_object();
}

/// A named or former owner: who was asked, who took it, and why not.
void write_named(json::Writer& writer, const RoutingStory& story, std::string_view key, const NamedAgent& named) {
  if (named.id.empty()) return;
  writer.key(key).begin_object();
  writer.key("named").text(named.id);
  writer.key("known").boolean(named.agent.has_value());
  writer.key("agent");
  if (named.taker) {
    writer.text(story.directory.agent(*named.taker).id);
  } else {
    writer.null();
  }
  if (!named.out_of_office.empty()) {
    writer.key("outOfOffice").begin_array();
    for (const AgentIndex out : named.out_of_office) writer.text(story.directory.agent(out).id);
    writer.end_array();
  }
  if (named.refused) write_reason(writer, story, *named.refused);
  writer.end_object();
}

/// How many were excluded for each reason, in the order in which the reasons were met.
std::vector<std::pair<std::string, std::int64_t>> counted_reasons(const RoutingStory& story) {
  std::vector<std::pair<std::string, std::int64_t>> counts;
  for (const Exclusion& exclusion : story.result.excluded) {
    const std::string code = exclusion_code(story.result, exclusion);
    const auto at = std::find_if(counts.begin(), counts.end(), [&](const auto& one) { return one.first == code; });
    if (at == counts.end()) {
      counts.emplace_back(code, 1);
    } else {
      ++at->second;
    }
  }
  return counts;
}

/// Why nobody has it: a reason always, and when that could change by itself.
void write_waiting(json::Writer& writer, const RoutingStory& story) {
  const routing::Result& result = story.result;
  if (result.agent || result.handed_over) return;
  writer.key("waiting").begin_object();
  writer.key("reason").text(!result.wanted_queue      ? "no-queue"
                            : result.excluded.empty() ? "empty-queue"
                                                      : "nobody-fits");
  writer.key("excluded").begin_object();
  for (const auto& [code, count] : counted_reasons(story)) writer.key(code).number(count);
  writer.end_object().key("next");
  writer.value(result.next ? Value::date_time(*result.next) : Value());
  writer.end_object();
}

std::string owner_sentence(const RoutingStory& story) {
  const bool is_named = story.result.by == ChosenBy::kNamedOwner;
  const NamedAgent& owner = is_named ? story.result.owner : story.result.former_owner;
  const std::string& name = story.directory.agent(*owner.taker).name;
  if (!is_named) return name + " was chosen: owned the record before, and can take it back.";
  if (owner.out_of_office.empty()) return name + " was chosen: the record names its owner.";
  const Agent& out = story.directory.agent(owner.out_of_office.front());
  const auto back = routing::absent_until(out, story.roster.state(owner.out_of_office.front()), story.now);
  return name + " was chosen: stands in for the named owner " + out.name + ", who is out of office until " +
         local_words(story, out, *back) + ".";
}

std::string waiting_sentence(const RoutingStory& story) {
  if (story.result.handed_over) return "The policy stops at the queue: who takes the record is decided elsewhere.";
  std::string sentence = "Nobody is assigned: the record waits in the queue";
  if (!story.result.next) return sentence + ".";
  return sentence + ", and time could change that at " + to_text(*story.result.next) + ".";
}

/// "level 5", "42.5 minutes idle": what a factor was made of.
std::string raw_words(const RoutingStory& story, routing::Factor factor, const std::optional<Decimal>& raw) {
  if (!raw) return factor == routing::Factor::kLongestIdle ? "never assigned" : "no value";
  const std::string number = raw->to_text();
  switch (factor) {
    case routing::Factor::kSkillFit:
      return "level " + number;
    case routing::Factor::kSpareCapacity:
      return number + " units spare";
    case routing::Factor::kLongestIdle:
      return number + " minutes idle";
    case routing::Factor::kRank:
      return "rank " + number;
    case routing::Factor::kTerritory:
      return number + " steps away";
    case routing::Factor::kFairness:
      return number + " a minute";
    case routing::Factor::kTravelTime:
      return number + " " + std::string(routing::factor_unit(story.policy, factor)) + " away";
    default:
      return number;
  }
}

/// The score sheet of the best candidate.
std::string sheet_sentence(const RoutingStory& story) {
  const Candidate& best = story.result.candidates.front();
  std::string sentence = "Score of " + story.directory.agent(best.agent).name + ":";
  for (std::size_t i = 0; i < story.policy.prefer.size(); ++i) {
    const routing::Preference& preference = story.policy.prefer[i];
    sentence += std::string(i > 0 ? ", " : " ") + std::string(factor_name(preference.factor)) + " " +
                points(story, best, i).to_text() + " of " + std::to_string(preference.weight) + " points (" +
                raw_words(story, preference.factor, story.result.raws[best.sheet + i]) + ")";
  }
  return sentence + ".";
}

std::string choice_sentence(const RoutingStory& story) {
  const auto& candidates = story.result.candidates;
  if (candidates.empty()) return owner_sentence(story);
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
    default:
      return name + " was chosen: equal in score and last assignment, and first by agent id.";
  }
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
  writer.end_array();
  if (!story.policy.relax.empty()) writer.key("relaxed").number(std::int64_t{result.stage});
  write_named(writer, story, "owner", result.owner);
  write_named(writer, story, "formerOwner", result.former_owner);
  if (result.handed_over) writer.key("handedOver").boolean(true);
  write_waiting(writer, story);
  writer.end_object();
}

void add_routing_sentences(const RoutingStory& story, std::vector<std::string>& sentences) {
  sentences.push_back(queue_sentence(story));
  if (story.result.agent) {
    sentences.push_back(choice_sentence(story));
    const bool is_scored = !story.result.candidates.empty() && !story.policy.prefer.empty();
    if (is_scored && !story.result.raws.empty()) sentences.push_back(sheet_sentence(story));
  } else if (story.result.queue) {
    sentences.push_back(waiting_sentence(story));
  }
}

void add_exclusion_sentences(const RoutingStory& story, std::vector<std::string>& sentences) {
  for (const Exclusion& exclusion : story.result.excluded) {
    sentences.push_back(story.directory.agent(exclusion.agent).name +
                        " was excluded: " + reason_words(story, exclusion) + ".");
  }
}

}  // namespace signalbox::explain
