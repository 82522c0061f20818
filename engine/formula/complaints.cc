#include "formula/complaints.h"

#include <optional>

#include "base/limits.h"
#include "formula/advice.h"
#include "formula/report.h"

namespace signalbox::formula {

void Complaints::fail(Node& node, std::string_view code, Span span, std::string sentence, std::string_view expected,
                      std::string_view found, std::string_view suggestion) {
  node.failed = true;
  report(diagnostics_, code, span, std::move(sentence), expected, found, suggestion);
}

void Complaints::mismatch(Node& node, std::string_view code, const Node& a, const Node& b, std::string sentence,
                          Span span) {
  const auto change = conversion(ast_, a, b);
  if (change) sentence += instead(change->suggestion);
  fail(node, code, change ? change->node->span : span, std::move(sentence), type_name(a.type), type_name(b.type),
       change ? change->suggestion : std::string());
}

void Complaints::picklist_value(const Node& field, const Node& value) {
  const Node* name = picklist_field(ast_, field);
  if (name == nullptr || value.kind != NodeKind::kText) return;
  const std::vector<std::string>& values = scope_.layout().field(name->slot).values;
  const std::string& text = ast_.texts[value.payload];
  if (values.empty() || text.empty()) return;
  std::vector<std::string_view> names(values.begin(), values.end());
  for (const std::string_view name : names) {
    if (name == text) return;
  }
  report(diagnostics_, "not-in-picklist", value.span,
         "The picklist " + quoted(ast_.slice(name->name)) + " has no value " + quoted(text) + ".",
         "a value of the picklist", text, closest(text, names), Severity::kWarning);
}

std::string Complaints::closest(std::string_view name, const std::vector<std::string_view>& candidates) const {
  return reported_ + diagnostics_.size() < limits::kMaxSuggestions ? closest_name(name, candidates) : std::string();
}

std::string Complaints::article(std::string_view noun) { return "`" + std::string(noun) + "`"; }

std::string Complaints::picklist_advice(Type type) {
  if (type == Type::kPicklist) return " A picklist is read with ISPICKVAL, CASE or TEXT.";
  return type == Type::kMultiPicklist ? " A multi-select picklist is read with INCLUDES." : "";
}

std::string Complaints::instead(const std::string& suggestion) {
  return suggestion.empty() ? "" : " Write `" + suggestion + "`.";
}

}  // namespace signalbox::formula
