#include "api/slots.h"

#include <algorithm>

namespace signalbox::api {

void SlotReader::start(std::span<const Value> record, bool with_globals) {
  run_.slots = record;
  if (with_globals && !program_.scope->globals().empty()) {
    run_.record_with_globals.assign(record.begin(), record.end());
    run_.record_with_globals.resize(program_.scope->slots());
    run_.slots = run_.record_with_globals;
  }
  run_.clocks.clear();
  run_.clocks.resize(program_.milestones.size());
  run_.decisions.resize(program_.decisions.size());
  for (DecisionRun& decision : run_.decisions) decision.is_done = false;
  run_.errors.clear();
}

void SlotReader::read_clocks(bool all) {
  report_contacts();
  for (std::uint32_t i = 0; i < program_.milestones.size(); ++i) {
    if (all || is_read(i)) read_clock(i);
  }
}

void SlotReader::report_contacts() {
  for (std::size_t i = 0; i < program_.contacts.size(); ++i) {
    const rules::PlacedFormula& when = program_.contacts[i].when;
    const std::size_t slot = program_.first_contact_slot - program_.layout->size() + i;
    if (quantities_read_[slot]) run_.errors.push_back({ErrorCode::kNeedsHistory, when.path, when.formula.text()});
  }
}

bool SlotReader::is_read(std::uint32_t milestone) const {
  const auto first = quantities_read_.begin() + static_cast<std::ptrdiff_t>(milestone * sla::kQuantityCount);
  return std::find(first, first + sla::kQuantityCount, true) != first + sla::kQuantityCount;
}

void SlotReader::read_clock(std::uint32_t index) {
  const sla::Milestone& milestone = program_.milestones[index];
  supply(program_.milestone_reads[index]);
  const Value target = target_of(milestone);
  show(index, sla::read_clock(milestone, run_.frame(now_), target, calendar_, run_.arena, run_.errors));
}

void SlotReader::show(std::uint32_t milestone, const sla::Clock& clock) {
  run_.clocks[milestone] = clock;
  const std::size_t first = milestone * sla::kQuantityCount;
  for (std::size_t q = 0; q < sla::kQuantityCount; ++q) {
    if (!quantities_read_[first + q]) continue;
    run_.record_with_globals[program_.layout->size() + first + q] =
        sla::quantity_value(clock, static_cast<sla::Quantity>(q));
  }
}

void SlotReader::show_contacts(std::span<const sla::ContactCount> contacts) {
  for (std::size_t i = 0; i < contacts.size(); ++i) {
    run_.record_with_globals[program_.first_contact_slot + i] =
        Value::number(Decimal::from_int(contacts[i].count(now_)));
  }
}

Value SlotReader::target_of(const sla::Milestone& milestone) {
  if (!milestone.target_decision) return Value();
  return decision(milestone.target_decision->decision).value(milestone.target_decision->output);
}

void SlotReader::supply(std::uint32_t read) {
  const DecisionGlobal& global = program_.decision_globals[read];
  run_.record_with_globals[program_.first_decision_slot + read] = decision(global.decision).value(global.output);
}

void SlotReader::supply(const std::vector<std::uint32_t>& reads) {
  for (const std::uint32_t read : reads) supply(read);
}

void SlotReader::supply(const formula::Formula& formula) {
  for (const std::uint32_t slot : formula.slots()) {
    const std::size_t read = slot - program_.first_decision_slot;
    if (slot >= program_.first_decision_slot && read < program_.decision_globals.size()) {
      supply(static_cast<std::uint32_t>(read));
    }
  }
}

const rules::Evaluation& SlotReader::decision(std::uint32_t index) {
  DecisionRun& decision = run_.decisions[index];
  if (!decision.is_done) {
    supply(program_.decision_reads[index]);
    rules::evaluate(program_.decisions[index], run_.frame(now_), run_.arena, decision.evaluation, run_.errors);
    decision.is_done = true;
  }
  return decision.evaluation;
}

}  // namespace signalbox::api
