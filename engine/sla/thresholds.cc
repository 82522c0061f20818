#include <algorithm>
#include <array>
#include <utility>

#include "sla/threshold.h"

namespace signalbox::sla {

namespace {

using rules::Test;

constexpr std::array<std::string_view, 6> kSigns = {"<", "<=", ">", ">=", "=", "!="};

std::optional<Comparison> read_comparison(std::string_view sign) {
  const auto at = std::find(kSigns.begin(), kSigns.end(), sign);
  if (at == kSigns.end()) return std::nullopt;
  return static_cast<Comparison>(at - kSigns.begin());
}

/// Equal for equal thresholds only: numbers are written alike, and no formula holds a NUL.
std::string key_of(const Threshold& threshold) {
  const char codes[] = {static_cast<char>('a' + static_cast<int>(threshold.quantity)),
                        static_cast<char>('a' + static_cast<int>(threshold.comparison))};
  return std::to_string(threshold.milestone) + std::string(codes, 2) + threshold.constant.to_text() + '\0' +
         threshold.formula + '\0' + threshold.test;
}

}  // namespace

std::optional<ThresholdList::Source> ThresholdList::source_of(std::uint32_t slot) const {
  if (slot < begin_ || slot >= end_) return std::nullopt;
  const std::uint32_t index = slot - begin_;
  const Source source{index / static_cast<std::uint32_t>(kQuantityCount),
                      static_cast<Quantity>(index % kQuantityCount)};
  return source.quantity == Quantity::kCompleted ? std::nullopt : std::optional(source);
}

void ThresholdList::add(Threshold threshold) {
  if (known_.insert(key_of(threshold)).second) list_.push_back(std::move(threshold));
}

void ThresholdList::add_test(const Test& test, const Threshold& like) {
  const auto add_bound = [&](Comparison comparison, const Value& bound) {
    if (bound.kind() != Value::Kind::kNumber) return;
    Threshold threshold = like;
    threshold.comparison = comparison;
    threshold.constant = bound.as_number();
    add(std::move(threshold));
  };
  switch (test.kind) {
    case Test::Kind::kAny:
    case Test::Kind::kBlank:
      break;
    case Test::Kind::kEqual:
      return add_bound(Comparison::kEqual, test.low.value);
    case Test::Kind::kNotEqual:
      return add_bound(Comparison::kNotEqual, test.low.value);
    case Test::Kind::kLess:
      return add_bound(Comparison::kLess, test.low.value);
    case Test::Kind::kLessOrEqual:
      return add_bound(Comparison::kLessOrEqual, test.low.value);
    case Test::Kind::kGreater:
      return add_bound(Comparison::kGreater, test.low.value);
    case Test::Kind::kGreaterOrEqual:
      return add_bound(Comparison::kGreaterOrEqual, test.low.value);
    case Test::Kind::kRange:
      add_bound(test.low_open ? Comparison::kGreater : Comparison::kGreaterOrEqual, test.low.value);
      add_bound(test.high_open ? Comparison::kLess : Comparison::kLessOrEqual, test.high.value);
  }
}

void ThresholdList::add(const formula::Formula& formula) {
  for (const formula::Threshold& found : formula.thresholds()) {
    const auto source = source_of(found.slot);
    const auto comparison = read_comparison(found.comparison);
    if (!source || !comparison) continue;
    add({source->milestone, source->quantity, *comparison, found.constant, formula.text(),
         found.comparison + " " + found.constant.to_text()});
  }
  for (const std::uint32_t slot : formula.slots()) {
    const auto source = source_of(slot);
    if (!source || source->quantity != Quantity::kBreached) continue;
    add({source->milestone, source->quantity, Comparison::kEqual, Decimal(), formula.text(), "true"});
  }
}

void ThresholdList::add(const rules::Table& table) {
  for (const rules::PlacedFormula& placed : table.formulas()) add(placed.formula);
  // A test that several rules share stands once in `tests`; which input asks it is told by the checks.
  std::vector<bool> seen(table.tests.size());
  for (const rules::Check& check : table.checks) {
    if (seen[check.test]) continue;
    seen[check.test] = true;
    const formula::Formula& formula = table.inputs[check.input].formula;
    const auto slot = formula.bare_slot();
    const auto source = slot ? source_of(*slot) : std::nullopt;
    if (!source || source->quantity == Quantity::kBreached) continue;
    const rules::UnaryTest& unary = table.tests[check.test];
    const Threshold like{source->milestone, source->quantity, Comparison::kEqual,
                         Decimal(),         formula.text(),   unary.text};
    for (const Test& test : unary.tests) add_test(test, like);
  }
}

}  // namespace signalbox::sla
