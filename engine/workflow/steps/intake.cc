// `intake`: brings a record into shape, and asks for what is missing.
#include "workflow/steps/kinds.h"
#include "workflow/steps/required_fields.h"
#include "workflow/visit.h"

namespace signalbox::workflow {

namespace {

class Intake final : public StepKind {
 public:
  Intake(std::vector<FieldContent> map, std::vector<std::uint32_t> required, std::optional<Way> missing,
         std::uint32_t output)
      : map_(std::move(map)), required_(std::move(required)), missing_(missing), output_(output) {}

  [[nodiscard]] Traits traits() const override {
    Traits traits;
    if (missing_) traits.ways.push_back(*missing_);
    traits.waits = !required_.empty() && !missing_;
    traits.failures = {"evaluation"};
    return traits;
  }

  Outcome enter(Visit& visit) const override {
    std::vector<Visit::FieldValue> values;
    for (const FieldContent& field : map_) values.push_back({field.slot, visit.value_of(field.content)});
    if (const auto trouble = visit.trouble()) return *trouble;
    visit.set_fields(values);
    const std::string missing = missing_fields(required_, visit);
    visit.set_output(output_, missing);
    if (missing.empty()) return Outcome::done();
    if (missing_) return Outcome::go(*missing_);
    request_fields(missing, visit);
    return Outcome::stay();
  }

  Outcome happened(Visit& visit, Happening happening, const Answer& /*about*/) const override {
    if (happening != Happening::kRecordUpdated) return Outcome::stay();
    const std::string missing = missing_fields(required_, visit);
    visit.set_output(output_, missing);
    return missing.empty() ? Outcome::done() : Outcome::stay();
  }

 private:
  std::vector<FieldContent> map_;
  std::vector<std::uint32_t> required_;
  std::optional<Way> missing_;
  std::uint32_t output_;
};

}  // namespace

void outline_intake(Outline& outline, const Place& /*place*/) { outline.output("Missing", Type::kText); }

ReadStep read_intake(const Place& place, const Reading& reading) {
  if (!place.is_object()) return nullptr;
  place.only_members({"map", "require", "missing"});
  std::vector<FieldContent> map;
  std::vector<std::uint32_t> required;
  if (const auto member = place.find("map")) map = reading.fields(*member);
  if (const auto member = place.find("require")) required = reading.field_list(*member);
  if (const auto missing = place.find("missing"); missing && required.empty()) {
    missing->report("dead-way", "Nothing is required, so nothing is missing.", "`require` beside `missing`");
  }
  return std::make_unique<Intake>(std::move(map), std::move(required), reading.find_way(place, "missing"),
                                  reading.output("Missing"));
}

}  // namespace signalbox::workflow
