// What the choice of an agent asks of a directory, column by column.
#include <algorithm>
#include <map>
#include <utility>

#include "model/directory.h"

namespace signalbox {

namespace {

/// Of 64 bytes up to 127 a bit each: is it above `level`?
std::uint64_t above(const std::uint8_t* bytes, LevelTenths level) {
  constexpr std::uint64_t kEach = 0x0101010101010101;
  constexpr std::uint64_t kGather = 0x0102040810204080;  // moves the lowest bit of each byte into the highest byte
  constexpr std::size_t kAtOnce = 8;
  const std::uint64_t lift = kEach * (127u - level);
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < AgentBits::kWordBits; i += kAtOnce) {
    std::uint64_t eight = 0;
    for (std::size_t b = 0; b < kAtOnce; ++b) eight |= std::uint64_t{bytes[i + b]} << b * kAtOnce;
    bits |= (((((eight + lift) >> 7) & kEach) * kGather) >> 56) << i;
  }
  return bits;
}

template <class Index>
std::vector<std::uint32_t> numbers(const std::vector<Index>& indexes) {
  std::vector<std::uint32_t> all;
  all.reserve(indexes.size());
  for (const Index one : indexes) all.push_back(static_cast<std::uint32_t>(one));
  return all;
}

SharedLists share_lists(const std::vector<Agent>& agents, std::vector<std::uint32_t> (*list_of)(const Agent&)) {
  SharedLists shared;
  std::map<std::vector<std::uint32_t>, std::uint32_t> known;
  for (const Agent& agent : agents) {
    const auto [at, is_new] = known.emplace(list_of(agent), static_cast<std::uint32_t>(known.size()));
    if (is_new) shared.lists.push_back(at->first);
    shared.of_agent.push_back(at->second);
  }
  return shared;
}

}  // namespace

void Directory::make_columns() {
  constexpr std::size_t kDense = 16;  // a column takes at most so many bytes for each agent who has the skill
  for (std::size_t a = 0; a < kAbilityCount; ++a) {
    std::vector<std::size_t> counts(skills_[a].size(), 0);
    for (const Agent& agent : agents_) {
      for (const AgentSkill& held : agent.skills[a]) ++counts[static_cast<std::uint32_t>(held.skill)];
    }
    holders_[a].assign(counts.size(), {});
    for (std::size_t s = 0; s < counts.size(); ++s) {
      const std::size_t words = AgentBits(agents_.size()).words();
      if (counts[s] * kDense >= agents_.size()) holders_[a][s].column.assign(words * AgentBits::kWordBits, 0);
    }
    for (std::uint32_t i = 0; i < agents_.size(); ++i) {
      for (const AgentSkill& held : agents_[i].skills[a]) {
        Holders& holders = holders_[a][static_cast<std::uint32_t>(held.skill)];
        holders.expires = holders.expires || held.until.has_value();
        if (holders.column.empty()) {
          holders.list.push_back({AgentIndex{i}, held.level_tenths});
        } else {
          holders.column[i] = static_cast<std::uint8_t>(held.level_tenths + 1);
        }
      }
    }
  }
  planned_away_ = AgentBits(agents_.size());
  for (std::uint32_t i = 0; i < agents_.size(); ++i) {
    capacities_.push_back(agents_[i].capacity);
    planned_away_.set(AgentIndex{i}, !agents_[i].absences.empty());
  }
  hours_lists_ = share_lists(agents_, [](const Agent& agent) { return numbers(agent.hours); });
  territory_lists_ = share_lists(agents_, [](const Agent& agent) { return numbers(agent.territories); });
}

LevelTenths Directory::level_of(Ability ability, SkillIndex skill, AgentIndex agent) const {
  const Holders& all = holders(ability, skill);
  if (!all.column.empty()) return static_cast<LevelTenths>(all.column[static_cast<std::uint32_t>(agent)] - 1);
  return this->agent(agent).held(ability, skill)->level_tenths;
}

void Directory::keep_holders(Ability ability, SkillIndex skill, LevelTenths level_tenths, AgentBits& bits) const {
  const Holders& all = holders(ability, skill);
  auto next = all.list.begin();
  for (std::size_t w = 0; w < bits.words(); ++w) {
    std::uint64_t word = 0;
    if (!all.column.empty()) {
      if (bits.word(w) != 0) word = above(all.column.data() + w * AgentBits::kWordBits, level_tenths);
    } else {
      for (; next != all.list.end() && static_cast<std::uint32_t>(next->agent) / AgentBits::kWordBits == w; ++next) {
        const std::size_t bit = static_cast<std::uint32_t>(next->agent) % AgentBits::kWordBits;
        word |= static_cast<std::uint64_t>(next->level_tenths >= level_tenths) << bit;
      }
    }
    bits.word(w) &= word;
  }
}

std::optional<std::uint32_t> Queue::position(AgentIndex agent) const {
  const auto at = std::lower_bound(by_agent.begin(), by_agent.end(), agent,
                                   [this](std::uint32_t one, AgentIndex wanted) { return members[one] < wanted; });
  return at == by_agent.end() || members[*at] != agent ? std::nullopt : std::optional(*at);
}

void Directory::index_members(Queue& queue) const {
  constexpr std::size_t kDense = 16;  // the columns take at most so many bytes for each member
  const auto has_hours = [&](AgentIndex member) { return !agent(member).hours.empty(); };
  queue.is_about_hours = queue.hours.has_value() || std::any_of(queue.members.begin(), queue.members.end(), has_hours);
  queue.by_agent.resize(queue.members.size());
  for (std::uint32_t i = 0; i < queue.members.size(); ++i) queue.by_agent[i] = i;
  std::sort(queue.by_agent.begin(), queue.by_agent.end(),
            [&](std::uint32_t a, std::uint32_t b) { return queue.members[a] < queue.members[b]; });
  if (queue.members.size() * kDense < agents_.size()) return;
  queue.member_bits = AgentBits(agents_.size());
  queue.rank_of.assign(agents_.size(), 0);
  for (std::size_t i = 0; i < queue.members.size(); ++i) {
    queue.member_bits.set(queue.members[i], true);
    queue.rank_of[static_cast<std::uint32_t>(queue.members[i])] = static_cast<std::uint8_t>(queue.ranks[i]);
  }
}

}  // namespace signalbox
