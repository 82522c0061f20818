// `split`: a record for each item of a list, linked to this one.
#include <algorithm>

#include "workflow/limits.h"
#include "workflow/steps/kinds.h"
#include "workflow/steps/recipient.h"
#include "workflow/visit.h"

namespace signalbox::workflow {

namespace {

struct SplitParts {
  Content over;
  std::string object;
  std::vector<NamedContent> set;
  std::string item_field;
  bool waits = false;
  std::uint32_t children = 0;
};

/// `notes`: the keys of the children that are not yet made, then the children that are not yet closed.
class Split final : public StepKind {
 public:
  explicit Split(SplitParts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] Traits traits() const override {
    Traits traits;
    traits.waits = true;
    traits.commands = true;
    return traits;
  }

  Outcome enter(Visit& visit) const override {
    const std::vector<std::string> items = split_list(visit.text_of(parts_.over));
    std::vector<Value> values;
    for (const NamedContent& one : parts_.set) values.push_back(visit.value_of(one.content));
    if (const auto trouble = visit.trouble()) return *trouble;
    if (items.size() > limits::kMaxItems) {
      return Outcome::fail("too-many-items", "The list has " + std::to_string(items.size()) + " items, and at most " +
                                                 std::to_string(limits::kMaxItems) + " are allowed.");
    }
    visit.set_output(parts_.children, Value::text({}));
    for (const std::string& item : items) {
      visit.command("create", [&](json::Writer& writer) {
        writer.key("object").text(parts_.object);
        writer.key("parent").text(visit.run().id);
        writer.key("fields").begin_object();
        if (!parts_.item_field.empty()) writer.key(parts_.item_field).text(item);
        for (std::size_t i = 0; i < values.size(); ++i) {
          write_in_record(values[i], Type::kAny, writer.key(parts_.set[i].name));
        }
        writer.end_object();
      });
      Token& token = visit.token();
      token.notes.push_back('#' + std::to_string(token.commands - 1));
    }
    return items.empty() ? Outcome::done() : Outcome::stay();
  }

  Outcome answered(Visit& visit, const Answer& answer) const override {
    const auto id = answer.result ? answer.result->find("id") : std::nullopt;
    auto& notes = visit.token().notes;
    const auto made = std::find(notes.begin(), notes.end(), '#' + std::string(answer.word));
    if (made == notes.end()) return Outcome::stay();
    if (!id || !id->is(json::Kind::kText) || id->as_text().empty()) {
      return Outcome::fail("bad-answer", "The answer has no `id` of the record that was created.");
    }
    notes.erase(made);
    const std::string child(id->as_text());
    notes.push_back('+' + child);
    visit.run().open_children.push_back(child);
    const Value known = visit.output(parts_.children);
    const std::string all = known.is_blank() ? child : std::string(known.as_text()) + ";" + child;
    visit.set_output(parts_.children, all);
    return look(visit);
  }

  Outcome happened(Visit& visit, Happening happening, const Answer& about) const override {
    if (happening != Happening::kChildClosed) return Outcome::stay();
    auto& notes = visit.token().notes;
    const auto closed = std::find(notes.begin(), notes.end(), '+' + std::string(about.by));
    if (closed == notes.end()) return Outcome::stay();
    notes.erase(closed);
    return look(visit);
  }

 private:
  [[nodiscard]] Outcome look(const Visit& visit) const {
    const auto& notes = visit.token().notes;
    const bool is_open = std::any_of(notes.begin(), notes.end(),
                                     [&](const std::string& note) { return parts_.waits || note[0] == '#'; });
    return is_open ? Outcome::stay() : Outcome::done();
  }

  SplitParts parts_;
};

}  // namespace

void outline_split(Outline& outline, const Place& /*place*/) { outline.output("Children", Type::kText); }

ReadStep read_split(const Place& place, const Reading& reading) {
  if (!place.is_object()) return nullptr;
  place.only_members({"over", "object", "itemField", "set", "wait"});
  SplitParts parts;
  const auto over = place.required("over");
  const auto object = place.required("object");
  if (over) parts.over = reading.content(*over, Type::kText);
  if (object) parts.object = object->non_empty_text().value_or(std::string_view());
  if (const auto field = place.find("itemField"))
    parts.item_field = field->non_empty_text().value_or(std::string_view());
  if (const auto set = place.find("set")) parts.set = reading.named(*set);
  for (const NamedContent& one : parts.set) {
    if (one.name == parts.item_field) {
      place.find("set")->report("duplicate-name", "The item goes into this field already.", "another field", one.name);
    }
  }
  if (const auto wait = place.find("wait")) parts.waits = wait->boolean().value_or(false);
  parts.children = reading.output("Children");
  return std::make_unique<Split>(std::move(parts));
}

}  // namespace signalbox::workflow
