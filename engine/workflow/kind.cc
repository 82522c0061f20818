#include "workflow/kind.h"

#include "workflow/visit.h"

namespace signalbox::workflow {

Outcome StepKind::answered(Visit& visit, const Answer& /*answer*/) const {
  visit.trace("refused", "This step awaits no answer of a command.");
  return Outcome::stay();
}
Outcome StepKind::told(Visit& visit, const Answer& /*answer*/) const {
  visit.trace("refused", "This step awaits no answer of a person.");
  return Outcome::stay();
}
Outcome StepKind::due(Visit& /*visit*/) const { return Outcome::done(); }
Outcome StepKind::happened(Visit& /*visit*/, Happening /*happening*/, const Answer& /*about*/) const {
  return Outcome::stay();
}
Outcome StepKind::block_ended(Visit& /*visit*/, std::int64_t /*index*/) const { return Outcome::done(); }
Outcome StepKind::block_failed(Visit& /*visit*/, const Outcome& failure) const { return failure; }

}  // namespace signalbox::workflow
