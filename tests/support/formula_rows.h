// The fields that random formulas read, and rows for them with hostile values.
#pragma once

#include <iterator>
#include <memory>
#include <vector>

#include "base/arena.h"
#include "model/layout.h"
#include "model/value.h"
#include "tests/support/random.h"

namespace signalbox::test {

inline std::shared_ptr<const Layout> formula_layout() {
  static const auto layout =
      std::make_shared<const Layout>(std::vector<Field>{{"Num__c", Type::kNumber, "", {}},
                                                        {"Amount", Type::kCurrency, "", {}},
                                                        {"Rate__c", Type::kPercent, "", {}},
                                                        {"Name", Type::kText, "", {}},
                                                        {"Account.Name", Type::kText, "", {}},
                                                        {"IsClosed", Type::kCheckbox, "", {}},
                                                        {"Due__c", Type::kDate, "", {}},
                                                        {"CreatedDate", Type::kDateTime, "", {}},
                                                        {"At__c", Type::kTime, "", {}},
                                                        {"Status", Type::kPicklist, "", {"New", "Open", "Closed"}},
                                                        {"Tags__c", Type::kMultiPicklist, "", {"a", "b", "c"}},
                                                        {"Office__c", Type::kLocation, "", {}},
                                                        {"OwnerId", Type::kId, "", {}}});
  return layout;
}

/// Anywhere on the globe; now and then on a pole, at the date line, or beside the place that comes up most.
inline Location random_place(Random& random) {
  constexpr std::int64_t kDegree = 1'000'000'000'000'000;
  const auto degrees = [&](std::int64_t most) {
    switch (random.below(4)) {
      case 0:
        return (random.one_in(2) ? most : -most) * kDegree;
      case 1:
        return static_cast<std::int64_t>(random.below(1'000'000'000));
      default:
        return static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(2 * most * kDegree))) - most * kDegree;
    }
  };
  const std::int64_t latitude = degrees(90);
  return {latitude, degrees(180)};
}

/// One value for each field of formula_layout(); texts live in `arena`.
inline std::vector<Value> random_row(Random& random, Arena& arena) {
  static const char* const kNumbers[] = {
      "0",    "1", "-1", "0.2", "20", "123456789.123456789", "-0.00034", "99999999999999999999999999999999999999999",
      "1e-30"};
  static const char* const kTexts[] = {
      "", "a", "ab", "Open", "\xC3\x9F", "\xF0\x9F\x98\x80z\xEF\xBF\xBD", "a long text with words in it"};
  static const char* const kIds[] = {"", "005D000000IqhSL", "005D000000IqhSLIAZ", "005d000000iqhslIAZ",
                                     "005D000000IqhSLiaz"};
  static const char* const kTags[] = {"a", "b;a", "a;b;c", ";", "ab"};
  std::vector<Value> row;
  const auto layout = formula_layout();
  for (std::size_t slot = 0; slot < layout->size(); ++slot) {
    if (random.one_in(4)) {
      row.push_back(random.one_in(8) ? Value::error(ErrorCode::kFieldType) : Value());
      continue;
    }
    switch (layout->field(slot).type) {
      case Type::kText:
        row.push_back(Value::text(arena.keep(kTexts[random.below(std::size(kTexts))])));
        break;
      case Type::kId:
        row.push_back(Value::text(arena.keep(kIds[random.below(std::size(kIds))])));
        break;
      case Type::kPicklist:
        row.push_back(Value::text(arena.keep(layout->field(slot).values[random.below(3)])));
        break;
      case Type::kMultiPicklist:
        row.push_back(Value::text(arena.keep(kTags[random.below(std::size(kTags))])));
        break;
      case Type::kLocation:
        row.push_back(Value::location(random_place(random)));
        break;
      case Type::kCheckbox:
        row.push_back(Value::checkbox(random.one_in(2)));
        break;
      case Type::kDate:
        row.push_back(Value::date(Date{static_cast<std::int32_t>(random.below(40'000)) - 10'000}));
        break;
      case Type::kDateTime:
        row.push_back(Value::date_time(Instant{static_cast<std::int64_t>(random.below(2'000'000'000)) * 1000}));
        break;
      case Type::kTime:
        row.push_back(Value::time(TimeOfDay{static_cast<std::int32_t>(random.below(86'400'000))}));
        break;
      default:
        row.push_back(Value::number(Decimal::parse(kNumbers[random.below(std::size(kNumbers))]).value()));
    }
  }
  return row;
}

}  // namespace signalbox::test
