// What another policy would have moved: due instants, breaches and escalations of past records under two definitions.
#include <algorithm>
#include <array>
#include <tuple>

#include "api/escalation.h"
#include "api/escalator.h"
#include "api/history_body.h"
#include "api/write_diagnostics.h"
#include "explain/words.h"

namespace signalbox::api {

namespace {

enum class Kind : std::uint8_t { kDue, kBreach, kEscalation };
constexpr std::array<std::string_view, 3> kWords = {"due", "breach", "escalation"};
/// Members of the sums, by Kind.
constexpr std::array<std::string_view, 3> kSums = {"due", "breaches", "escalations"};

/// Something that a policy makes of a history at an instant. The same thing under another policy has the same name:
/// cycles and firings are counted, because their instants may be what moves.
struct Fact {
  Kind kind;
  std::string name;   ///< Of the milestone or the rule.
  std::string level;  ///< Of the rule; empty where there is none.
  std::int64_t number = 1;
  Instant at;

  [[nodiscard]] auto key() const { return std::tie(kind, name, level, number); }
};

using Facts = std::vector<Fact>;

void add_cycles(const std::string& name, const std::vector<sla::Cycle>& cycles, Instant now, Facts& facts) {
  for (std::size_t i = 0; i < cycles.size(); ++i) {
    const auto due = cycles[i].due();
    if (!due) continue;
    const auto number = static_cast<std::int64_t>(i) + 1;
    facts.push_back({Kind::kDue, name, {}, number, *due});
    if (cycles[i].is_breached(now)) facts.push_back({Kind::kBreach, name, {}, number, *due});
  }
}

void add_firings(const escalation::State& state, Facts& facts) {
  for (const escalation::Mark& mark : state.marks) {
    if (mark.result != escalation::Result::kFired) continue;
    const auto before = std::count_if(facts.begin(), facts.end(), [&](const Fact& fact) {
      return fact.kind == Kind::kEscalation && fact.name == mark.rule && fact.level == mark.level;
    });
    facts.push_back({Kind::kEscalation, mark.rule, mark.level, before + 1, mark.at});
  }
}

/// Sorted by their keys.
Facts facts_of(const WhatIfPolicy& policy, const History& history, Instant at) {
  const Program::Parts& parts = policy.program.parts();
  Escalator escalator({parts, policy.directory.parts().calendar, history, at, true}, {});
  escalator.run();
  Facts facts;
  for (std::uint32_t i = 0; i < parts.milestones.size(); ++i) {
    add_cycles(parts.milestones[i].name, escalator.timeline().walk(i).cycles(), at, facts);
  }
  add_firings(escalator.state(), facts);
  std::sort(facts.begin(), facts.end(), [](const Fact& a, const Fact& b) { return a.key() < b.key(); });
  return facts;
}

struct Sum {
  std::int64_t before = 0;
  std::int64_t after = 0;
  std::int64_t earlier = 0;
  std::int64_t later = 0;
  std::int64_t added = 0;
  std::int64_t removed = 0;
};

/// Writes what is not at the same instant in both, and counts.
class MoveWriter {
 public:
  /// A JSON array; nothing in it has moved when it is empty.
  [[nodiscard]] std::string write(const Facts& before, const Facts& after) {
    std::string moves;
    json::Writer writer(moves);
    writer.begin_array();
    auto b = before.begin();
    auto a = after.begin();
    while (b != before.end() || a != after.end()) {
      const bool takes_before = a == after.end() || (b != before.end() && b->key() <= a->key());
      const bool takes_after = b == before.end() || (a != after.end() && a->key() <= b->key());
      compare(takes_before ? &*b : nullptr, takes_after ? &*a : nullptr, writer);
      if (takes_before) ++b;
      if (takes_after) ++a;
    }
    writer.end_array();
    return moves;
  }

  void write_sums(json::Writer& writer) const {
    for (std::size_t kind = 0; kind < kSums.size(); ++kind) {
      const Sum& sum = sums_[kind];
      writer.key(kSums[kind]).begin_object();
      writer.key("before").number(sum.before);
      writer.key("after").number(sum.after);
      writer.key("earlier").number(sum.earlier);
      writer.key("later").number(sum.later);
      writer.key("added").number(sum.added);
      writer.key("removed").number(sum.removed);
      writer.end_object();
    }
  }

 private:
  void compare(const Fact* before, const Fact* after, json::Writer& writer) {
    const Fact& one = before ? *before : *after;
    Sum& sum = sums_[static_cast<std::size_t>(one.kind)];
    sum.before += before ? 1 : 0;
    sum.after += after ? 1 : 0;
    if (before && after && before->at == after->at) return;
    if (!before || !after) {
      ++(before ? sum.removed : sum.added);
    } else {
      ++(after->at < before->at ? sum.earlier : sum.later);
    }
    writer.begin_object();
    writer.key("what").text(kWords[static_cast<std::size_t>(one.kind)]);
    writer.key(one.kind == Kind::kEscalation ? "rule" : "milestone").text(one.name);
    if (one.kind == Kind::kEscalation) writer.key("level").text(one.level);
    writer.key("number").number(one.number);
    write_instant(writer, "before", before ? std::optional(before->at) : std::nullopt);
    write_instant(writer, "after", after ? std::optional(after->at) : std::nullopt);
    if (before && after) writer.key("minutes").number(explain::shown_minutes(after->at.ms - before->at.ms));
    writer.end_object();
  }

  std::array<Sum, 3> sums_;
};

}  // namespace

void write_what_if_change(const WhatIfPolicy& before, const WhatIfPolicy& after, std::string_view lines, Instant at,
                          std::string& out) {
  std::int64_t records = 0;
  std::int64_t bad = 0;
  std::int64_t changed = 0;
  MoveWriter mover;
  for_each_line(lines, [&](std::string_view line, std::int64_t) {
    ++records;
    const Asked old_asked = read_asked(line, *before.program.parts().layout, false);
    const Asked new_asked = read_asked(line, *after.program.parts().layout, false);
    if (!old_asked.history || !new_asked.history) {
      ++bad;
      write_failure(new_asked.history ? old_asked.diagnostics : new_asked.diagnostics, line, out);
      out += '\n';
      return;
    }
    const std::string moves =
        mover.write(facts_of(before, *old_asked.history, at), facts_of(after, *new_asked.history, at));
    changed += moves != "[]" ? 1 : 0;
    json::Writer writer(out);
    writer.begin_object();
    write_id(writer, new_asked.history->id());
    writer.key("moves").raw(moves);
    writer.end_object();
    out += '\n';
  });
  json::Writer writer(out);
  writer.begin_object();
  writer.key("ok").boolean(true);
  writer.key("records").number(records);
  writer.key("bad").number(bad);
  writer.key("changed").number(changed);
  mover.write_sums(writer);
  writer.end_object();
  out += '\n';
}

std::string what_if_change(const WhatIfPolicy& before, const WhatIfPolicy& after, std::string_view histories,
                           Instant at) {
  std::string out;
  write_what_if_change(before, after, histories, at, out);
  return out;
}

}  // namespace signalbox::api
