// Messages that ask for decisions.
#include "api/assign.h"
#include "api/outcomes.h"
#include "api/program.h"
#include "api/session_call.h"

namespace signalbox::api {

void answer_decide(Call& call) {
  call.only_members({"op", "program", "directory", "roster", "at", "explain", "clone", "free"});
  auto context = call.context();
  if (!context) return;
  context->is_clone = call.flag("clone");
  call.decide_body(std::move(*context), &Decider::decide);
}

void answer_outcome(Call& call) {
  call.only_members({"op", "program", "directory", "roster", "at", "clone", "free"});
  auto context = call.context();
  if (!context) return;
  context->is_clone = call.flag("clone");
  call.decide_body(std::move(*context), &Decider::outcome);
}

void answer_decide_one(Call& call) {
  call.only_members({"op", "program", "directory", "roster", "records", "index", "at", "explain", "clone", "free"});
  auto context = call.context();
  const auto records = call.records_for(context ? &context->program : nullptr);
  const auto index = call.integer("index", 0, INT64_MAX);
  if (!records || !index) return;
  if (static_cast<std::size_t>(*index) >= records->size()) {
    return call.fail("no-such-record", "There are " + std::to_string(records->size()) +
                                           " records, and none has the index " + std::to_string(*index) + ".");
  }
  context->is_clone = call.flag("clone");
  Decider decider(std::move(*context));
  (void)decider.decide(*records, static_cast<std::size_t>(*index), call.out());
}

void answer_decide_batch(Call& call) {
  call.only_members({"op", "program", "directory", "roster", "records", "at", "explain"});
  auto context = call.context();
  const auto records = call.records_for(context ? &context->program : nullptr);
  if (!records) return;
  Decider decider(std::move(*context));
  for (std::size_t i = 0; i < records->size(); ++i) {
    (void)decider.decide(*records, i, call.out());
    call.out() += '\n';
  }
}

void answer_outcomes(Call& call) {
  call.only_members({"op", "program", "directory", "roster", "records", "format", "at", "explain"});
  const auto context = call.context();
  if (!call.has("records")) {
    const auto format = call.format();
    if (context && format) write_outcomes(*context, call.body(), *format, call.out());
    return;
  }
  const auto records = call.records_for(context ? &context->program : nullptr);
  if (records) write_outcomes(*context, *records, call.out());
}

void answer_assign(Call& call) {
  call.only_members({"op", "program", "directory", "roster", "records", "at"});
  const auto context = call.context();
  const auto records = call.records_for(context ? &context->program : nullptr);
  if (records) write_assignment(*context, *records, call.out());
}

}  // namespace signalbox::api
