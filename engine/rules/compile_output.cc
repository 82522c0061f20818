#include "rules/compile_output.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/limits.h"
#include "base/unicode.h"
#include "formula/located.h"
#include "rules/literal.h"

namespace signalbox::rules {

namespace {

constexpr std::string_view kOutputTypes =
    "Text, Number, Currency, Percent, Checkbox, Date, DateTime, Time, Picklist or Id";

void read_output_type(const Place& place, Output& output) {
  const auto name = place.text();
  if (!name) return;
  const auto type = parse_type(*name);
  if (!type || *type == Type::kMultiPicklist || *type == Type::kLocation || *type == Type::kAny) {
    place.report("unknown-type", "`" + quote_for_message(*name) + "` is not a type that an output can have.",
                 std::string(kOutputTypes));
    return;
  }
  output.type = *type;
}

std::optional<Literal> wrong_literal(const Place& place, Type type) {
  place.report("output-type",
               "This output is of the type " + std::string(type_name(type)) + ", and the cell holds another.",
               std::string(literal_example(type)) + ", `null`, or a formula after `=`");
  return std::nullopt;
}

std::optional<Literal> text_literal(const Place& place, const Output& output) {
  const std::string_view text = place.node().as_text();
  if (!takes_text_literal(output.type)) {
    // Dates and times have no JSON form of their own.
    const bool spelled = !is_numeric(output.type) && output.type != Type::kCheckbox;
    const auto value = spelled ? read_literal(text, output.type) : std::nullopt;
    return value ? std::optional(Literal{*value, nullptr}) : wrong_literal(place, output.type);
  }
  return Literal::of_text(std::string(text));
}

std::optional<Literal> read_literal_cell(const Place& place, const Output& output) {
  const json::Node node = place.node();
  switch (node.kind()) {
    case json::Kind::kNull:
      return Literal{};
    case json::Kind::kText:
      return text_literal(place, output);
    case json::Kind::kBool:
      if (output.type == Type::kCheckbox) return Literal{Value::checkbox(node.as_bool()), nullptr};
      break;
    case json::Kind::kNumber:
      if (is_numeric(output.type)) {
        if (const auto number = Decimal::parse(node.as_text())) return Literal{Value::number(*number), nullptr};
      }
      break;
    case json::Kind::kArray:
    case json::Kind::kObject:
      break;
  }
  return wrong_literal(place, output.type);
}

void read_allowed_value(const Place& place, Output& output) {
  if (place.node().is(json::Kind::kNull)) {
    place.report("output-type", "An allowed value must not be blank.", std::string(literal_example(output.type)));
    return;
  }
  auto literal = read_literal_cell(place, output);
  if (!literal) return;
  if (output.rank_of(literal->value) != kUnranked) {
    place.report("duplicate-value", "This value is listed twice.", "each value once");
    return;
  }
  output.values.push_back(std::move(*literal));
}

void read_allowed_values(const Place& place, Output& output) {
  if (!place.is_array() || output.type == Type::kAny) return;
  const std::size_t count = place.node().size();
  if (count == 0 || count > limits::kMaxOutputValues) {
    place.report("value-count",
                 "An output has 1 to " + std::to_string(limits::kMaxOutputValues) +
                     " allowed values; without `values` it takes any.",
                 "1 to " + std::to_string(limits::kMaxOutputValues) + " values", std::to_string(count));
    return;
  }
  for (std::size_t i = 0; i < count; ++i) read_allowed_value(place.at(i), output);
}

Output read_output(const Place& place) {
  Output output;
  output.type = Type::kAny;
  if (!place.is_object()) return output;
  place.only_members({"name", "type", "values", "label"});
  if (const auto label = place.find("label")) (void)label->text();
  if (const auto member = place.required("name")) {
    if (const auto name = member->non_empty_text()) output.name = *name;
  }
  if (const auto member = place.required("type")) read_output_type(*member, output);
  if (const auto member = place.find("values")) read_allowed_values(*member, output);
  return output;
}

/// The rank of a literal among the allowed values; nullopt, reported, when it is none of them.
std::optional<std::uint32_t> allowed_rank(const Place& place, const Output& output, const Value& value) {
  if (output.values.empty() || value.kind() == Value::Kind::kBlank) return kUnranked;
  const std::uint32_t rank = output.rank_of(value);
  if (rank != kUnranked) return rank;
  std::vector<std::string_view> names;
  for (const Literal& allowed : output.values) {
    if (allowed.storage) names.push_back(allowed.value.as_text());
  }
  const auto suggestion = value.kind() == Value::Kind::kText ? closest_name(value.as_text(), names) : std::string();
  place.report("output-value", "The output `" + quote_for_message(output.name) + "` does not allow this value.",
               "one of the output's `values`", {}, suggestion);
  return std::nullopt;
}

/// The formula after the `=` of a text cell.
std::optional<formula::Formula> read_formula_cell(const Place& place, const Output& output,
                                                  const formula::Scope& scope) {
  const Type expected = output.type == Type::kPicklist || output.type == Type::kId ? Type::kText : output.type;
  return formula::compile_at(place, scope, expected, 1);
}

std::optional<OutputCell> read_output_cell(const Place& place, const Output& output, const formula::Scope& scope) {
  OutputCell cell;
  const json::Node node = place.node();
  if (node.is(json::Kind::kText) && !node.as_text().empty() && node.as_text()[0] == '=') {
    cell.formula = read_formula_cell(place, output, scope);
    return cell.formula ? std::optional(std::move(cell)) : std::nullopt;
  }
  if (output.type == Type::kAny) return cell;  // the output itself is wrong and has been reported
  auto literal = read_literal_cell(place, output);
  if (!literal) return std::nullopt;
  const auto rank = allowed_rank(place, output, literal->value);
  if (!rank) return std::nullopt;
  cell.rank = *rank;
  cell.literal = std::move(*literal);
  return cell;
}

}  // namespace

bool has_cells(const Place& place, std::size_t columns, std::string_view column) {
  if (!place.is_array()) return false;
  const std::size_t cells = place.node().size();
  if (cells == columns) return true;
  place.report("cell-count",
               "The decision has " + counted(columns, column) + ", and here " + (cells == 1 ? "is " : "are ") +
                   counted(cells, "cell") + ".",
               counted(columns, "cell"), std::to_string(cells));
  return false;
}

std::vector<Output> read_outputs(const Place& place) {
  std::vector<Output> outputs;
  if (!place.is_array()) return outputs;
  const std::size_t count = place.node().size();
  if (count == 0 || count > limits::kMaxColumns) {
    place.report("output-count",
                 "A decision needs at least one output and has at most " + std::to_string(limits::kMaxColumns) + ".",
                 "1 to " + std::to_string(limits::kMaxColumns) + " outputs", std::to_string(count));
    return outputs;
  }
  for (std::size_t i = 0; i < count; ++i) {
    Output output = read_output(place.at(i));
    const bool repeated = std::any_of(outputs.begin(), outputs.end(), [&](const Output& other) {
      return !output.name.empty() && unicode::equals_ignoring_ascii_case(other.name, output.name);
    });
    if (repeated) {
      place.at(i).report("duplicate-name", "The output `" + quote_for_message(output.name) + "` is listed twice.",
                         "each output once", output.name);
    }
    outputs.push_back(std::move(output));
  }
  return outputs;
}

std::optional<std::vector<OutputCell>> read_output_row(const Place& place, const std::vector<Output>& outputs,
                                                       const formula::Scope& scope) {
  if (!has_cells(place, outputs.size(), "output")) return std::nullopt;
  std::vector<OutputCell> row;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (auto cell = read_output_cell(place.at(i), outputs[i], scope)) row.push_back(std::move(*cell));
  }
  if (row.size() != outputs.size()) return std::nullopt;
  return row;
}

void gather_texts(std::vector<OutputCell>& cells) {
  std::map<std::string_view, std::size_t> offsets;
  std::string all;
  for (const OutputCell& cell : cells) {
    if (cell.literal.storage && offsets.emplace(cell.literal.value.as_text(), all.size()).second) {
      all += cell.literal.value.as_text();
    }
  }
  const auto storage = std::make_shared<const std::string>(std::move(all));
  // The keys of `offsets` view texts that go only when the last cell has been moved.
  std::vector<Literal> moved;
  moved.reserve(cells.size());
  for (OutputCell& cell : cells) {
    Literal literal = cell.literal;
    if (literal.storage) {
      const std::string_view text = literal.value.as_text();
      literal = {Value::text(std::string_view(*storage).substr(offsets.find(text)->second, text.size())), storage};
    }
    moved.push_back(std::exchange(cell.literal, std::move(literal)));
  }
}

}  // namespace signalbox::rules
