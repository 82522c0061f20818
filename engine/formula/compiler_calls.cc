#include "formula/compiler_parts.h"

namespace signalbox::formula {

void Compiler::call(const Node& node) {
  switch (node.function->form) {
    case Form::kIf:
      return call_if(node);
    case Form::kCase:
      return call_case(node);
    case Form::kIn:
      return call_in(node);
    case Form::kIfError:
      return call_iferror(node);
    case Form::kBlankValue:
    case Form::kNullValue:
      return call_blankvalue(node);
    case Form::kIsBlank:
      value(child(node, 0));
      emit(make(Code::kIsBlank), 0);
      return;
    case Form::kIsNull:
      return call_isnull(node);
    case Form::kPriorValue:
      return prior(Code::kLoadPrior, ast_.child(node, 0));
    case Form::kIsChanged:
      return prior(Code::kIsChanged, ast_.child(node, 0));
    case Form::kIsNew:
      emit(make(Code::kIsNew), 1);
      return;
    case Form::kIsClone:
      emit(make(Code::kIsClone), 1);
      return;
    case Form::kNow:
      emit(make(Code::kNow), 1);
      return;
    case Form::kToday:
      emit(make(Code::kToday), 1);
      return;
    case Form::kTimeNow:
      emit(make(Code::kTimeNow), 1);
      return;
    default:
      return call_strict(node);
  }
}

void Compiler::call_strict(const Node& node) {
  if (const Node& inner = slot_behind_text(node); &inner != &node) return value(child(node, 0));
  if (node.function->name == "REGEX" && call_constant_pattern(node)) return;
  for (std::uint32_t i = 0; i < node.count; ++i) value(child(node, i));
  call_function_of(*node.function, node.count);
}

void Compiler::call_function_of(const Function& function, std::uint32_t count) {
  Instruction instruction = make(Code::kCall, static_cast<std::uint32_t>(program_->functions.size()));
  instruction.count = count;
  program_->functions.push_back(&function);
  emit(instruction, 1 - static_cast<int>(count));
}

bool Compiler::call_constant_pattern(const Node& node) {
  if (!is_constant(child(node, 1)) || constant(child(node, 1)).kind() != Value::Kind::kText) return false;
  Diagnostics diagnostics;
  auto pattern = regex::Pattern::compile(constant(child(node, 1)).as_text(), diagnostics);
  if (!pattern) return false;
  value(child(node, 0));
  emit(make(Code::kMatch, static_cast<std::uint32_t>(program_->patterns.size())), 0);
  program_->patterns.push_back(std::move(*pattern));
  return true;
}

void Compiler::prior(Code code, const Node& field) {
  Instruction instruction = make(code, field.slot);
  if (field.type == Type::kId) instruction.as = CompareAs::kIdOrNothing;
  if (counts_blank_as_zero(field, scope_.blanks())) instruction.flags |= Instruction::kBlankIsZero;
  emit(instruction, 1);
}

void Compiler::call_if(const Node& node) {
  Label otherwise;
  Label end;
  jump(child(node, 0), false, otherwise);
  value(child(node, 1));
  emit_jump(make(Code::kJump), -1, end);
  bind(otherwise);
  value(child(node, 2));
  bind(end);
}

void Compiler::match(std::uint32_t subject, std::uint32_t candidate, CompareAs as, Label& next) {
  const bool blanks_equal = as != CompareAs::kOrdinary && as != CompareAs::kIdOrNothing;
  if (at(candidate).kind == NodeKind::kBlank && blanks_equal) as = compare_as(at(subject).type, at(subject).type);
  value(candidate);
  Instruction instruction = make(Code::kJumpUnlessEqualKeep);
  instruction.as = as;
  emit_jump(instruction, -1, next);
  emit(make(Code::kPop), -1);
}

void Compiler::call_case(const Node& node) {
  Label end;
  const std::uint32_t subject = child(node, 0);
  value(subject);
  for (std::uint32_t i = 1; i + 1 < node.count; i += 2) {
    Label next;
    const std::uint32_t candidate = child(node, i);
    if (at(candidate).kind == NodeKind::kBlank) {
      emit_jump(make(Code::kJumpUnlessBlank), -1, next);
    } else {
      match(subject, candidate, compare_as(at(subject).type, at(candidate).type), next);
    }
    value(child(node, i + 1));
    emit_jump(make(Code::kJump), 0, end);  // The stack is as high as with the subject on it.
    bind(next);
  }
  emit(make(Code::kPop), -1);
  value(child(node, node.count - 1));
  bind(end);
}

void Compiler::call_in(const Node& node) {
  Label end;
  value(child(node, 0));
  for (std::uint32_t i = 1; i < node.count; ++i) {
    Label next;
    const bool ids = compare_as(at(child(node, 0)).type, at(child(node, i)).type) == CompareAs::kId;
    match(child(node, 0), child(node, i), ids ? CompareAs::kIdOrNothing : CompareAs::kOrdinary, next);
    push_constant(kTrueConstant);
    emit_jump(make(Code::kJump), 0, end);
    bind(next);
  }
  emit(make(Code::kPop), -1);
  push_constant(kFalseConstant);
  bind(end);
}

void Compiler::call_iferror(const Node& node) {
  Label end;
  Handler handler{here(), 0, 0, depth_};
  value(child(node, 0));
  handler.end = here();
  emit_jump(make(Code::kJump), -1, end);
  handler.target = here();
  program_->handlers.push_back(handler);
  value(child(node, 1));
  bind(end);
}

void Compiler::call_blankvalue(const Node& node) {
  value(child(node, 0));
  if (node.function->form == Form::kNullValue && is_textual(ast_.child(node, 0).type)) return;
  Label end;
  emit_jump(make(Code::kJumpUnlessBlank), -1, end);
  value(child(node, 1));
  bind(end);
}

void Compiler::call_isnull(const Node& node) {
  value(child(node, 0));
  if (!is_textual(ast_.child(node, 0).type)) {
    emit(make(Code::kIsBlank), 0);
    return;
  }
  emit(make(Code::kPop), -1);
  push_constant(kFalseConstant);
}

}  // namespace signalbox::formula
