#include <algorithm>
#include <unordered_set>

#include "escalation/read_action.h"
#include "formula/checker.h"
#include "formula/located.h"
#include "formula/nodes.h"
#include "formula/parser.h"
#include "formula/printer.h"

namespace signalbox::escalation {

namespace {

using formula::Ast;

/// The parts of a formula that must all be true, as texts.
std::vector<std::string> parts_of(const std::string& text, const formula::Scope& scope) {
  Diagnostics ignored;
  Ast ast = formula::parse(text, ignored);
  formula::check(ast, scope, Type::kCheckbox, ignored);
  std::vector<std::string> parts;
  std::vector<std::uint32_t> open = {ast.root};
  while (!open.empty()) {
    const formula::Node& node = ast.nodes[open.back()];
    open.pop_back();
    if (!formula::is_logical(node, formula::Operator::kAnd, formula::Form::kAnd)) {
      parts.push_back(formula::print(ast, node));
      continue;
    }
    for (std::uint32_t i = node.count; i > 0; --i) open.push_back(ast.children[node.first + i - 1]);
  }
  return parts;
}

/// What comes after a duration in `at`.
std::optional<std::string_view> cut_suffix(std::string_view text, std::string_view suffix) {
  if (text.size() <= suffix.size() || text.substr(text.size() - suffix.size()) != suffix) return std::nullopt;
  return text.substr(0, text.size() - suffix.size());
}

/// Milliseconds as the minutes that formulas read, digit for digit.
std::string minutes_text(std::int64_t ms) {
  const auto minutes = Decimal::from_int(ms).divided_by(Decimal::from_int(kMsPerMinute));
  return minutes.value_or(Decimal()).to_text();
}

/// `at` as a formula about the milestone; nullopt when it is none.
std::optional<std::string> level_formula(std::string_view at, const std::string& milestone) {
  const std::string clock = "$Milestone." + milestone + ".";
  if (at == "breach") return clock + "Breached";
  if (const auto share = cut_suffix(at, "%")) {
    const auto percent = Decimal::parse(*share);
    const auto part = percent && !percent->is_negative() ? percent->shifted(2) : std::nullopt;
    return part ? std::optional(clock + "Elapsed >= " + part->to_text()) : std::nullopt;
  }
  if (const auto duration = cut_suffix(at, " before")) {
    const auto ms = parse_duration_ms(*duration);
    return ms ? std::optional(clock + "RemainingMinutes <= " + minutes_text(*ms)) : std::nullopt;
  }
  const auto duration = cut_suffix(at, " after");
  const auto ms = duration ? parse_duration_ms(*duration) : std::nullopt;
  return ms ? std::optional(clock + "RemainingMinutes <= -" + minutes_text(*ms)) : std::nullopt;
}

class RuleCompiler {
 public:
  RuleCompiler(const Surroundings& surroundings, std::vector<formula::Formula>& read)
      : around_(surroundings),
        read_(read),
        first_clock_slot_(static_cast<std::uint32_t>(surroundings.scope.layout().size())) {}

  std::optional<Rule> compile(const Place& place) {
    if (!place.is_object()) return std::nullopt;
    place.only_members({"name", "milestone", "when", "do", "levels", "suppress", "quietOutside"});
    Rule rule;
    rule.path = place.path();
    read_name(place, rule);
    std::vector<Condition> when;
    if (const auto member = place.find("when")) when = conditions(*member);
    find_milestone(place, when, rule);
    read_levels(place, when, rule);
    if (const auto member = place.find("suppress")) read_suppressions(*member, rule);
    if (const auto member = place.find("quietOutside")) {
      if (const auto name = member->non_empty_text()) rule.quiet_outside = *name;
    }
    return rule;
  }

 private:
  void read_name(const Place& place, Rule& rule) {
    const auto member = place.required("name");
    const auto name = member ? member->non_empty_text() : std::nullopt;
    if (!name) return;
    rule.name = *name;
    if (!names_.insert(rule.name).second) {
      member->report("duplicate-name", "The rule `" + quote_for_message(*name) + "` is there already.",
                     "a name of its own");
    }
  }

  /// The conditions whose conjunction the formula is.
  std::vector<Condition> conditions(const Place& place) {
    std::vector<Condition> all;
    const auto whole = formula::compile_at(place, around_.scope, Type::kCheckbox);
    if (!whole) return all;
    for (const std::string& part : parts_of(whole->text(), around_.scope)) {
      if (auto one = condition(part, place.path())) all.push_back(std::move(*one));
    }
    sla::Turning turning;
    for (const Condition& one : all) turning.add(one.timed.turning);
    if (const auto advice = turning.advice()) {
      place.report(advice->code, std::string(advice->sentence), std::string(advice->expected), whole->text(), {},
                   Severity::kInfo);
    }
    return all;
  }

  std::optional<Condition> condition(const std::string& text, const std::string& path) {
    Diagnostics ignored;
    auto formula = formula::Formula::compile(text, around_.scope, Type::kCheckbox, ignored);
    if (!formula) return std::nullopt;
    read_.push_back(*formula);
    auto turning = sla::Turning::of(text, around_.scope, first_clock_slot_, around_.decisions);
    return Condition{{std::move(*formula), std::move(turning)}, path};
  }

  void find_milestone(const Place& place, const std::vector<Condition>& when, Rule& rule) {
    if (const auto member = place.find("milestone")) {
      const auto name = member->non_empty_text();
      if (!name) return;
      const auto at = std::find(around_.milestones.begin(), around_.milestones.end(), *name);
      if (at == around_.milestones.end()) {
        member->report_unknown("milestone", *name, around_.milestones);
      } else {
        rule.milestone = static_cast<std::uint32_t>(at - around_.milestones.begin());
      }
      return;
    }
    std::unordered_set<std::uint32_t> read;
    for (const Condition& one : when) {
      for (const std::uint32_t milestone : one.timed.turning.milestones()) read.insert(milestone);
    }
    if (read.size() == 1) rule.milestone = *read.begin();
    if (read.size() > 1) {
      place.report("rule-milestone", "The rule reads several milestones: whose cycles count?",
                   "a member `milestone` that names one of them");
    } else if (read.empty() && place.find("levels")) {
      place.report("rule-milestone", "Levels are shares of a milestone's target.",
                   "a member `milestone` that names one");
    }
  }

  void read_levels(const Place& place, const std::vector<Condition>& when, Rule& rule) {
    const auto actions = place.find("do");
    const auto levels = place.find("levels");
    if (actions.has_value() == levels.has_value()) {
      place.report("rule-kind", "A rule has `do`, or `levels` that have it.", "one of `do` and `levels`",
                   actions ? "both" : "neither");
      return;
    }
    if (actions) {
      if (when.empty() && !place.find("when")) {
        place.report("rule-kind", "Without `when` and `levels` the rule would fire for every record.", "`when`");
      }
      rule.levels.push_back({{}, when, read_actions(*actions, around_)});
      return;
    }
    if (!levels->is_array() || !rule.milestone) return;
    for (std::size_t i = 0; i < levels->node().size(); ++i) read_level(levels->at(i), when, rule);
    if (rule.levels.empty()) levels->report("rule-kind", "A rule without levels does nothing.", "at least one level");
  }

  void read_level(const Place& place, const std::vector<Condition>& when, Rule& rule) {
    if (!place.is_object()) return;
    place.only_members({"at", "do"});
    Level level;
    const auto at = place.required("at");
    const auto text = at ? at->non_empty_text() : std::nullopt;
    if (text) {
      level.name = *text;
      const auto formula = level_formula(*text, std::string(around_.milestones[*rule.milestone]));
      auto reached = formula ? condition(*formula, at->path()) : std::nullopt;
      if (reached) {
        level.conditions.push_back(std::move(*reached));
      } else {
        at->report("bad-level", "`" + quote_for_message(*text) + "` is no level.",
                   "`75%`, `breach`, `30m before` or `2h after`");
      }
      const bool is_twice = std::any_of(rule.levels.begin(), rule.levels.end(),
                                        [&](const Level& other) { return other.name == level.name; });
      if (is_twice) at->report("duplicate-name", "This level is there already.", "each level once");
    }
    level.conditions.insert(level.conditions.end(), when.begin(), when.end());
    if (const auto actions = place.required("do")) level.actions = read_actions(*actions, around_);
    rule.levels.push_back(std::move(level));
  }

  static void read_suppressions(const Place& place, Rule& rule) {
    if (!place.is_array()) return;
    for (std::size_t i = 0; i < place.node().size(); ++i) {
      const Place at = place.at(i);
      if (!at.is_object()) continue;
      at.only_members({"rule", "for"});
      Rule::Suppression suppression;
      const auto name = at.required("rule");
      if (const auto text = name ? name->non_empty_text() : std::nullopt) suppression.rule = *text;
      if (const auto length = at.find("for")) {
        const auto text = length->text();
        suppression.for_ms = text ? parse_duration_ms(*text) : std::nullopt;
        if (text && !suppression.for_ms) {
          length->report("bad-duration", "`" + quote_for_message(*text) + "` is not a duration.",
                         "a duration such as `4h`");
        }
      }
      rule.suppressions.push_back(std::move(suppression));
    }
  }

  const Surroundings& around_;
  std::vector<formula::Formula>& read_;
  std::uint32_t first_clock_slot_;
  std::unordered_set<std::string> names_;
};

/// What a rule changes: the slots of fields, and whether it moves the record.
struct Changes {
  std::vector<std::uint32_t> slots;
  bool moves = false;
};

Changes changes_of(const Rule& rule) {
  Changes changes;
  for (const Level& level : rule.levels) {
    for (const Action& action : level.actions) {
      for (const Action::Assignment& field : action.fields) changes.slots.push_back(field.slot);
      changes.moves = changes.moves || action.kind == Action::Kind::kOwner || action.kind == Action::Kind::kReassign ||
                      action.kind == Action::Kind::kRoute;
    }
  }
  std::sort(changes.slots.begin(), changes.slots.end());
  changes.slots.erase(std::unique(changes.slots.begin(), changes.slots.end()), changes.slots.end());
  return changes;
}

void report_conflicts(const Place& place, const std::vector<Rule>& rules, const Layout& layout) {
  std::vector<Changes> changes;
  for (const Rule& rule : rules) changes.push_back(changes_of(rule));
  for (std::size_t late = 1; late < rules.size(); ++late) {
    for (std::size_t early = 0; early < late; ++early) {
      const auto report = [&](const std::string& what) {
        place.at(late).report("escalation-conflict",
                              "The rules `" + rules[early].name + "` and `" + rules[late].name + "` both " + what +
                                  "; when both fire, `" + rules[late].name + "` wins.",
                              "one rule that does it", {}, {}, Severity::kWarning);
      };
      std::vector<std::uint32_t> both;
      std::set_intersection(changes[early].slots.begin(), changes[early].slots.end(), changes[late].slots.begin(),
                            changes[late].slots.end(), std::back_inserter(both));
      for (const std::uint32_t slot : both) report("set the field `" + layout.field(slot).name + "`");
      if (changes[early].moves && changes[late].moves) report("move the record");
    }
  }
}

void check_suppressions(const Place& place, const std::vector<Rule>& rules) {
  std::vector<std::string_view> names;
  for (const Rule& rule : rules) names.push_back(rule.name);
  for (std::size_t r = 0; r < rules.size(); ++r) {
    for (const Rule::Suppression& suppression : rules[r].suppressions) {
      if (std::find(names.begin(), names.end(), suppression.rule) != names.end()) continue;
      place.at(r).find("suppress")->report_unknown("rule", suppression.rule, names);
    }
  }
}

}  // namespace

std::vector<Rule> compile_rules(const Place& place, const Surroundings& surroundings,
                                std::vector<formula::Formula>& read) {
  std::vector<Rule> rules;
  if (!place.is_array()) return rules;
  RuleCompiler compiler(surroundings, read);
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    if (auto rule = compiler.compile(place.at(i))) rules.push_back(std::move(*rule));
  }
  if (rules.size() != place.node().size()) return rules;
  check_suppressions(place, rules);
  report_conflicts(place, rules, surroundings.scope.layout());
  return rules;
}

}  // namespace signalbox::escalation
