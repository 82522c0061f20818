#include <algorithm>

#include "base/limits.h"
#include "sla/turning.h"

namespace signalbox::sla {

namespace {

class TurnSearch {
 public:
  TurnSearch(const Turning& turning, Future& future, std::size_t& steps)
      : turning_(turning), future_(future), steps_(steps) {}

  /// The first instant after `from`, `until` at the latest, at which anything of the formula may change.
  Instant next_change(Instant from, Instant until) {
    Instant end = until;
    const auto consider = [&](std::optional<Instant> at) {
      if (at && *at > from && *at < end) end = *at;
    };
    if (turning_.period_ms() > 0) consider(next_multiple(from, turning_.period_ms()));
    if (turning_.is_sampled()) {
      consider(next_multiple(from, kMsPerMinute));
      consider(future_.next_step(from));
    }
    for (const std::uint32_t contact : turning_.contacts()) consider(future_.contact_change(contact, from));
    for (const std::uint32_t milestone : turning_.milestones()) {
      const Clock& clock = future_.clock(milestone);
      consider(clock.start);
      consider(clock.stops);
      consider(clock.restarts);
      consider(clock.due);
      if (turning_.bends() && clock.course && clock.course->hours()) {
        const calendar::BusinessHours& hours = *clock.course->hours();
        consider(hours.is_open(from) ? hours.next_closing(from) : hours.next_opening(from));
      }
    }
    for (const Hinge& hinge : turning_.hinges()) {
      if (hinge.threshold) {
        consider(crossing(*hinge.threshold, from));
      } else {
        consider(turn(hinge.less, from, end));
        consider(turn(hinge.less_or_equal, from, end));
      }
    }
    // Between all those instants the parts are steady.
    for (const Bounds& bounds : turning_.bounds()) {
      const auto found = bounds.first_change(future_, from, end, steps_);
      if (!found) continue;
      end = found->at;
      is_certain_ = is_certain_ && found->is_certain;
    }
    return end;
  }
  /// False once the search had to end before it knew.
  [[nodiscard]] bool is_certain() const { return is_certain_; }

 private:
  static Instant next_multiple(Instant from, std::int64_t period_ms) {
    const std::int64_t past_ms = ((from.ms % period_ms) + period_ms) % period_ms;
    return {from.ms - past_ms + period_ms};
  }

  /// Where the quantity reaches or passes the constant: the first of both after `from`.
  std::optional<Instant> crossing(const Threshold& threshold, Instant from) {
    const Clock& clock = future_.clock(threshold.milestone);
    if (!clock.course) return std::nullopt;
    for (const Comparison comparison : {Comparison::kGreaterOrEqual, Comparison::kGreater}) {
      Threshold one = threshold;
      one.comparison = comparison;
      const Crossings found = solve(one, *clock.course, clock.target_ms);
      if (found.count > 0 && found.at[0] > from) consider_first(found.at[0]);
    }
    const auto first = first_;
    first_.reset();
    return first;
  }
  void consider_first(Instant at) {
    if (!first_ || at < *first_) first_ = at;
  }

  bool is_true(const formula::Formula& formula, Instant at) {
    const Value value = future_.evaluate(formula, at);
    return value.kind() == Value::Kind::kCheckbox && value.as_checkbox();
  }

  /// Where the formula, which turns once at most before `end`, does so. O(log(milliseconds)).
  std::optional<Instant> turn(const formula::Formula& formula, Instant from, Instant end) {
    const bool before = is_true(formula, from);
    std::int64_t low = from.ms;
    std::int64_t high = end.ms - 1;
    if (high <= low || is_true(formula, {high}) == before) return std::nullopt;
    while (high - low > 1) {
      const std::int64_t middle = low + (high - low) / 2;
      (is_true(formula, {middle}) == before ? low : high) = middle;
    }
    return Instant{high};
  }

  const Turning& turning_;
  Future& future_;
  std::size_t& steps_;
  std::optional<Instant> first_;
  bool is_certain_ = true;
};

}  // namespace

bool is_same(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Value::Kind::kBlank:
      return true;
    case Value::Kind::kNumber:
      return a.as_number() == b.as_number();
    case Value::Kind::kText:
      return a.as_text() == b.as_text();
    case Value::Kind::kError:
      return a.as_error() == b.as_error();
    case Value::Kind::kLocation:
      return false;
    default:
      return a.as_date_time() == b.as_date_time();  // all kept as one integer
  }
}

std::optional<Turn> next_turn(const Turning& turning, const formula::Formula& formula, Future& future, Instant from,
                              Instant until) {
  std::size_t steps = limits::kMaxLooks;
  return next_turn(turning, formula, future, from, until, steps);
}

std::optional<Turn> next_turn(const Turning& turning, const formula::Formula& formula, Future& future, Instant from,
                              Instant until, std::size_t& steps) {
  if (!turning.is_timed()) return std::nullopt;
  TurnSearch search(turning, future, steps);
  const Value before = future.evaluate(formula, from);
  Instant at = from;
  for (std::size_t look = 0; look < limits::kMaxLooks; ++look) {
    at = search.next_change(at, until);
    if (at >= until) return std::nullopt;
    if (!search.is_certain()) return Turn{at, false};
    if (!is_same(future.evaluate(formula, at), before)) return Turn{at};
  }
  return Turn{at, false};
}

}  // namespace signalbox::sla
