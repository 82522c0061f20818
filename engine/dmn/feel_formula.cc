#include "dmn/feel_formula.h"

#include <algorithm>
#include <utility>

#include "dmn/feel_literal.h"
#include "dmn/feel_translator.h"
#include "formula/parser.h"
#include "formula/printer.h"
#include "model/json_writer.h"

namespace signalbox::dmn {

namespace {

void add_names(const Variable& variable, FeelNames& names) {
  names.push_back(variable.name);
  for (const Variable& part : variable.parts) add_names(part, names);
}

/// The `3` of `? != 3`, which a blank passes as it passes `not(3)`; nullptr for any other test.
const FeelNode* unlike_operand(const Feel& feel, const FeelNode& node) {
  const bool is_unlike = node.op == FeelOperator::kNotEqual;
  if (is_unlike && node.kind == FeelKind::kTest) return &feel.child(node, 0);
  const bool asks_input = is_unlike && node.kind == FeelKind::kBinary && feel.child(node, 0).kind == FeelKind::kInput;
  return asks_input ? &feel.child(node, 1) : nullptr;
}

/// One test of a cell, made of literals only: `3`, `< 3`, `[1..3)`, `? > 3`.
std::optional<std::string> literal_test(const Feel& feel, const FeelNode& node) {
  if (const auto literal = literal_of(feel, node)) return test_text(*literal);
  const auto operand = [&](std::size_t index) -> std::optional<std::string> {
    const auto literal = literal_of(feel, feel.child(node, index));
    if (!literal || literal->type == Type::kAny) return std::nullopt;
    return test_text(*literal);
  };
  if (unlike_operand(feel, node)) return std::nullopt;  // alone it is `not(...)`, among others a condition
  if (node.kind == FeelKind::kTest) {
    const auto bound = operand(0);
    if (!bound) return std::nullopt;
    return std::string(operator_text(node.op)) + " " + *bound;
  }
  if (node.kind == FeelKind::kBinary && feel.child(node, 0).kind == FeelKind::kInput &&
      node.op >= FeelOperator::kEqual && node.op <= FeelOperator::kGreaterOrEqual) {
    const auto bound = operand(1);
    if (!bound) return std::nullopt;
    return std::string(operator_text(node.op)) + " " + *bound;
  }
  if (node.kind != FeelKind::kRange) return std::nullopt;
  const auto low = operand(0);
  const auto high = operand(1);
  if (!low || !high) return std::nullopt;
  return (node.low_open ? "(" : "[") + *low + ".." + *high + (node.high_open ? ")" : "]");
}

/// All tests of a cell, when they are made of literals only.
std::optional<std::string> literal_cell(const Feel& feel) {
  const FeelNode& root = feel.root();
  if (const FeelNode* operand =
          root.children.size() == 1 && !root.negated ? unlike_operand(feel, feel.nodes[root.children[0]]) : nullptr) {
    const auto literal = literal_of(feel, *operand);
    return literal ? std::optional("not(" + test_text(*literal) + ")") : std::nullopt;
  }
  std::string tests;
  const auto add = [&](const FeelNode& node) {
    const auto one = literal_test(feel, node);
    if (one) tests += (tests.empty() ? "" : ", ") + *one;
    return one.has_value();
  };
  for (const std::uint32_t child : root.children) {
    const FeelNode& node = feel.nodes[child];
    // `["a", "b"]` as a test is one of its items, as `"a", "b"` is.
    const bool is_list = node.kind == FeelKind::kList && !node.children.empty();
    const bool good = is_list ? std::all_of(node.children.begin(), node.children.end(),
                                            [&](std::uint32_t item) { return add(feel.nodes[item]); })
                              : add(node);
    if (!good) return std::nullopt;
  }
  return root.negated ? "not(" + tests + ")" : tests;
}

std::string json_text(std::string_view text) {
  std::string json;
  json::append_quoted(text, json);
  return json;
}

/// A tree that came with errors is translated no further: one report is enough.
bool has_new_errors(const Diagnostics& diagnostics, std::size_t before) { return diagnostics.size() > before; }

}  // namespace

void Vocabulary::add(Variable variable) {
  variables_.push_back(std::make_unique<const Variable>(std::move(variable)));
  add_names(*variables_.back(), names_);
}

const Variable* Vocabulary::find(std::string_view name) const {
  for (const auto& variable : variables_) {
    if (variable->name == name) return variable.get();
  }
  return nullptr;
}

std::vector<std::string_view> Vocabulary::variable_names() const {
  std::vector<std::string_view> names;
  for (const auto& variable : variables_) names.push_back(variable->name);
  return names;
}

std::string canonical_formula(std::string_view formula) {
  Diagnostics diagnostics;
  const formula::Ast ast = formula::parse(formula, diagnostics);
  return diagnostics.empty() ? formula::print(ast) : std::string(formula);
}

std::optional<Translated> translate_expression(std::string_view text, const Vocabulary& vocabulary,
                                               Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.size();
  const Feel feel = parse_expression(text, vocabulary.names(), diagnostics);
  if (has_new_errors(diagnostics, before)) return std::nullopt;
  auto translated = Translator(feel, vocabulary, nullptr, diagnostics).expression(feel.root());
  if (translated) translated->formula = canonical_formula(translated->formula);
  return translated;
}

std::optional<std::string> translate_cell(std::string_view text, const Translated& input, const Vocabulary& vocabulary,
                                          Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.size();
  const Feel feel = parse_unary_tests(text, vocabulary.names(), diagnostics);
  if (has_new_errors(diagnostics, before)) return std::nullopt;
  if (feel.root().kind == FeelKind::kAny) return "-";
  if (auto literals = literal_cell(feel)) return literals;
  const auto condition = Translator(feel, vocabulary, &input, diagnostics).cell(feel.root(), input);
  if (!condition) return std::nullopt;
  return "= " + canonical_formula(feel.root().negated ? "NOT(" + condition->formula + ")" : condition->formula);
}

std::optional<OutputEntry> translate_output(std::string_view text, const Vocabulary& vocabulary,
                                            Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.size();
  const Feel feel = parse_expression(text, vocabulary.names(), diagnostics);
  if (has_new_errors(diagnostics, before)) return std::nullopt;
  if (const auto literal = literal_of(feel, feel.root())) return OutputEntry{cell_json(*literal), literal->type};
  const auto translated = Translator(feel, vocabulary, nullptr, diagnostics).expression(feel.root());
  if (!translated) return std::nullopt;
  OutputEntry entry{{}, translated->type};
  json::append_quoted("= " + canonical_formula(translated->formula), entry.json);
  return entry;
}

namespace {

/// The literals of a list of allowed values; nullopt when it holds anything else.
std::optional<std::vector<FeelLiteral>> literals_of(std::string_view text) {
  Diagnostics diagnostics;
  const Feel feel = parse_unary_tests(text, {}, diagnostics);
  if (!diagnostics.empty() || feel.root().kind != FeelKind::kTests || feel.root().negated) return std::nullopt;
  std::vector<FeelLiteral> literals;
  for (const std::uint32_t child : feel.root().children) {
    auto literal = literal_of(feel, feel.nodes[child]);
    if (!literal || literal->type == Type::kAny) return std::nullopt;
    literals.push_back(std::move(*literal));
  }
  return literals;
}

}  // namespace

std::optional<std::vector<std::string>> text_values(std::string_view text) {
  auto literals = literals_of(text);
  if (!literals) return std::nullopt;
  std::vector<std::string> values;
  for (FeelLiteral& literal : *literals) {
    if (literal.type != Type::kText) return std::nullopt;
    values.push_back(std::move(literal.text));
  }
  return values;
}

std::optional<std::string> translate_values(std::string_view text) {
  const auto literals = literals_of(text);
  if (!literals) return std::nullopt;
  std::string items;
  for (const FeelLiteral& literal : *literals) {
    items += (items.empty() ? "" : ",") + (literal.type == Type::kText ? json_text(literal.text) : cell_json(literal));
  }
  return items;
}

}  // namespace signalbox::dmn
