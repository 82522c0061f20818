// `classify`: an AI reads the record. Its answer counts only when each value is one of those allowed and its confidence
// is high enough; else what is written for that case decides, which needs no AI.
#include <algorithm>

#include "workflow/steps/kinds.h"
#include "workflow/visit.h"

namespace signalbox::workflow {

namespace {

struct Into {
  std::string name;
  std::vector<std::string> values;
  std::optional<std::uint32_t> slot;  ///< The field of that name.
  std::uint32_t output = 0;
};

struct ClassifyParts {
  std::vector<Into> into;
  std::vector<std::uint32_t> from;  ///< Fields that are read.
  Decimal confidence;
  std::optional<Way> otherwise;
  std::vector<std::pair<std::uint32_t, Content>> fallback;  ///< Index of `into`, value.
  std::uint32_t confidence_output = 0;
  std::uint32_t by_output = 0;
};

class Classify final : public StepKind {
 public:
  explicit Classify(ClassifyParts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] Traits traits() const override {
    Traits traits;
    traits.waits = true;
    traits.commands = true;
    if (parts_.otherwise) traits.ways.push_back(*parts_.otherwise);
    return traits;
  }

  Outcome enter(Visit& visit) const override {
    visit.command("classify", [&](json::Writer& writer) {
      writer.key("into").begin_object();
      for (const Into& one : parts_.into) {
        writer.key(one.name).begin_array();
        for (const std::string& value : one.values) writer.text(value);
        writer.end_array();
      }
      writer.end_object();
      writer.key("from").begin_object();
      for (const std::uint32_t slot : parts_.from) {
        const Field& field = visit.layout().field(slot);
        write_in_record(visit.run().record[slot], field.type, writer.key(field.name));
      }
      writer.end_object();
    });
    return Outcome::stay();
  }

  Outcome answered(Visit& visit, const Answer& answer) const override {
    const auto given = [&](std::string_view name) {
      return answer.result ? answer.result->find(name) : std::optional<json::Node>();
    };
    const auto number = given("confidence");
    const auto sure = number ? read_answer_value(*number, Type::kNumber, visit.run().arena) : Value();
    if (sure.kind() != Value::Kind::kNumber) return fall_back(visit, "The answer tells no confidence.");
    visit.set_output(parts_.confidence_output, sure);
    if (sure.as_number() < parts_.confidence) return fall_back(visit, "The answer is not sure enough.");
    std::vector<Visit::FieldValue> fields;
    for (const Into& one : parts_.into) {
      const auto value = given(one.name);
      const std::string_view text = value && value->is(json::Kind::kText) ? value->as_text() : std::string_view();
      if (std::find(one.values.begin(), one.values.end(), text) == one.values.end()) {
        return fall_back(visit, "The answer for `" + one.name + "` is none of those allowed.");
      }
      visit.set_output(one.output, text);
      if (one.slot) fields.push_back({*one.slot, Value::text(text)});
    }
    visit.set_output(parts_.by_output, "answer");
    visit.set_fields(fields);
    return Outcome::done();
  }

 private:
  [[nodiscard]] Outcome fall_back(Visit& visit, const std::string& why) const {
    visit.trace("fallback", why);
    visit.set_output(parts_.by_output, "fallback");
    std::vector<Visit::FieldValue> fields;
    for (const auto& [index, content] : parts_.fallback) {
      const Into& one = parts_.into[index];
      const Value value = visit.value_of(content);
      if (const auto trouble = visit.trouble()) return *trouble;
      visit.set_output(one.output, value);
      if (one.slot) fields.push_back({*one.slot, value});
    }
    visit.set_fields(fields);
    return Outcome::go_or_done(parts_.otherwise);
  }

  ClassifyParts parts_;
};

void read_into(const Place& place, const Reading& reading, ClassifyParts& parts) {
  if (!place.is_object()) return;
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    Into into;
    into.name = place.node().key(i);
    into.slot = reading.layout().find(into.name);
    into.output = reading.output(into.name);
    const Place list = place.at(i);
    if (!list.is_array()) continue;
    for (std::size_t v = 0; v < list.node().size(); ++v) {
      if (const auto value = list.at(v).non_empty_text()) into.values.emplace_back(*value);
    }
    if (list.node().size() == 0) list.report("empty-list", "Here stands no value.", "at least one value");
    if (into.slot && !is_text_like(reading.layout().field(*into.slot).type)) {
      list.report("field-type", "A class is a text.", "a field of the type Text or Picklist", into.name);
    }
    parts.into.push_back(std::move(into));
  }
  if (place.node().size() == 0) place.report("empty-list", "Here stands nothing to find.", "at least one name");
}

void read_fallback(const Place& place, const Reading& reading, ClassifyParts& parts) {
  std::vector<std::string_view> names;
  for (const Into& one : parts.into) names.emplace_back(one.name);
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    const auto at = std::find(names.begin(), names.end(), place.node().key(i));
    if (at == names.end()) {
      place.at(i).report_unknown("output", place.node().key(i), names);
      continue;
    }
    const auto index = static_cast<std::uint32_t>(at - names.begin());
    Content content = reading.content(place.at(i), Type::kText);
    const auto& values = parts.into[index].values;
    const Value& literal = content.literal.value;
    if (!content.formula && !literal.is_blank() && literal.kind() == Value::Kind::kText &&
        std::find(values.begin(), values.end(), literal.as_text()) == values.end()) {
      place.at(i).report_unknown("value", literal.as_text(), {values.begin(), values.end()});
    }
    parts.fallback.emplace_back(index, std::move(content));
  }
}

}  // namespace

void outline_classify(Outline& outline, const Place& place) {
  const auto into = place.find("into");
  for (std::size_t i = 0; into && into->node().is(json::Kind::kObject) && i < into->node().size(); ++i) {
    outline.output(into->node().key(i), Type::kText);
  }
  outline.output("Confidence", Type::kNumber);
  outline.output("By", Type::kText);
}

ReadStep read_classify(const Place& place, const Reading& reading) {
  if (!place.is_object()) return nullptr;
  place.only_members({"into", "from", "confidence", "otherwise"});
  ClassifyParts parts;
  parts.confidence_output = reading.output("Confidence");
  parts.by_output = reading.output("By");
  if (const auto into = place.required("into")) read_into(*into, reading, parts);
  if (const auto from = place.find("from")) parts.from = reading.field_list(*from);
  const auto confidence = place.required("confidence");
  parts.confidence = (confidence ? confidence->number(0, 1) : std::nullopt).value_or(Decimal());
  const auto otherwise = place.find("otherwise");
  if (!otherwise) {
    place.report("no-way-on", "An answer that is not sure enough has no way on.",
                 "`otherwise` with a step, or with values that take its place");
  } else if (otherwise->node().is(json::Kind::kObject)) {
    read_fallback(*otherwise, reading, parts);
  } else {
    parts.otherwise = reading.way(*otherwise);
  }
  return std::make_unique<Classify>(std::move(parts));
}

}  // namespace signalbox::workflow
