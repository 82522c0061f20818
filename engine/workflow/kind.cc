#include "workflow/kind.h"

namespace signalbox::workflow {

namespace {

Outcome unexpected(std::string_view what) {
  return Outcome::fail("bad-answer", "This step does not take " + std::string(what) + ".");
}

}  // namespace

Outcome StepKind::answered(Visit& /*visit*/, const Answer& /*answer*/) const {
  return unexpected("a command's answer");
}
Outcome StepKind::told(Visit& /*visit*/, const Answer& /*answer*/) const { return unexpected("a person's answer"); }
Outcome StepKind::due(Visit& /*visit*/) const { return Outcome::done(); }
Outcome StepKind::happened(Visit& /*visit*/, Happening /*happening*/, const Answer& /*about*/) const {
  return Outcome::stay();
}
Outcome StepKind::block_ended(Visit& /*visit*/, std::int64_t /*index*/) const { return Outcome::done(); }
Outcome StepKind::block_failed(Visit& /*visit*/, const Outcome& failure) const { return failure; }

}  // namespace signalbox::workflow
