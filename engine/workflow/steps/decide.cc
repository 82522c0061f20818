// `decide`: asks a decision table; its outputs can be read, and those of a field's name can be put into the record.
#include "workflow/steps/kinds.h"
#include "workflow/visit.h"

namespace signalbox::workflow {

namespace {

class Decide final : public StepKind {
 public:
  Decide(std::uint32_t decision, std::uint32_t first_output, std::size_t count)
      : decision_(decision), first_output_(first_output), count_(count) {}

  [[nodiscard]] Traits traits() const override {
    Traits traits;
    traits.failures = {"evaluation"};
    return traits;
  }

  Outcome enter(Visit& visit) const override {
    const std::vector<Value> outputs = visit.world().decide(decision_);
    for (std::size_t i = 0; i < count_ && i < outputs.size(); ++i) {
      if (outputs[i].is_error()) {
        return Outcome::fail("evaluation",
                             "The decision has no answer: " + std::string(error_name(outputs[i].as_error())) + ".");
      }
      visit.set_output(first_output_ + static_cast<std::uint32_t>(i), outputs[i]);
    }
    return Outcome::done();
  }

 private:
  std::uint32_t decision_;
  std::uint32_t first_output_;
  std::size_t count_;
};

}  // namespace

/// The outputs are those of the decision: Text for lists, joined by `;`.
void outline_decide(Outline& outline, const Place& place) {
  const auto name = place.node().is(json::Kind::kText) ? place.node().as_text() : std::string_view();
  outline.decision(name);
}

ReadStep read_decide(const Place& place, const Reading& reading) {
  const auto decision = reading.decision(place);
  if (!decision) return nullptr;
  const std::size_t count = reading.outputs().size();
  const std::uint32_t first = count == 0 ? 0 : reading.output(reading.outputs().front().name);
  return std::make_unique<Decide>(*decision, first, count);
}

}  // namespace signalbox::workflow
