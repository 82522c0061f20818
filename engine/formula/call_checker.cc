#include "formula/call_checker.h"

#include <string>
#include <string_view>

#include "formula/advice.h"
#include "formula/checker.h"
#include "formula/misspelling.h"
#include "formula/never_blank.h"
#include "formula/report.h"
#include "formula/type_rules.h"

namespace signalbox::formula {
namespace {

/// What a parameter takes when it takes values of one type; kAny otherwise.
Type parameter_type(char letter) {
  constexpr std::string_view kLetters = "tndsmDM";
  constexpr Type kTypes[] = {Type::kText, Type::kNumber, Type::kDate, Type::kDateTime,
                             Type::kTime, Type::kDate,   Type::kTime};
  const std::size_t at = kLetters.find(letter);
  return at == std::string_view::npos ? Type::kAny : kTypes[at];
}

}  // namespace

void CallChecker::check(Node& node) {
  const std::string_view written = ast_.slice(node.name);
  const Function* function = find_function(written.starts_with('$') ? "PRIORVALUE" : written);
  if (function == nullptr) {
    const Misspelling* known = misspelling(written);
    const std::string suggestion = known != nullptr ? std::string(known->instead) : closest(written, function_names());
    std::string sentence = "There is no function " + quoted(written) + ".";
    if (known != nullptr && !known->sentence.empty()) sentence += " " + std::string(known->sentence);
    if (!suggestion.empty()) sentence += " Did you mean `" + suggestion + "`?";
    return fail(node, "unknown-function", node.name, std::move(sentence), "a function", written, suggestion);
  }
  node.function = function;
  if (function->form == Form::kRefused) {
    return fail(node, "unsupported-function", node.name,
                "`" + std::string(function->name) + "` is not supported. " + std::string(function->sentence), {},
                written);
  }
  node.type = function->type;
  if (!count_arguments(node, *function)) return;
  arguments(node, *function);
  result_type(node, *function);
}

bool CallChecker::count_arguments(Node& node, const Function& function) {
  const bool pairs = function.form == Form::kCase;
  if (node.count >= function.least && (function.most == Function::kAny || node.count <= function.most) &&
      (!pairs || node.count % 2 == 0))
    return true;
  std::string expected = std::to_string(function.least);
  if (pairs)
    expected = "an even number from 4 on";
  else if (function.most == Function::kAny)
    expected += " or more";
  else if (function.most != function.least)
    expected += " to " + std::to_string(function.most);
  fail(node, "argument-count", node.span,
       "`" + std::string(function.signature) + "` takes " + expected + " arguments, and here are " +
           std::to_string(node.count) + ".",
       expected, std::to_string(node.count));
  return false;
}

void CallChecker::arguments(Node& node, const Function& function) {
  for (std::uint32_t i = 0; i < node.count; ++i) {
    Node& argument = ast_.nodes[ast_.children[node.first + i]];
    if (argument.failed) continue;
    const char letter = function.parameter(i);
    const bool field = letter != 'f' || (argument.kind == NodeKind::kName && argument.name_kind == NameKind::kField);
    if (field && parameter_takes(letter, argument.type)) continue;
    argument_type(node, argument, i);
  }
  if (function.constant != nullptr) constant(node, *function.constant);
  if (!node.failed && function.name == "FORMATDURATION") duration(node);
  if (!node.failed) warn_never_blank(ast_, node, scope_.blanks(), diagnostics_);
  const bool picklist = node.count == 2 && (function.parameters[0] == 'p' || function.parameters[0] == 'q');
  if (picklist) picklist_value(ast_.child(node, 0), ast_.child(node, 1));
}

void CallChecker::argument_type(Node& node, Node& argument, std::uint32_t index) {
  const char letter = node.function->parameter(index);
  const std::string suggestion = converted(ast_, argument, parameter_type(letter));
  std::string sentence = "Argument " + std::to_string(index + 1) + " of `" + std::string(node.function->name) +
                         "` takes " + article(parameter_noun(letter)) + ", and this is " +
                         (letter == 'f' ? quoted(ast_.slice(argument.span)) : article(type_name(argument.type))) + "." +
                         instead(suggestion);
  if (argument.type == Type::kMultiPicklist) sentence += picklist_advice(argument.type);
  fail(node, "argument-type", argument.span, std::move(sentence), parameter_noun(letter), type_name(argument.type),
       suggestion);
  // The other arguments are judged without it.
  argument.type = Type::kAny;
}

/// An argument that is written out can be judged now.
void CallChecker::constant(Node& node, const ConstantCheck& check) {
  if (check.argument >= node.count) return;
  const Node& written = ast_.child(node, check.argument);
  if (written.kind != NodeKind::kText) return;
  std::string sentence = check.complaint(ast_.texts[written.payload], pattern_states_);
  if (!sentence.empty())
    fail(node, check.code, written.span, std::move(sentence), check.expected, ast_.slice(written.span));
}

void CallChecker::duration(Node& node) {
  const Type first = ast_.child(node, 0).type;
  const Type wanted = second_of_duration(first);
  const Type given = node.count > 1 ? ast_.child(node, 1).type : Type::kCheckbox;
  if (fits(wanted, given)) return;
  fail(node, "argument-type", node.count > 1 ? ast_.child(node, 1).span : node.span,
       "Argument 2 of `FORMATDURATION` takes " + article(type_name(wanted)) + " where argument 1 is " +
           article(type_name(first)) + ".",
       type_name(wanted), node.count > 1 ? type_name(given) : std::string_view{});
}

void CallChecker::result_type(Node& node, const Function& function) {
  switch (function.form) {
    case Form::kCase:
      return case_type(node);
    case Form::kIn:
      return in_type(node);
    case Form::kIf:
      return unify(node, 1, 1);
    case Form::kPriorValue:
      node.type = ast_.child(node, 0).type;
      return;
    default:
      break;
  }
  if (function.result == Result::kUnified) unify(node, 0, 1);
  if (function.result == Result::kFirst) {
    node.type = ast_.child(node, 0).type;
    if (node.type == Type::kAny) node.type = function.parameter(0) == 'n' ? Type::kNumber : Type::kDate;
  }
}

/// The common type of arguments `first`, `first + step`, ... and for CASE the last.
void CallChecker::unify(Node& node, std::uint32_t first, std::uint32_t step) {
  const Node* typed = &ast_.child(node, first);
  Type type = typed->type;
  for (std::uint32_t i = first; i < node.count; i += step) {
    const Node& argument = ast_.child(node, i);
    if (!unify(node, *typed, argument, type)) return;
    if (typed->type == Type::kAny) typed = &argument;
  }
  node.type = type;
}

/// `type`, which is that of `typed`, becomes that of both; false when there is none.
bool CallChecker::unify(Node& node, const Node& typed, const Node& argument, Type& type) {
  const auto both = unified(type, argument.type);
  if (both) {
    type = *both;
    return true;
  }
  mismatch(node, "branch-types", typed, argument,
           "The results of `" + std::string(node.function->name) + "` must be of one type: " +
               article(type_name(typed.type)) + " and " + article(type_name(argument.type)) + " are not.",
           argument.span);
  return false;
}

void CallChecker::case_type(Node& node) {
  const Node& subject = ast_.child(node, 0);
  for (std::uint32_t i = 1; i + 1 < node.count; i += 2) {
    const Node& value = ast_.child(node, i);
    const bool picklist = subject.type == Type::kPicklist && (is_textual(value.type) || value.type == Type::kAny);
    if (picklist || (unified(subject.type, value.type) && is_comparable(subject.type))) {
      picklist_value(subject, value);
    } else {
      fail(node, "operand-type", value.span,
           "`CASE` compares " + article(type_name(subject.type)) + " with " + article(type_name(value.type)) + "." +
               picklist_advice(subject.type == Type::kMultiPicklist ? subject.type : Type::kAny),
           type_name(subject.type), type_name(value.type));
    }
  }
  // Results stand at 2, 4, ... and at the end.
  const Node* typed = &ast_.child(node, node.count - 1);
  Type type = typed->type;
  for (std::uint32_t i = 2; i < node.count; i += 2) {
    const Node& result = ast_.child(node, i);
    if (!unify(node, *typed, result, type)) return;
    if (typed->type == Type::kAny) typed = &result;
  }
  node.type = type;
}

void CallChecker::in_type(Node& node) {
  const Node& subject = ast_.child(node, 0);
  for (std::uint32_t i = 1; i < node.count; ++i) {
    const Node& value = ast_.child(node, i);
    const bool picklist = subject.type == Type::kPicklist && (is_textual(value.type) || value.type == Type::kAny);
    if (picklist || (unified(subject.type, value.type) && !is_picklist(value.type) && is_comparable(value.type))) {
      picklist_value(subject, value);
      continue;
    }
    fail(node, "operand-type", value.span,
         "`IN` compares " + article(type_name(subject.type)) + " with " + article(type_name(value.type)) + ".",
         type_name(subject.type), type_name(value.type));
  }
}

}  // namespace signalbox::formula
