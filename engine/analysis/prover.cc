#include "analysis/prover.h"

#include <algorithm>

#include "model/json_writer.h"
#include "model/record.h"

namespace signalbox::analysis {

Prover::Prover(const TableIn& in, const Space& space, const Rows& rows) : in_(in), space_(space), rows_(rows) {
  for (const Axis& axis : space.axes()) {
    const Source source = axis.subject().source;
    const bool is_named = source == Source::kField || source == Source::kGlobal;
    is_timed_ = is_timed_ || source == Source::kTime;
    const auto found = is_named ? in.scope->find(axis.subject().text) : std::nullopt;
    slot_of_.push_back(found ? std::optional(found->slot) : std::nullopt);
  }
}

bool Prover::is_input(std::size_t axis) const {
  const auto& inputs = rows_.axis_of_input;
  return std::find(inputs.begin(), inputs.end(), axis) != inputs.end();
}

void Prover::stand_in(const Box& box) {
  classes_.clear();
  hides_formulas_ = false;
  slots_.assign(in_.scope->slots(), Value());
  for (std::size_t a = 0; a < box.size(); ++a) {
    classes_.push_back(box[a].front());
    const Axis& axis = space_.axes()[a];
    const bool is_free = axis.set(Axis::kAll).is_within(box[a]);
    if (!is_free && axis.subject().source == Source::kComputed && !is_input(a)) hides_formulas_ = true;
    if (slot_of_[a]) slots_[*slot_of_[a]] = axis.value(classes_[a]);
    if (axis.subject().source == Source::kTime) now_ = axis.value(classes_[a]).as_date_time();
  }
  arena_.reset();
  rules::EvaluationErrors errors;
  rules::evaluate(*in_.table, {slots_, {}, now_}, arena_, evaluation_, errors);
}

bool Prover::matches(std::uint32_t rule) {
  const rules::Verdict verdict = rules::judge(*in_.table, rule, {slots_, {}, now_}, evaluation_, arena_);
  return verdict.kind == rules::Verdict::Kind::kPasses;
}

std::optional<Witness> Prover::witness(bool confirmed) const {
  if (!confirmed && hides_formulas_) return std::nullopt;
  Witness witness;
  json::Writer record(witness.record);
  record.begin_object();
  for (std::size_t a = 0; a < classes_.size(); ++a) {
    const Axis& axis = space_.axes()[a];
    if (axis.subject().source != Source::kField) continue;
    record.key(axis.subject().text).value(as_in_record(axis.value(classes_[a]), axis.subject().type));
  }
  record.end_object();
  if (is_timed_) json::append_quoted(to_text(now_), witness.at);
  if (confirmed) return witness;
  json::Writer inputs(witness.inputs);
  inputs.begin_array();
  for (const auto& axis : rows_.axis_of_input) {
    inputs.value(axis ? space_.axes()[*axis].value(classes_[*axis]) : Value());
  }
  inputs.end_array();
  return witness;
}

std::vector<Condition> conditions_of(const Space& space, const Box& box) {
  std::vector<Condition> conditions;
  for (std::size_t a = 0; a < box.size(); ++a) {
    const Axis& axis = space.axes()[a];
    if (!axis.set(Axis::kAll).is_within(box[a])) conditions.push_back({axis.subject().text, axis.text_of(box[a])});
  }
  return conditions;
}

}  // namespace signalbox::analysis
