#include "analysis/axis.h"

#include <algorithm>
#include <utility>

#include "analysis/example.h"
#include "rules/literal.h"

namespace signalbox::analysis {

namespace {

using rules::Literal;
using rules::Test;

bool compares_order(const Test& test) {
  switch (test.kind) {
    case Test::Kind::kLess:
    case Test::Kind::kLessOrEqual:
    case Test::Kind::kGreater:
    case Test::Kind::kGreaterOrEqual:
    case Test::Kind::kRange:
      return true;
    default:
      return false;
  }
}

void sort_points(std::vector<Literal>& points) {
  std::sort(points.begin(), points.end(),
            [](const Literal& a, const Literal& b) { return is_before(a.value, b.value); });
  points.erase(std::unique(points.begin(), points.end(),
                           [](const Literal& a, const Literal& b) { return !is_before(a.value, b.value); }),
               points.end());
}

/// Blank literals are left out: blank is a class anyway.
void add_literals(const rules::UnaryTest& test, std::vector<Literal>& points) {
  for (const Test& one : test.tests) {
    for (const Literal* literal : {&one.low, &one.high}) {
      if (!literal->value.is_blank()) points.push_back(*literal);
    }
  }
}

std::vector<Literal> as_literals(const std::vector<std::string>& texts) {
  std::vector<Literal> literals;
  literals.reserve(texts.size());
  for (const std::string& text : texts) literals.push_back(Literal::of_text(text));
  return literals;
}

}  // namespace

Axis::Axis(Subject subject, const std::vector<AxisTest>& tests) : subject_(std::move(subject)) {
  std::vector<Literal> points;
  bool ordered = false;
  const Value* const present = subject_.present;
  auto& domain_texts = subject_.domain;
  if (present && present->kind() == Value::Kind::kText && !present->is_blank() && !domain_texts.empty() &&
      std::find(domain_texts.begin(), domain_texts.end(), present->as_text()) == domain_texts.end()) {
    domain_texts.emplace_back(present->as_text());
  }
  for (const AxisTest& test : tests) {
    add_literals(*test.test, points);
    ordered = ordered || std::any_of(test.test->tests.begin(), test.test->tests.end(), compares_order);
  }
  sort_points(points);
  for (const AxisTest& test : tests) {
    zero_is_blank_ = zero_is_blank_ || subject_.type == Type::kCheckbox ||
                     (is_numeric(subject_.type) && test.blanks == formula::Blanks::kAsZero);
  }
  if (subject_.type == Type::kMultiPicklist) {
    cut_selections(points);
  } else if (subject_.type == Type::kCheckbox) {
    values_ = {{{Value::checkbox(false), nullptr}, true}, {{Value::checkbox(true), nullptr}, true}};
  } else if (!subject_.domain.empty()) {
    std::vector<Literal> domain = as_literals(subject_.domain);
    sort_points(domain);
    for (Literal& one : domain) values_.push_back({std::move(one), true});
  } else {
    cut_at(std::move(points), ordered);
  }
  values_.push_back({{}, true});
  std::vector<std::vector<std::uint32_t>> toggles;
  toggles.reserve(tests.size());
  for (const AxisTest& test : tests) toggles.push_back(known_ ? toggles_of(test) : std::vector<std::uint32_t>{0});
  merge(toggles);
  make_sets(toggles);
  if (present) find_alike(tests);
}

void Axis::cut_at(std::vector<Literal> points, bool ordered) {
  ordered_ = ordered && !points.empty();
  if (!ordered_) {
    Literal other = points.empty() ? example_of(subject_.type) : example_beside(points).value_or(Literal{});
    for (Literal& point : points) values_.push_back({std::move(point), true});
    open_ = !other.value.is_blank();
    if (open_) values_.push_back({std::move(other), false});
    return;
  }
  const auto add_gap = [&](std::optional<Literal> example) {
    if (example) values_.push_back({std::move(*example), false});
  };
  add_gap(example_below(points.front().value));
  for (std::size_t i = 0; i < points.size(); ++i) {
    values_.push_back({points[i], true});
    add_gap(i + 1 < points.size() ? example_between(points[i].value, points[i + 1].value)
                                  : example_above(points[i].value));
  }
}

void Axis::cut_selections(const std::vector<Literal>& points) {
  if (points.size() > kMaxSelected) {
    known_ = false;
    values_.push_back({example_of(Type::kMultiPicklist), false});
    return;
  }
  std::string other;
  if (subject_.domain.empty()) {
    other = points.empty() ? "other" : example_beside(points)->value.as_text();
  } else {
    std::vector<Literal> domain = as_literals(subject_.domain);
    const auto untested = std::find_if(domain.begin(), domain.end(), [&](const Literal& one) {
      return std::none_of(points.begin(), points.end(),
                          [&](const Literal& point) { return point.value.as_text() == one.value.as_text(); });
    });
    if (untested != domain.end()) other = untested->value.as_text();
  }
  for (std::uint32_t chosen = 0; chosen < (1u << points.size()); ++chosen) {
    std::string text = chosen == 0 ? other : std::string();
    for (std::size_t p = 0; p < points.size(); ++p) {
      if ((chosen >> p & 1u) != 0) text += (text.empty() ? "" : ";") + std::string(points[p].value.as_text());
    }
    if (text.empty()) continue;  // every value of the picklist is tested
    values_.push_back({Literal::of_text(std::move(text)), true});
    chosen_.push_back(chosen);
  }
  for (const Literal& point : points) tested_.emplace_back(point.value.as_text());
}

std::vector<std::uint32_t> Axis::toggles_of(const AxisTest& test) const {
  const auto blank = static_cast<std::uint32_t>(values_.size() - 1);
  std::vector<std::uint32_t> starts = {0};
  if (subject_.type == Type::kMultiPicklist || subject_.type == Type::kCheckbox) {
    for (std::uint32_t v = 1; v < blank; ++v) starts.push_back(v);
  } else {
    std::vector<Literal> own;
    add_literals(*test.test, own);
    for (const Literal& literal : own) {
      const auto at =
          std::lower_bound(values_.begin(), values_.begin() + blank, literal.value,
                           [](const Slice& slice, const Value& v) { return is_before(slice.literal.value, v); });
      const auto place = static_cast<std::uint32_t>(at - values_.begin());
      starts.push_back(place);
      starts.push_back(place + 1);
    }
    if (open_) starts.push_back(blank - 1);
    std::sort(starts.begin(), starts.end());
  }
  starts.push_back(blank);
  std::vector<std::uint32_t> toggles;
  bool before = false;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    if (starts[i] > blank || (i > 0 && starts[i] == starts[i - 1])) continue;
    const bool joins = starts[i] == blank && subject_.source == Source::kTime;
    const bool now = joins ? before : rules::passes(*test.test, values_[starts[i]].literal.value, test.blanks);
    if (now != before) toggles.push_back(starts[i]);
    before = now;
  }
  return toggles;
}

void Axis::merge(const std::vector<std::vector<std::uint32_t>>& toggles) {
  // Selections stay apart, so that every set of them can be told in tests.
  std::vector<bool> begins(values_.size(), !tested_.empty());
  begins.front() = true;
  begins.back() = subject_.source != Source::kTime;
  for (const auto& of_test : toggles) {
    for (const std::uint32_t at : of_test) begins[at] = true;
  }
  for (std::uint32_t v = 0; v < values_.size(); ++v) {
    if (begins[v]) first_value_.push_back(v);
    class_of_.push_back(static_cast<std::uint32_t>(first_value_.size() - 1));
  }
}

void Axis::make_sets(const std::vector<std::vector<std::uint32_t>>& toggles) {
  BitSet all(classes());
  all.add_range(0, classes());
  (void)number_of(all);
  for (const auto& of_test : toggles) {
    BitSet set(classes());
    for (std::size_t i = 0; i < of_test.size(); i += 2) {
      set.add_range(class_of_[of_test[i]], i + 1 < of_test.size() ? class_of_[of_test[i + 1]] : classes());
    }
    set_of_test_.push_back(number_of(set));
  }
}

void Axis::find_alike(const std::vector<AxisTest>& tests) {
  alike_ = BitSet(classes());
  if (subject_.present->is_error()) return;
  alike_.add_range(0, classes());
  for (std::size_t t = 0; known_ && t < tests.size(); ++t) {
    if (rules::passes(*tests[t].test, *subject_.present, tests[t].blanks)) {
      alike_.keep(sets_[set_of_test_[t]]);
    } else {
      alike_.remove(sets_[set_of_test_[t]]);
    }
  }
}

std::uint32_t Axis::number_of(const BitSet& set) {
  const auto [at, is_new] = numbers_.emplace(set, static_cast<std::uint32_t>(sets_.size()));
  if (is_new) sets_.push_back(set);
  return at->second;
}

}  // namespace signalbox::analysis
