#include "routing/fairness.h"

#include <algorithm>

#include "base/sort.h"

namespace signalbox::routing {

namespace {

Decimal whole(std::uint64_t value) { return Decimal::from_int(static_cast<std::int64_t>(value)); }
Decimal sum(const Decimal& a, const Decimal& b) { return a.plus(b).value_or(Decimal()); }
Decimal product(const Decimal& a, const Decimal& b) { return a.times(b).value_or(Decimal()); }
Decimal quotient(const Decimal& a, const Decimal& b) { return a.divided_by(b).value_or(Decimal()); }
Decimal shown(const Decimal& value) { return value.rounded(6, Decimal::Rounding::kHalfUp); }

}  // namespace

Fairness fairness_of(const std::vector<Portion>& portions) {
  std::vector<Decimal> rates;
  Decimal got;
  Decimal shares;
  for (const Portion& one : portions) {
    if (one.share == 0) continue;
    rates.push_back(quotient(whole(one.got), whole(one.share)));
    got = sum(got, whole(one.got));
    shares = sum(shares, whole(one.share));
  }
  if (got.is_zero()) return {whole(1), whole(0), whole(1)};
  sort_all(rates);
  const Decimal count = whole(rates.size());
  Decimal total;
  Decimal squares;
  Decimal ranked;  // sum of rank x rate, ranks from 1
  for (std::size_t i = 0; i < rates.size(); ++i) {
    total = sum(total, rates[i]);
    squares = sum(squares, product(rates[i], rates[i]));
    ranked = sum(ranked, product(whole(i + 1), rates[i]));
  }
  // Sorted, the differences sum up to 2 x ranked - (n + 1) x total.
  const Decimal differences = sum(product(whole(2), ranked), product(whole(rates.size() + 1), total).negated());
  return {shown(quotient(product(total, total), product(count, squares))),
          shown(quotient(differences, product(count, total))), shown(quotient(product(rates.back(), shares), got))};
}

}  // namespace signalbox::routing
