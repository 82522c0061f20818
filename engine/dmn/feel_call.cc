// Calls of FEEL's functions as formulas.
#include <algorithm>
#include <utility>

#include "dmn/feel_functions.h"
#include "dmn/feel_translator.h"
#include "model/reader.h"

namespace signalbox::dmn {

std::optional<Translated> Translator::call(const FeelNode& node) {
  if (node.text == "string" && node.children.size() == 1) return text_of(node);
  if (node.text == "duration" && node.children.size() == 1) return day_count(node);
  if (node.text == "list contains" && node.children.size() == 2) return membership(node);
  for (const std::string_view name : {"min", "max", "sum", "mean", "count", "all", "any", "and", "or"}) {
    if (node.text == name) return gathered(node);
  }
  const FunctionForm* form = find_function(node.text, node.children.size());
  if (!form) {
    const std::string closest = closest_name(node.text, function_names());
    if (is_function(node.text)) return unsupported(node, "`" + node.text + "` takes another number of arguments here.");
    return unsupported(node, "The function `" + quote_for_message(node.text) + "` has no equal among the formulas" +
                                 (closest.empty() ? "." : "; did you mean `" + closest + "`?"));
  }
  std::vector<std::string> arguments;
  for (const std::uint32_t child : node.children) {
    auto argument = expression(feel_.nodes[child]);
    if (argument) arguments.push_back(std::move(argument->formula));
  }
  if (arguments.size() != node.children.size()) return std::nullopt;
  return Translated{fill(form->form, arguments), form->result};
}

std::optional<Translated> Translator::text_of(const FeelNode& node) {
  const auto value = expression(feel_.child(node, 0));
  if (!value) return std::nullopt;
  switch (value->type) {
    case Type::kText:
      return *value;
    case Type::kCheckbox:
      return Translated{"IF(" + value->formula + ", \"true\", \"false\")", Type::kText};
    case Type::kNumber:
    case Type::kDate:
      return Translated{"TEXT(" + value->formula + ")", Type::kText};
    default:
      return unsupported(node, "The text of this value is not written the same way by formulas.");
  }
}

/// `duration("P3D")` is 3: formulas count the days between dates.
std::optional<Translated> Translator::day_count(const FeelNode& node) {
  const FeelNode& argument = feel_.child(node, 0);
  const std::string_view text = argument.text;
  const bool is_days = argument.kind == FeelKind::kText && text.size() >= 3 && text.size() <= 12 && text[0] == 'P' &&
                       text.back() == 'D' &&
                       std::all_of(text.begin() + 1, text.end() - 1, [](char c) { return c >= '0' && c <= '9'; });
  if (!is_days) return unsupported(node, "Formulas know durations of whole days only, such as `duration(\"P3D\")`.");
  return Translated{std::string(text.substr(1, text.size() - 2)), Type::kNumber, true};
}

/// Functions of a list, whose items must stand in the call: one by one or as one list.
std::optional<Translated> Translator::gathered(const FeelNode& node) {
  std::vector<const FeelNode*> items;
  const bool is_list = node.children.size() == 1 && feel_.child(node, 0).kind == FeelKind::kList;
  const FeelNode& holder = is_list ? feel_.child(node, 0) : node;
  for (const std::uint32_t child : holder.children) items.push_back(&feel_.nodes[child]);
  if (node.text == "count") {
    if (!is_list) return unsupported(node, "`count` needs a list that is written out.");
    return Translated{std::to_string(items.size()), Type::kNumber};
  }
  if (items.empty()) return unsupported(node, "`" + node.text + "` of an empty list is no value of a formula.");
  const auto values = all(items);
  if (!values) return std::nullopt;
  const auto joined = [&](std::string_view sign) {
    std::string text;
    for (const Translated& value : *values) text += (text.empty() ? "" : sign.data()) + parenthesised(value.formula);
    return text;
  };
  if (node.text == "sum") return Translated{parenthesised(joined(" + ")), Type::kNumber};
  if (node.text == "mean") {
    return Translated{"((" + joined(" + ") + ") / " + std::to_string(items.size()) + ")", Type::kNumber};
  }
  if (node.text == "min" || node.text == "max") {
    return Translated{(node.text == "min" ? "MIN(" : "MAX(") + joined(", ") + ")", Type::kNumber};
  }
  const bool every = node.text == "all" || node.text == "and";
  return Translated{(every ? "AND(" : "OR(") + joined(", ") + ")", Type::kCheckbox};
}

}  // namespace signalbox::dmn
