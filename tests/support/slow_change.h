// The smallest change that makes a rule win, by trying every combination of example values.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <vector>

#include "tests/support/slow_analysis.h"

namespace signalbox::test {

/// What a change costs. Distances are counted in parts of `span`, so that they stay whole numbers.
struct SlowCost {
  std::size_t fields = 0;
  int distance = 0;

  friend bool operator<(const SlowCost& a, const SlowCost& b) {
    return a.fields != b.fields ? a.fields < b.fields : a.distance < b.distance;
  }
  friend bool operator==(const SlowCost& a, const SlowCost& b) {
    return a.fields == b.fields && a.distance == b.distance;
  }
};

inline bool slow_is_same(const SlowValue& a, const SlowValue& b) {
  return a.kind == b.kind && a.number == b.number && a.text == b.text;
}

/// What the literals of the numeric column and the record's own number span; 0 without one.
inline int slow_span(const SlowTable& table, const SlowValue& present) {
  if (present.kind != SlowValue::Kind::kNumber) return 0;
  std::set<int> numbers = {present.number};
  for (const auto& rule : table.rules) {
    for (std::size_t c = 0; c < rule.size(); ++c) {
      if (!kAnalysedNumeric[c] || rule[c].any) continue;
      for (const SlowTest& test : rule[c].alternatives) {
        if (test.sign == "blank") continue;
        numbers.insert(test.low.number);
        if (test.sign == "range") numbers.insert(test.high.number);
      }
    }
  }
  return *numbers.rbegin() - *numbers.begin();
}

/// Of going from one record to another. There is one numeric column; another text counts as the whole span, and a
/// number that becomes blank as twice that.
inline SlowCost slow_cost(const std::vector<SlowValue>& from, const std::vector<SlowValue>& to, int span) {
  SlowCost cost;
  for (std::size_t c = 0; c < from.size(); ++c) {
    if (slow_is_same(from[c], to[c])) continue;
    ++cost.fields;
    const bool was_number = from[c].kind == SlowValue::Kind::kNumber;
    const bool loses_number = was_number && to[c].kind != SlowValue::Kind::kNumber;
    const int other = std::max(span, 1) * (loses_number ? 2 : 1);
    cost.distance += was_number && !loses_number && span > 0 ? std::abs(from[c].number - to[c].number) : other;
  }
  return cost;
}

inline bool slow_wins(const SlowTable& table, std::size_t rule, const std::vector<SlowValue>& record) {
  if (!slow_rule_matches(table, rule, record, kAnalysedNumeric)) return false;
  const SlowAnswer answer = slow_decide(table, record, kAnalysedNumeric);
  const auto& winners = answer.winners;
  if (std::find(winners.begin(), winners.end(), rule) == winners.end()) return false;
  if (table.hit == "unique") return winners.size() == 1;
  return answer.output != "{\"error\":\"different-outputs\"}";
}

/// One table, tried with every combination.
class SlowChanges {
 public:
  explicit SlowChanges(const SlowTable& table) : table_(table), winning_(table.rules.size()) {
    for (const auto& point : example_points()) {
      for (std::size_t rule = 0; rule < table.rules.size(); ++rule) {
        if (slow_wins(table, rule, point)) winning_[rule].push_back(point);
      }
    }
  }

  /// nullopt: there is no record with which the rule wins.
  [[nodiscard]] std::optional<SlowCost> least(std::size_t rule, const std::vector<SlowValue>& record) const {
    std::optional<SlowCost> least;
    const int span = slow_span(table_, record[1]);
    for (const auto& point : winning_[rule]) {
      const SlowCost cost = slow_cost(record, point, span);
      if (!least || cost < *least) least = cost;
    }
    return least;
  }

 private:
  const SlowTable& table_;
  std::vector<std::vector<std::vector<SlowValue>>> winning_;  ///< By rule: points.
};

}  // namespace signalbox::test
