// `set`: fields of the record.
#include "workflow/steps/kinds.h"
#include "workflow/visit.h"

namespace signalbox::workflow {

namespace {

class Set final : public StepKind {
 public:
  explicit Set(std::vector<FieldContent> fields) : fields_(std::move(fields)) {}

  [[nodiscard]] Traits traits() const override {
    Traits traits;
    traits.failures = {"evaluation"};
    return traits;
  }

  Outcome enter(Visit& visit) const override {
    std::vector<Visit::FieldValue> values;
    for (const FieldContent& field : fields_) values.push_back({field.slot, visit.value_of(field.content)});
    if (const auto trouble = visit.trouble()) return *trouble;
    visit.set_fields(values);
    return Outcome::done();
  }

 private:
  std::vector<FieldContent> fields_;
};

}  // namespace

ReadStep read_set(const Place& place, const Reading& reading) { return std::make_unique<Set>(reading.fields(place)); }

}  // namespace signalbox::workflow
