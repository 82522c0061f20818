#include "rules/compile_condition.h"

#include <utility>

#include "formula/located.h"

namespace signalbox::rules {

namespace {

/// A date stands for its first instant.
std::optional<Instant> read_instant(const Place& place) {
  const auto text = place.text();
  if (!text) return std::nullopt;
  if (const auto date = parse_date(*text)) return Instant{date->days * kMsPerDay};
  const auto instant = parse_instant(*text);
  if (!instant) {
    place.report("bad-instant", "`" + quote_for_message(*text) + "` is neither a date nor an instant.",
                 "a date such as `2026-01-31`, or an instant such as `2026-01-31T08:00:00Z`");
  }
  return instant;
}

/// Can values of these types be equal?
bool are_comparable(Type a, Type b) {
  const auto is_text = [](Type type) { return is_textual(type) || type == Type::kPicklist; };
  return a == b || (is_numeric(a) && is_numeric(b)) || (is_text(a) && is_text(b));
}

}  // namespace

std::optional<Condition> read_cell_condition(const Place& place, const Table& table, std::uint32_t input,
                                             const formula::Scope& scope) {
  const std::string_view cell = place.node().as_text();
  const auto begin = static_cast<std::uint32_t>(cell_formula(cell)->data() - cell.data());
  auto compiled = formula::compile_at(place, scope, Type::kAny, begin);
  if (!compiled) return std::nullopt;
  const bool is_test = compiled->type() == Type::kCheckbox;
  const Type type = table.inputs[input].formula.type();
  if (compiled->type() == Type::kAny) {
    place.report("test-type", "The formula of this cell is always blank.", "`blank`, for an input without a value",
                 cell, "blank");
    return std::nullopt;
  }
  if (!is_test && !are_comparable(compiled->type(), type)) {
    place.report(
        "test-type",
        "The formula of a cell is a Checkbox formula, or a value to compare the input with, and this one is of "
        "the type " +
            std::string(type_name(compiled->type())) + ".",
        "a formula of the type Checkbox or " + std::string(type_name(type)));
    return std::nullopt;
  }
  return Condition{input, {std::move(*compiled), place.path()}, !is_test};
}

void read_validity(const Place& place, Rule& rule) {
  if (const auto enabled = place.find("enabled")) rule.is_enabled = enabled->boolean().value_or(true);
  const auto effective = place.find("effective");
  if (!effective || !effective->is_object()) return;
  effective->only_members({"from", "until"});
  if (const auto from = effective->find("from")) rule.from = read_instant(*from);
  if (const auto until = effective->find("until")) rule.until = read_instant(*until);
  if (!rule.from || !rule.until || *rule.from < *rule.until) return;
  effective->report("empty-range", "The rule is never effective: it ends before it begins.", "`from` before `until`",
                    {}, {}, Severity::kWarning);
}

}  // namespace signalbox::rules
