// `resolve`: a record is closed only with what its resolution needs, and not while its children are open.
#include "workflow/steps/kinds.h"
#include "workflow/steps/recipient.h"
#include "workflow/steps/required_fields.h"
#include "workflow/visit.h"

namespace signalbox::workflow {

namespace {

struct ResolveParts {
  std::vector<std::uint32_t> required;
  std::vector<FieldContent> set;
  std::vector<std::string> then;
  bool ignores_children = false;
};

class Resolve final : public StepKind {
 public:
  explicit Resolve(ResolveParts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] Traits traits() const override {
    Traits traits;
    traits.waits = true;
    traits.failures = {"evaluation"};
    return traits;
  }

  Outcome enter(Visit& visit) const override {
    const std::string missing = missing_fields(parts_.required, visit);
    if (!missing.empty()) request_fields(missing, visit);
    return look(visit);
  }

  Outcome happened(Visit& visit, Happening /*happening*/, const Answer& /*about*/) const override {
    return look(visit);
  }

 private:
  [[nodiscard]] Outcome look(Visit& visit) const {
    if (!missing_fields(parts_.required, visit).empty()) return Outcome::stay();
    const auto& children = visit.run().open_children;
    if (!parts_.ignores_children && !children.empty()) {
      visit.trace("blocked", std::to_string(children.size()) + " open children");
      return Outcome::stay();
    }
    std::vector<Visit::FieldValue> values;
    for (const FieldContent& field : parts_.set) values.push_back({field.slot, visit.value_of(field.content)});
    if (const auto trouble = visit.trouble()) return *trouble;
    visit.set_fields(values);
    visit.command("resolve", [&](json::Writer& writer) { write_names(writer, "then", parts_.then); });
    return Outcome::done();
  }

  ResolveParts parts_;
};

}  // namespace

ReadStep read_resolve(const Place& place, const Reading& reading) {
  if (!place.is_object()) return nullptr;
  place.only_members({"require", "set", "then", "children"});
  ResolveParts parts;
  if (const auto required = place.find("require")) parts.required = reading.field_list(*required);
  if (const auto set = place.find("set")) parts.set = reading.fields(*set);
  const auto then = place.find("then");
  for (std::size_t i = 0; then && then->is_array() && i < then->node().size(); ++i) {
    if (const auto name = then->at(i).non_empty_text()) parts.then.emplace_back(*name);
  }
  const auto children = place.find("children");
  const auto word = children ? children->text() : std::nullopt;
  if (word && *word != "closed" && *word != "any") children->report_unknown("rule", *word, {"closed", "any"});
  parts.ignores_children = word == "any";
  return std::make_unique<Resolve>(std::move(parts));
}

}  // namespace signalbox::workflow
