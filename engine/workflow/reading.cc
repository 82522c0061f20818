#include "workflow/reading.h"

#include <algorithm>

#include "escalation/content.h"
#include "formula/located.h"
#include "workflow/steps/kinds.h"

namespace signalbox::workflow {

bool is_text_like(Type type) {
  return type == Type::kText || type == Type::kPicklist || type == Type::kMultiPicklist || type == Type::kId;
}

std::vector<std::string_view> Reading::field_names() const {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < layout().size(); ++i) names.emplace_back(layout().field(i).name);
  return names;
}

bool Reading::is_timed(std::uint32_t slot) const { return workflow_.scope->globals()[slot - layout().size()].is_timed; }

Content Reading::content(const Place& place, Type type) const {
  return escalation::read_content(place, *workflow_.scope, type);
}

Content Reading::any_content(const Place& place) const {
  const json::Node node = place.node();
  if (node.is(json::Kind::kText) && !node.as_text().empty() && node.as_text()[0] == '=') {
    Content content;
    auto compiled = formula::compile_at(place, *workflow_.scope, Type::kAny, 1);
    if (compiled) content.formula = rules::PlacedFormula{std::move(*compiled), place.path()};
    return content;
  }
  const Type type = node.is(json::Kind::kBool)     ? Type::kCheckbox
                    : node.is(json::Kind::kNumber) ? Type::kNumber
                                                   : Type::kText;
  return content(place, type);
}

std::optional<Content> Reading::find_content(const Place& object, std::string_view name, Type type) const {
  const auto member = object.find(name);
  return member ? std::optional(content(*member, type)) : std::nullopt;
}

std::optional<rules::PlacedFormula> Reading::formula(const Place& place, Type type) const {
  auto compiled = formula::compile_at(place, *workflow_.scope, type);
  if (!compiled) return std::nullopt;
  return rules::PlacedFormula{std::move(*compiled), place.path()};
}

std::vector<FieldContent> Reading::fields(const Place& place) const {
  std::vector<FieldContent> fields;
  if (!place.is_object()) return fields;
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    const Place member = place.at(i);
    const std::string_view name = place.node().key(i);
    member.mention_member(name);
    if (const auto slot = layout().find(name)) {
      fields.push_back({*slot, content(member, layout().field(*slot).type)});
    } else {
      member.report_unknown("field", name, field_names());
    }
  }
  return fields;
}

std::optional<std::uint32_t> Reading::field(const Place& place) const {
  const auto name = place.non_empty_text();
  if (!name) return std::nullopt;
  place.mention_formula();
  const auto slot = layout().find(*name);
  if (slot) return slot;
  place.report_unknown("field", *name, field_names());
  return std::nullopt;
}

std::vector<std::uint32_t> Reading::field_list(const Place& place) const {
  std::vector<std::uint32_t> slots;
  if (!place.is_array()) return slots;
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    if (const auto slot = field(place.at(i))) slots.push_back(*slot);
  }
  if (place.node().size() == 0) place.report("empty-list", "Here stands no field.", "at least one field");
  return slots;
}

std::vector<NamedContent> Reading::named(const Place& place) const {
  std::vector<NamedContent> named;
  if (!place.is_object()) return named;
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    named.push_back({std::string(place.node().key(i)), any_content(place.at(i))});
  }
  return named;
}

Recipient Reading::recipient(const Place& place) const {
  Recipient recipient;
  if (!place.node().is(json::Kind::kArray)) {
    recipient.push_back(content(place, Type::kText));
    return recipient;
  }
  for (std::size_t i = 0; i < place.node().size(); ++i) recipient.push_back(content(place.at(i), Type::kText));
  if (recipient.empty()) place.report("empty-list", "Here stands nobody.", "at least one name");
  return recipient;
}

std::optional<Way> Reading::way(const Place& place) const {
  const auto id = place.non_empty_text();
  if (!id) return std::nullopt;
  if (*id == kEnd) return Way{};
  const OutlineStep& own = outline_.steps()[step_];
  std::vector<std::string_view> names;
  const auto& all = outline_.steps();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].is_compensation || all[i].block != own.block) continue;
    if (all[i].id == *id) return Way{static_cast<std::uint32_t>(i)};
    names.emplace_back(all[i].id);
  }
  const bool is_elsewhere = std::any_of(all.begin(), all.end(), [&](const OutlineStep& one) { return one.id == *id; });
  if (is_elsewhere) {
    place.report("step-of-another-block",
                 "The step `" + std::string(*id) + "` is in another block; a way leads to a step of the same block.",
                 "a step of the same block, or `end`, which ends the block");
    return std::nullopt;
  }
  names.push_back(kEnd);
  place.report_unknown("step", *id, names);
  return std::nullopt;
}

std::optional<Way> Reading::find_way(const Place& object, std::string_view name) const {
  const auto member = object.find(name);
  return member ? way(*member) : std::nullopt;
}

std::optional<std::uint32_t> Reading::block(const Place& place) const {
  const auto& blocks = outline_.blocks();
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (blocks[i].path == place.path()) return static_cast<std::uint32_t>(i);
  }
  return std::nullopt;
}

std::optional<std::uint32_t> Reading::decision(const Place& place) const {
  const auto name = place.non_empty_text();
  if (!name) return std::nullopt;
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < around_.decisions.size(); ++i) {
    if (around_.decisions[i].name == *name) return static_cast<std::uint32_t>(i);
    names.emplace_back(around_.decisions[i].name);
  }
  place.report_unknown("decision", *name, names);
  return std::nullopt;
}

std::optional<std::uint32_t> Reading::policy(const Place& place) const {
  const auto name = place.non_empty_text();
  if (!name) return std::nullopt;
  const auto at = std::find(around_.policies.begin(), around_.policies.end(), *name);
  if (at != around_.policies.end()) return static_cast<std::uint32_t>(at - around_.policies.begin());
  place.report_unknown("policy", *name, around_.policies);
  return std::nullopt;
}

std::optional<std::int64_t> Reading::duration(const Place& place) const {
  const auto text = place.text();
  const auto ms = text ? parse_duration_ms(*text) : std::nullopt;
  if (text && !ms) {
    place.report("bad-duration", "`" + quote_for_message(*text) + "` is not a duration.", "a duration such as `4h`");
  }
  return ms;
}

std::optional<Lapse> Reading::lapse(const Place& place) const {
  Lapse lapse;
  if (!place.node().is(json::Kind::kObject)) {
    const auto ms = duration(place);
    lapse.ms = ms.value_or(0);
    return ms ? std::optional(lapse) : std::nullopt;
  }
  place.only_members({"for", "hours"});
  const auto length = place.required("for");
  lapse.ms = (length ? duration(*length) : std::nullopt).value_or(0);
  if (const auto hours = place.find("hours")) lapse.hours = hours->non_empty_text().value_or(std::string_view());
  return lapse;
}

std::optional<Lapse> Reading::find_lapse(const Place& object, std::string_view name) const {
  const auto member = object.find(name);
  return member ? lapse(*member) : std::nullopt;
}

std::uint32_t Reading::output(std::string_view name) const {
  const auto& own = outputs();
  const auto at = std::find_if(own.begin(), own.end(), [&](const Field& one) { return one.name == name; });
  return workflow_.steps[step_].first_output + static_cast<std::uint32_t>(at - own.begin());
}

}  // namespace signalbox::workflow
