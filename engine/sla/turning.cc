#include "sla/turning.h"

#include <algorithm>
#include <array>
#include <string>

#include "formula/checker.h"
#include "formula/nodes.h"
#include "formula/parser.h"
#include "formula/printer.h"
#include "sla/contact.h"

namespace signalbox::sla {

namespace {

using formula::Ast;
using formula::Form;
using formula::Node;
using formula::NodeKind;
using formula::Operator;

/// How a value moves between two instants at which something turns; the worse of two is the greater.
enum class Motion : std::uint8_t {
  kStill,
  kLinear,  ///< By the same amount in the same time.
  kSteady,  ///< It never turns back, but may go faster, slower or in steps.
  kOther,
};

struct Movement {
  Motion motion = Motion::kStill;
  std::uint32_t sources = 0;  ///< How many of the calendar's time and the clocks it moves with: 2 stands for more.
  std::uint32_t source = 0;   ///< The one, when there is one.
};

/// The calendar's time and what rises in steps, among the milestones.
constexpr std::uint32_t kCalendar = UINT32_MAX;
constexpr std::uint32_t kRising = UINT32_MAX - 1;

Movement worse(const Movement& a, const Movement& b) {
  Movement both = a.motion < b.motion ? b : a;
  if (a.sources > 0 && b.sources > 0) both.sources = a.source == b.source ? std::max(a.sources, b.sources) : 2;
  return both;
}

/// Keeps the direction of its first argument, the others standing still.
struct Keeping {
  std::string_view name;
  std::int64_t period_ms;  ///< After so much time (UTC) it begins anew; 0: never.
};
constexpr std::array kKeeping = {
    Keeping{"FLOOR", 0},         Keeping{"CEILING", 0},         Keeping{"MFLOOR", 0},
    Keeping{"MCEILING", 0},      Keeping{"ROUND", 0},           Keeping{"TRUNC", 0},
    Keeping{"DATEVALUE", 0},     Keeping{"DATETIMEVALUE", 0},   Keeping{"YEAR", 0},
    Keeping{"UNIXTIMESTAMP", 0}, Keeping{"FROMUNIXTIME", 0},    Keeping{"TIMEVALUE", kMsPerDay},
    Keeping{"HOUR", kMsPerDay},  Keeping{"MINUTE", kMsPerHour}, Keeping{"SECOND", kMsPerMinute}};

}  // namespace

/// Walks over a tree, children before parents, and gathers what turns.
class TurningReader {
 public:
  TurningReader(const Ast& ast, const formula::Scope& scope, std::uint32_t first_clock_slot,
                const std::vector<Turning>& decisions, std::optional<std::uint32_t> rising, Turning& turning)
      : ast_(ast),
        scope_(scope),
        first_clock_slot_(first_clock_slot),
        decisions_(decisions),
        rising_(rising),
        turning_(turning) {}

  void read() {
    movements_.resize(ast_.nodes.size());
    for (std::size_t i = 0; i < ast_.nodes.size(); ++i) movements_[i] = movement_of(ast_.nodes[i]);
    if (movements_[ast_.root].motion == Motion::kStill) return;
    auto bounds = ast_.nodes[ast_.root].type == Type::kCheckbox ? bounds_of() : std::nullopt;
    if (bounds) {
      turning_.bounds_.push_back(std::move(*bounds));
    } else {
      turning_.is_sampled_ = true;
    }
  }

 private:
  [[nodiscard]] std::optional<Bounds> bounds_of() {
    std::vector<bool> is_steady(ast_.nodes.size());
    for (std::size_t i = 0; i < ast_.nodes.size(); ++i) {
      const Movement& movement = movements_[i];
      is_steady[i] = movement.motion != Motion::kOther || shows_seconds(ast_.nodes[i]);
      if (is_steady[i] && movement.sources > 1) turning_.bends_ = true;
    }
    return Bounds::of(ast_, scope_, is_steady);
  }

  /// The text of a date or a time, which changes once a second at the most, and never back.
  [[nodiscard]] bool shows_seconds(const Node& node) const {
    return node.kind == NodeKind::kCall && node.function->name == "TEXT" &&
           formula::is_temporal(ast_.child(node, 0).type) && child(node, 0).motion != Motion::kOther;
  }

  [[nodiscard]] const Movement& child(const Node& node, std::uint32_t index) const {
    return movements_[ast_.children[node.first + index]];
  }
  [[nodiscard]] Movement worst(const Node& node, std::uint32_t first, std::uint32_t end) const {
    Movement all;
    for (std::uint32_t i = first; i < end; ++i) all = worse(all, child(node, i));
    return all;
  }
  [[nodiscard]] Movement worst(const Node& node) const { return worst(node, 0, node.count); }
  static Movement still_or_other(Movement movement) {
    return movement.motion == Motion::kStill ? movement : Movement{Motion::kOther};
  }

  Movement movement_of(const Node& node) {
    switch (node.kind) {
      case NodeKind::kName:
        return name(node);
      case NodeKind::kUnary:
        return child(node, 0);
      case NodeKind::kBinary:
        return binary(node);
      case NodeKind::kCall:
        return call(node);
      default:
        return {};
    }
  }

  static Movement calendar_time() { return {Motion::kLinear, 1, kCalendar}; }

  Movement name(const Node& node) {
    if (node.name_kind == formula::NameKind::kNow) return calendar_time();
    if (node.name_kind != formula::NameKind::kGlobal) return {};
    if (node.slot == rising_) return {Motion::kSteady, 1, kRising};
    const auto decision_slot = static_cast<std::uint32_t>(first_clock_slot_ + clock_slots());
    if (node.slot >= decision_slot) {
      if (node.slot - decision_slot < decisions_.size()) turning_.add(decisions_[node.slot - decision_slot]);
      return {};
    }
    const std::uint32_t contacts_from = first_contact();
    if (node.slot - first_clock_slot_ >= contacts_from) {
      // Between the instants at which events leave the window it stands still.
      turning_.add_contact(node.slot - first_clock_slot_ - contacts_from);
      return {};
    }
    const std::uint32_t milestone = (node.slot - first_clock_slot_) / kQuantityCount;
    turning_.add_milestone(milestone);
    // A Checkbox quantity turns where the clock does.
    return node.type == Type::kCheckbox ? Movement{} : Movement{Motion::kLinear, 1, milestone};
  }

  /// Index among the globals.
  [[nodiscard]] std::uint32_t first_contact() const {
    const auto& globals = scope_.globals();
    return static_cast<std::uint32_t>(std::find_if(globals.begin(), globals.end(), is_contact) - globals.begin());
  }

  /// Those of clocks and contacts.
  [[nodiscard]] std::size_t clock_slots() const {
    const auto& globals = scope_.globals();
    return static_cast<std::size_t>(
        std::count_if(globals.begin(), globals.end(), [](const formula::Global& global) { return global.is_timed; }));
  }

  Movement binary(const Node& node) {
    const Movement& left = child(node, 0);
    const Movement& right = child(node, 1);
    if (formula::is_comparison(node.op)) return comparison(node);
    if (node.op == Operator::kAnd || node.op == Operator::kOr) return still_or_other(worse(left, right));
    if (formula::is_concatenation(node)) return still_or_other(worse(left, right));
    switch (node.op) {
      case Operator::kAdd:
      case Operator::kSubtract:
        // A time of day begins anew at midnight.
        return node.type == Type::kTime ? still_or_other(worse(left, right)) : sum(left, right);
      case Operator::kMultiply:
        return left.motion == Motion::kStill ? right : right.motion == Motion::kStill ? left : Movement{Motion::kOther};
      case Operator::kDivide:
        return right.motion == Motion::kStill ? left : Movement{Motion::kOther};
      default:
        return still_or_other(worse(left, right));
    }
  }

  /// Two things that move can only be added when both move linearly.
  static Movement sum(const Movement& left, const Movement& right) {
    const Movement both = worse(left, right);
    const bool is_simple = left.motion == Motion::kStill || right.motion == Motion::kStill;
    return both.motion == Motion::kSteady && !is_simple ? Movement{Motion::kOther} : both;
  }

  Movement comparison(const Node& node) {
    if (formula::is_null_test(ast_, node)) return still_or_other_blank(node);
    return compare(node, 0, 1) ? Movement{} : Movement{Motion::kOther};
  }

  /// Whether something has a value turns where clocks start, which is looked at anyway.
  [[nodiscard]] Movement still_or_other_blank(const Node& node) const {
    return worst(node).motion == Motion::kOther ? Movement{Motion::kOther} : Movement{};
  }

  /// Makes a hinge of two children when they move against each other; false when that cannot be said.
  bool compare(const Node& node, std::uint32_t left, std::uint32_t right) {
    const Movement both = sum(child(node, left), child(node, right));
    if (both.motion == Motion::kStill) return true;
    if (both.motion == Motion::kOther) return false;
    if (both.sources > 1) turning_.bends_ = true;
    const std::string a = "(" + formula::print(ast_, ast_.child(node, left)) + ")";
    const std::string b = "(" + formula::print(ast_, ast_.child(node, right)) + ")";
    auto less = compile(a + " < " + b);
    auto less_or_equal = compile(a + " <= " + b);
    if (!less || !less_or_equal) return false;
    std::optional<Threshold> threshold = threshold_of(*less);
    turning_.hinges_.push_back({std::move(*less), std::move(*less_or_equal), std::move(threshold)});
    return true;
  }

  [[nodiscard]] std::optional<formula::Formula> compile(const std::string& text) const {
    Diagnostics ignored;
    return formula::Formula::compile(text, scope_, Type::kCheckbox, ignored);
  }

  /// When the comparison is of one clock with a constant, and of nothing else.
  [[nodiscard]] std::optional<Threshold> threshold_of(const formula::Formula& less) const {
    if (less.thresholds().size() != 1 || less.slots().size() != 1 || less.is_sampled()) return std::nullopt;
    const formula::Threshold& found = less.thresholds().front();
    const std::uint32_t index = found.slot - first_clock_slot_;
    return Threshold{index / static_cast<std::uint32_t>(kQuantityCount),
                     static_cast<Quantity>(index % kQuantityCount),
                     Comparison::kEqual,
                     found.constant,
                     {},
                     {}};
  }

  Movement call(const Node& node) {
    switch (node.function->form) {
      case Form::kNow:
        return calendar_time();
      case Form::kTimeNow:
        turning_.add_period(kMsPerDay);
        return calendar_time();
      case Form::kToday:
        turning_.add_period(kMsPerDay);
        return {};
      case Form::kIf:
        return child(node, 0).motion == Motion::kStill ? worst(node, 1, node.count) : Movement{Motion::kOther};
      case Form::kCase:
        return choice(node);
      case Form::kIsBlank:
      case Form::kIsNull:
        return still_or_other_blank(node);
      case Form::kBlankValue:
      case Form::kNullValue:
      case Form::kIfError:
        return worst(node);
      case Form::kStrict:
      case Form::kStrictWithBlanks:
        return strict(node);
      default:
        return still_or_other(worst(node));
    }
  }

  /// CASE: what is compared must stand still; results may move.
  [[nodiscard]] Movement choice(const Node& node) const {
    Movement results = child(node, node.count - 1);
    for (std::uint32_t i = 0; i + 1 < node.count; ++i) {
      const bool is_result = i > 0 && i % 2 == 0;
      if (is_result) {
        results = worse(results, child(node, i));
      } else if (child(node, i).motion != Motion::kStill) {
        return {Motion::kOther};
      }
    }
    return results;
  }

  Movement strict(const Node& node) {
    const Movement all = worst(node);
    if (all.motion == Motion::kStill) return all;
    const std::string_view name = node.function->name;
    if (is_step_of_today(node, name)) {
      turning_.add_period(kMsPerDay);
      return {};
    }
    if (name == "MAX" || name == "MIN") return extreme(node, all);
    const bool only_first = worst(node, 1, node.count).motion == Motion::kStill;
    if (all.motion == Motion::kOther || !only_first) return {Motion::kOther};
    if (name == "ABS") return absolute(node, all);
    const auto keeping =
        std::find_if(kKeeping.begin(), kKeeping.end(), [&](const Keeping& one) { return one.name == name; });
    if (keeping == kKeeping.end()) return {Motion::kOther};
    turning_.add_period(period_of(*keeping, node));
    return {Motion::kSteady, all.sources, all.source};
  }

  /// Of a time that is moved against UTC nobody knows when it begins anew, but that it does so once a minute at the
  /// most; seconds, once a second.
  [[nodiscard]] std::int64_t period_of(const Keeping& keeping, const Node& node) const {
    if (keeping.period_ms == 0 || is_time_of_now(ast_.child(node, 0))) return keeping.period_ms;
    return keeping.period_ms <= kMsPerMinute ? kMsPerSecond : kMsPerMinute;
  }

  [[nodiscard]] bool is_time_of_now(const Node& node) const {
    if (is_now(node) || node.kind != NodeKind::kCall) return is_now(node);
    return node.function->form == Form::kTimeNow || (node.function->name == "TIMEVALUE" && is_now(ast_.child(node, 0)));
  }

  static bool is_now(const Node& node) {
    return (node.kind == NodeKind::kName && node.name_kind == formula::NameKind::kNow) ||
           (node.kind == NodeKind::kCall && node.function->form == Form::kNow);
  }

  /// WEEKDAY(NOW()) and the like: the same all day.
  [[nodiscard]] bool is_step_of_today(const Node& node, std::string_view name) const {
    constexpr std::array<std::string_view, 8> kOfDates = {"DATEVALUE", "WEEKDAY",   "MONTH",   "DAY",
                                                          "YEAR",      "DAYOFYEAR", "ISOWEEK", "ISOYEAR"};
    return is_now(ast_.child(node, 0)) && std::find(kOfDates.begin(), kOfDates.end(), name) != kOfDates.end();
  }

  /// Between the instants at which another argument becomes the greatest, it moves as that one does.
  Movement extreme(const Node& node, const Movement& all) {
    for (std::uint32_t i = 1; i < node.count; ++i) {
      for (std::uint32_t k = 0; k < i; ++k) {
        if (!compare(node, k, i)) return {Motion::kOther};
      }
    }
    return all;
  }

  Movement absolute(const Node& node, const Movement& all) {
    const std::string inner = "(" + formula::print(ast_, ast_.child(node, 0)) + ")";
    auto less = compile(inner + " < 0");
    auto less_or_equal = compile(inner + " <= 0");
    if (!less || !less_or_equal) return {Motion::kOther};
    if (all.sources > 1) turning_.bends_ = true;
    turning_.hinges_.push_back({std::move(*less), std::move(*less_or_equal), std::nullopt});
    return all;
  }

  const Ast& ast_;
  const formula::Scope& scope_;
  std::uint32_t first_clock_slot_;
  const std::vector<Turning>& decisions_;
  std::optional<std::uint32_t> rising_;
  Turning& turning_;
  std::vector<Movement> movements_;
};

Turning Turning::of(std::string_view formula, const formula::Scope& scope, std::uint32_t first_clock_slot,
                    const std::vector<Turning>& decisions, std::optional<std::uint32_t> rising) {
  Turning turning;
  Diagnostics ignored;
  Ast ast = formula::parse(formula, ignored);
  if (ast.is_whole) formula::check(ast, scope, Type::kAny, ignored);
  if (!has_errors(ignored)) TurningReader(ast, scope, first_clock_slot, decisions, rising, turning).read();
  return turning;
}

void Turning::add(const Turning& other) {
  hinges_.insert(hinges_.end(), other.hinges_.begin(), other.hinges_.end());
  for (const std::uint32_t milestone : other.milestones_) add_milestone(milestone);
  for (const std::uint32_t contact : other.contacts_) add_contact(contact);
  add_period(other.period_ms_);
  bends_ = bends_ || other.bends_;
  is_sampled_ = is_sampled_ || other.is_sampled_;
  bounds_.insert(bounds_.end(), other.bounds_.begin(), other.bounds_.end());
}

std::optional<Turning::Advice> Turning::advice() const {
  if (is_sampled_) {
    return Advice{"sampled", "This value moves on and on as time passes; it is looked at once a minute.",
                  "a comparison, which turns at an instant"};
  }
  if (!is_searched()) return std::nullopt;
  return Advice{"searched",
                "The instants at which this formula changes its value are not solved but searched, which takes longer.",
                "a comparison of what rises or falls with the time"};
}

namespace {

void insert_once(std::vector<std::uint32_t>& ascending, std::uint32_t number) {
  const auto at = std::lower_bound(ascending.begin(), ascending.end(), number);
  if (at == ascending.end() || *at != number) ascending.insert(at, number);
}

}  // namespace

void Turning::add_milestone(std::uint32_t milestone) { insert_once(milestones_, milestone); }
void Turning::add_contact(std::uint32_t contact) { insert_once(contacts_, contact); }

void Turning::add_period(std::int64_t period_ms) {
  // Each period is a multiple of the shorter ones.
  if (period_ms > 0 && (period_ms_ == 0 || period_ms < period_ms_)) period_ms_ = period_ms;
}

}  // namespace signalbox::sla
