#include "api/future.h"

#include "api/slots.h"

namespace signalbox::api {

Value RecordFuture::evaluate(const formula::Formula& formula, Instant at) {
  return formula.evaluate(frame(formula, at), run_.arena);
}

formula::Frame RecordFuture::frame(const formula::Formula& formula, Instant at) {
  if (at_ != at) move_to(at);
  SlotReader reader(program_, calendar_, at, program_.quantities_read, run_);
  reader.supply(formula);
  return run_.frame(at);
}

void RecordFuture::move_to(Instant at) {
  SlotReader reader(program_, calendar_, at, program_.quantities_read, run_);
  reader.start(record_);
  // Nothing changes while time passes.
  run_.prior = record_;
  reader.show_contacts(contacts_);
  for (std::uint32_t i = 0; i < clocks_.size(); ++i) reader.show(i, sla::clock_at(clocks_[i], at));
  at_ = at;
}

}  // namespace signalbox::api
