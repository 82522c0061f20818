#include "analysis/change_cost.h"

#include <tuple>

namespace signalbox::analysis {

ChangeCosts::ChangeCosts(const TableIn& in, const Space& space) : space_(space), fields_(in.scope->layout().size()) {
  for (const Axis& axis : space.axes()) {
    const bool is_field = axis.subject().source == Source::kField && axis.is_known();
    const auto found = is_field ? in.scope->find(axis.subject().text) : std::nullopt;
    slots_.push_back(found ? std::optional(found->slot) : std::nullopt);
    prices_.emplace_back(axis.classes());
  }
}

const ChangeCosts::Price& ChangeCosts::price(std::size_t axis, std::size_t one) {
  Price& price = prices_[axis][one];
  if (price.is_known) return price;
  const Axis& of = space_.axes()[axis];
  std::tie(price.value, price.distance) = of.nearest_in(one);
  price.share = of.share_of_span(price.distance);
  price.is_known = true;
  return price;
}

Cost ChangeCosts::least(const Box& box) {
  Cost cost;
  for (std::size_t a = 0; a < box.size(); ++a) {
    std::optional<std::size_t> best;
    if (!slots_[a]) {
      best = box[a].front();
    } else {
      BitSet kept = box[a];
      kept.keep(space_.axes()[a].alike());
      if (!kept.empty()) best = kept.front();
    }
    if (!best) {
      box[a].for_each([&](std::size_t one) {
        if (!best || price(a, one).share < price(a, *best).share) best = one;
      });
      ++cost.fields;
      cost.distance = cost.distance.plus(price(a, *best).share).value_or(cost.distance);
    }
    cost.point.push_back(static_cast<std::uint32_t>(*best));
  }
  return cost;
}

void ChangeCosts::nearest(std::size_t axis, const rules::UnaryTest& test, formula::Blanks blanks, FailedTest& failed) {
  const Axis& of = space_.axes()[axis];
  if (!of.is_known()) return;
  std::optional<std::size_t> best;
  for (std::size_t one = 0; one < of.classes(); ++one) {
    if (!rules::passes(test, of.value(one), blanks)) continue;
    if (!best || price(axis, one).share < price(axis, *best).share) best = one;
  }
  if (!best) return;
  failed.nearest = price(axis, *best).value;
  failed.distance = price(axis, *best).distance;
}

std::uint64_t ChangeCosts::axes_read(const formula::Formula& formula) const {
  std::uint64_t axes = 0;
  for (const std::uint32_t slot : formula.slots()) {
    for (std::size_t a = 0; a < slots_.size(); ++a) {
      if (slots_[a] && (slot >= fields_ || *slots_[a] == slot)) axes |= std::uint64_t{1} << a;
    }
  }
  return axes;
}

}  // namespace signalbox::analysis
