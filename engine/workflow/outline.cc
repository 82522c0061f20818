#include "workflow/outline.h"

#include <algorithm>

#include "base/unicode.h"
#include "workflow/limits.h"
#include "workflow/steps/kinds.h"

namespace signalbox::workflow {

namespace {

bool is_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

}  // namespace

void Outline::read(const Place& place) { read_block(place, std::nullopt); }

void Outline::output(std::string_view name, Type type) {
  Field field;
  field.name = name;
  field.type = type;
  steps_[current_].outputs.push_back(std::move(field));
}

void Outline::outputs(const Place& place) {
  if (!place.is_object()) return;
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    const Place member = place.at(i);
    const std::string_view name = place.node().key(i);
    const auto text = member.text();
    const auto type = text ? parse_type(*text) : std::nullopt;
    if (!is_name(name)) {
      member.report("bad-name", "`" + quote_for_message(name) + "` cannot be the name of a value.",
                    "letters, digits and `_`", quote_for_message(name));
    } else if (text && !type) {
      member.report_unknown("type", *text, {"Text", "Number", "Checkbox", "Date", "DateTime", "Time", "Id"});
    } else if (type) {
      output(name, *type);
    }
  }
}

void Outline::decision(std::string_view name) {
  for (const rules::Table& table : decisions_) {
    if (table.name != name) continue;
    for (std::uint32_t i = 0; i < table.outputs.size(); ++i) {
      output(table.outputs[i].name, table.yields_lists() ? Type::kText : table.output_type(i));
    }
  }
}

void Outline::block(const Place& place) {
  const std::size_t owner = current_;
  read_block(place, owner);
  current_ = owner;
}

void Outline::read_block(const Place& place, std::optional<std::size_t> owner) {
  if (!place.is_array()) return;
  const std::size_t block = blocks_.size();
  blocks_.push_back({place.path(), {}, owner});
  if (owner && place.node().size() == 0) {
    place.report("empty-block", "A block without steps does nothing.", "at least one step");
  }
  for (std::size_t i = 0; i < place.node().size(); ++i) read_step(place.at(i), block);
}

void Outline::read_step(const Place& place, std::size_t block) {
  if (!place.is_object()) return;
  const std::string id = read_id(place);
  const auto step = add(place, id, block, false);
  if (!step) return;
  blocks_[block].steps.push_back(*step);
  if (const auto undo = place.find("compensate")) read_compensation(*undo, id);
}

std::string Outline::read_id(const Place& place) {
  const auto member = place.required("id");
  const auto id = member ? member->non_empty_text() : std::nullopt;
  if (!id) return {};
  if (!is_name(*id) || *id == kEnd) {
    member->report("bad-name", "`" + quote_for_message(*id) + "` cannot be the id of a step.",
                   "letters, digits, `_` and `-`; not `end`", quote_for_message(*id));
  }
  return claim(*member, std::string(*id)) ? std::string(*id) : std::string();
}

bool Outline::claim(const Place& place, const std::string& id) {
  std::string lower = unicode::ascii_lower(id);
  if (std::find(ids_.begin(), ids_.end(), lower) == ids_.end()) {
    ids_.push_back(std::move(lower));
    return true;
  }
  place.report("duplicate-step", "The step id `" + quote_for_message(id) + "` is taken; case does not matter.",
               "an id of its own");
  return false;
}

void Outline::read_compensation(const Place& place, const std::string& id) {
  if (!place.is_object()) return;
  const std::string own = id + "-undo";
  if (!id.empty() && !claim(place, own)) return;
  const auto step = add(place, own, 0, true);
  if (!step || steps_[*step].kind->compensates) return;
  place.report("step-kind", "This kind of step takes nothing back.",
               "one of `set`, `call`, `notify`, `instruct`, `handoff`", std::string(steps_[*step].kind->name));
}

std::optional<std::size_t> Outline::add(const Place& place, std::string id, std::size_t block, bool is_compensation) {
  if (steps_.size() >= limits::kMaxSteps) {
    if (steps_.size() == limits::kMaxSteps) {
      place.report("too-many", "A workflow has at most " + std::to_string(limits::kMaxSteps) + " steps.",
                   "at most " + std::to_string(limits::kMaxSteps) + " steps");
    }
    return std::nullopt;
  }
  const KindEntry* kind = nullptr;
  std::size_t found = 0;
  for (const KindEntry& entry : kinds()) {
    if (!place.find(entry.name)) continue;
    kind = &entry;
    ++found;
  }
  if (found != 1) {
    place.report("step-kind", "A step is of one kind.", "one member that names the kind, such as `decide` or `wait`",
                 found == 0 ? "none" : std::to_string(found) + " of them");
    return std::nullopt;
  }
  const std::size_t step = steps_.size();
  steps_.push_back({place, *place.find(kind->name), std::move(id), kind, block, is_compensation, {}});
  current_ = step;
  if (kind->outline) kind->outline(*this, Place(steps_[step].payload));
  return step;
}

}  // namespace signalbox::workflow
