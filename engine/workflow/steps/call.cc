// `call` asks a system outside and keeps what it returns; `enrich` puts that into the record as well.
#include <algorithm>
#include <array>

#include "workflow/steps/kinds.h"
#include "workflow/visit.h"

namespace signalbox::workflow {

namespace {

constexpr std::array<std::string_view, 3> kTargets = {"http", "flow", "tool"};

struct Filling {
  std::uint32_t slot;
  std::uint32_t output;
};

struct CallParts {
  std::string_view how;
  std::string target;
  std::vector<NamedContent> with;
  std::vector<Field> returns;
  std::uint32_t first_output = 0;
  std::vector<Filling> fill;
  bool overwrites = false;
};

class CallStep final : public StepKind {
 public:
  explicit CallStep(CallParts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] Traits traits() const override {
    Traits traits;
    traits.waits = true;
    traits.commands = true;
    return traits;
  }

  Outcome enter(Visit& visit) const override {
    std::vector<Value> values;
    for (const NamedContent& one : parts_.with) values.push_back(visit.value_of(one.content));
    if (const auto trouble = visit.trouble()) return *trouble;
    visit.command("call", [&](json::Writer& writer) {
      writer.key(parts_.how).text(parts_.target);
      writer.key("with").begin_object();
      for (std::size_t i = 0; i < values.size(); ++i) {
        writer.key(parts_.with[i].name);
        write_in_record(values[i], Type::kAny, writer);
      }
      writer.end_object();
    });
    return Outcome::stay();
  }

  Outcome answered(Visit& visit, const Answer& answer) const override {
    std::vector<Value> values;
    for (const Field& field : parts_.returns) {
      const auto given = answer.result ? answer.result->find(field.name) : std::nullopt;
      values.push_back(given ? read_answer_value(*given, field.type, visit.run().arena) : Value());
      if (values.back().is_error()) {
        return Outcome::fail("bad-answer", "`" + field.name + "` in the answer is not of the type " +
                                               std::string(type_name(field.type)) + ".");
      }
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
      visit.set_output(parts_.first_output + static_cast<std::uint32_t>(i), values[i]);
    }
    fill(visit, values);
    return Outcome::done();
  }

 private:
  void fill(Visit& visit, const std::vector<Value>& values) const {
    std::vector<Visit::FieldValue> fields;
    for (const Filling& one : parts_.fill) {
      const Value& value = values[one.output];
      const bool is_free = parts_.overwrites || visit.run().record[one.slot].is_blank();
      if (is_free && !value.is_blank()) fields.push_back({one.slot, value});
    }
    visit.set_fields(fields);
  }

  CallParts parts_;
};

void read_target(const Place& place, const Reading& reading, CallParts& parts) {
  std::size_t found = 0;
  for (const std::string_view how : kTargets) {
    const auto member = place.find(how);
    if (!member) continue;
    ++found;
    parts.how = how;
    parts.target = member->non_empty_text().value_or(std::string_view());
  }
  if (found != 1) place.report("call-target", "A call goes to one system.", "one of `http`, `flow`, `tool`");
  if (const auto with = place.find("with")) parts.with = reading.named(*with);
  parts.returns = reading.outputs();
  if (!parts.returns.empty()) parts.first_output = reading.output(parts.returns.front().name);
}

}  // namespace

void outline_call(Outline& outline, const Place& place) {
  if (const auto returns = place.find("returns")) outline.outputs(*returns);
}

void outline_enrich(Outline& outline, const Place& place) { outline_call(outline, place); }

ReadStep read_call(const Place& place, const Reading& reading) {
  if (!place.is_object()) return nullptr;
  place.only_members({"http", "flow", "tool", "with", "returns"});
  CallParts parts;
  read_target(place, reading, parts);
  return std::make_unique<CallStep>(std::move(parts));
}

ReadStep read_enrich(const Place& place, const Reading& reading) {
  if (!place.is_object()) return nullptr;
  place.only_members({"http", "flow", "tool", "with", "returns", "fill", "overwrite"});
  CallParts parts;
  read_target(place, reading, parts);
  if (const auto overwrite = place.find("overwrite")) parts.overwrites = overwrite->boolean().value_or(false);
  const auto fill = place.required("fill");
  if (!fill || !fill->is_object()) return nullptr;
  for (std::size_t i = 0; i < fill->node().size(); ++i) {
    const Place member = fill->at(i);
    const auto slot = reading.layout().find(fill->node().key(i));
    const auto name = member.non_empty_text();
    std::vector<std::string_view> names;
    for (const Field& field : parts.returns) names.emplace_back(field.name);
    const auto at = std::find(names.begin(), names.end(), name.value_or(std::string_view()));
    if (!slot) member.report_unknown("field", fill->node().key(i), reading.field_names());
    if (name && at == names.end()) member.report_unknown("output", *name, names);
    if (!slot || !name || at == names.end()) continue;
    const auto output = static_cast<std::uint32_t>(at - names.begin());
    const Type wanted = reading.layout().field(*slot).type;
    const Type given = parts.returns[output].type;
    const bool fits =
        wanted == given || (is_numeric(wanted) && is_numeric(given)) || (is_text_like(wanted) && is_text_like(given));
    if (!fits) {
      member.report("field-type", "The field is of the type " + std::string(type_name(wanted)) + ".",
                    "a value of that type", std::string(type_name(given)));
    }
    parts.fill.push_back({*slot, output});
  }
  return std::make_unique<CallStep>(std::move(parts));
}

}  // namespace signalbox::workflow
