// `switch`: the first case whose condition holds.
#include "workflow/steps/kinds.h"
#include "workflow/visit.h"

namespace signalbox::workflow {

namespace {

struct Case {
  rules::PlacedFormula when;
  Way way;
};

class Switch final : public StepKind {
 public:
  Switch(std::vector<Case> cases, Way otherwise) : cases_(std::move(cases)), otherwise_(otherwise) {}

  [[nodiscard]] Traits traits() const override {
    Traits traits;
    for (const Case& one : cases_) traits.ways.push_back(one.way);
    traits.ways.push_back(otherwise_);
    traits.goes_on = false;
    traits.failures = {"evaluation"};
    return traits;
  }

  Outcome enter(Visit& visit) const override {
    for (const Case& one : cases_) {
      const Value holds = visit.evaluate(one.when);
      if (const auto trouble = visit.trouble()) return *trouble;
      if (holds.kind() == Value::Kind::kCheckbox && holds.as_checkbox()) return Outcome::go(one.way);
    }
    return Outcome::go(otherwise_);
  }

 private:
  std::vector<Case> cases_;
  Way otherwise_;
};

}  // namespace

ReadStep read_switch(const Place& place, const Reading& reading) {
  if (!place.is_object()) return nullptr;
  place.only_members({"cases", "otherwise"});
  std::vector<Case> cases;
  const auto list = place.required("cases");
  for (std::size_t i = 0; list && list->is_array() && i < list->node().size(); ++i) {
    const Place at = list->at(i);
    if (!at.is_object()) continue;
    at.only_members({"when", "next"});
    const auto when = at.required("when");
    const auto next = at.required("next");
    auto formula = when ? reading.formula(*when, Type::kCheckbox) : std::nullopt;
    const auto way = next ? reading.way(*next) : std::nullopt;
    if (formula && way) cases.push_back({std::move(*formula), *way});
  }
  const auto otherwise = place.find("otherwise");
  if (!otherwise) {
    place.report("no-way-on", "A record for which no case holds has no way on.", "`otherwise` with a step, or `end`");
    return nullptr;
  }
  const auto way = reading.way(*otherwise);
  return way ? std::make_unique<Switch>(std::move(cases), *way) : nullptr;
}

}  // namespace signalbox::workflow
