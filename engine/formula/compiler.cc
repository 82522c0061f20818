#include "formula/compiler.h"

#include <utility>

#include "formula/compiler_parts.h"
#include "formula/reads.h"

namespace signalbox::formula {

std::shared_ptr<const Program> Compiler::compile() {
  program_->text = ast_.source;
  program_->type = ast_.nodes[ast_.root].type;
  constants_ = fold_constants(ast_, *program_);
  describe_reads(ast_, scope_, constants_, *program_);
  whole_formula();
  return std::move(program_);
}

void Compiler::whole_formula() {
  const Node& root = at(ast_.root);
  if (is_constant(ast_.root)) {
    emit(make(Code::kReturnConstant, static_cast<std::uint32_t>(constants_[ast_.root])), 0);
  } else if (is_condition(root)) {
    Label otherwise;
    jump(ast_.root, false, otherwise);
    emit(make(Code::kReturnConstant, kTrueConstant), 0);
    bind(otherwise);
    emit(make(Code::kReturnConstant, kFalseConstant), 0);
  } else {
    value(ast_.root);
    emit(make(Code::kReturn), -1);
  }
}

bool Compiler::is_condition(const Node& node) {
  return is_logical(node, Operator::kAnd, Form::kAnd) || is_logical(node, Operator::kOr, Form::kOr) ||
         is_negation(node) || (node.kind == NodeKind::kBinary && is_comparison(node.op)) ||
         (node.kind == NodeKind::kCall && node.function->form == Form::kIsPickVal);
}

void Compiler::value(std::uint32_t index) {
  const Node& node = at(index);
  if (is_constant(index)) return push_constant(static_cast<std::uint32_t>(constants_[index]));
  if (is_condition(node)) return condition_value(index);
  switch (node.kind) {
    case NodeKind::kName:
      return load(node);
    case NodeKind::kUnary:
      value(child(node, 0));
      if (node.op == Operator::kNegate) emit(make(Code::kNegate), 0);
      return;
    case NodeKind::kBinary:
      if (is_concatenation(node)) return concatenation(index);
      return chain(index);
    default:
      return call(node);
  }
}

void Compiler::condition_value(std::uint32_t index) {
  Label otherwise;
  Label end;
  jump(index, false, otherwise);
  push_constant(kTrueConstant);
  emit_jump(make(Code::kJump), -1, end);
  bind(otherwise);
  push_constant(kFalseConstant);
  bind(end);
}

void Compiler::load(const Node& node) {
  if (node.name_kind == NameKind::kNow || node.name_kind == NameKind::kToday) {
    emit(make(node.name_kind == NameKind::kNow ? Code::kNow : Code::kToday), 1);
    return;
  }
  if (is_location_part(node)) return load_part(node);
  Code code = counts_blank_as_zero(node, scope_.blanks()) ? Code::kLoadNumber : Code::kLoad;
  if (node.type == Type::kCheckbox) code = Code::kLoadCheckbox;
  emit(make(code, node.slot), 1);
}

void Compiler::load_part(const Node& node) {
  emit(make(Code::kLoad, node.slot), 1);
  program_->constants.push_back(scope_.blanks() == Blanks::kAsZero ? Value::number(Decimal()) : Value());
  push_constant(static_cast<std::uint32_t>(program_->constants.size() - 1));
  const bool latitude = node.name_kind == NameKind::kLatitude;
  call_function_of(location_part_function(latitude ? LocationPart::kLatitude : LocationPart::kLongitude), 2);
}

void Compiler::concatenation(std::uint32_t index) {
  std::vector<std::uint32_t> operands;
  while (is_concatenation(at(index)) && !is_constant(index)) {
    operands.push_back(child(at(index), 1));
    index = child(at(index), 0);
  }
  operands.push_back(index);
  for (auto operand = operands.rbegin(); operand != operands.rend(); ++operand) value(*operand);
  Instruction instruction = make(Code::kConcatenate);
  instruction.count = static_cast<std::uint32_t>(operands.size());
  emit(instruction, 1 - static_cast<int>(operands.size()));
}

void Compiler::chain(std::uint32_t index) {
  std::vector<std::uint32_t> pending;
  while (is_sum_or_product(at(index)) && !is_constant(index)) {
    pending.push_back(index);
    index = child(at(index), 0);
  }
  value(index);
  for (auto step = pending.rbegin(); step != pending.rend(); ++step) {
    const Node& node = at(*step);
    value(child(node, 1));
    const bool temporal = is_temporal(ast_.child(node, 0).type) || is_temporal(ast_.child(node, 1).type);
    Instruction instruction = make(temporal ? Code::kTemporal : Code::kArithmetic);
    instruction.op = node.op;
    emit(instruction, -1);
  }
}

void Compiler::jump(std::uint32_t index, bool sense, Label& label) {
  const Node& node = at(index);
  if (is_constant(index)) {
    if (constant(index).is_blank() ? !sense : constant(index).as_checkbox() == sense)
      emit_jump(make(Code::kJump), 0, label);
  } else if (is_negation(node)) {
    jump(child(node, 0), !sense, label);
  } else if (is_logical(node, Operator::kAnd, Form::kAnd)) {
    jump_logical(index, Operator::kAnd, sense, label);
  } else if (is_logical(node, Operator::kOr, Form::kOr)) {
    jump_logical(index, Operator::kOr, sense, label);
  } else if (node.kind == NodeKind::kBinary && is_comparison(node.op)) {
    jump_comparison(node, sense, label);
  } else if (node.kind == NodeKind::kCall && node.function->form == Form::kIsPickVal) {
    jump_compared(Operator::kEqual, child(node, 0), child(node, 1), sense, label);
  } else {
    value(index);
    emit_jump(make_jump(Code::kJumpIf, sense), -1, label);
  }
}

void Compiler::jump_logical(std::uint32_t index, Operator op, bool sense, Label& label) {
  const std::vector<std::uint32_t> operands = logical_operands(index, op);
  const bool decides = (op == Operator::kOr) == sense;  // One operand is enough for the jump.
  Label skip;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    const bool last = i + 1 == operands.size();
    if (decides || last)
      jump(operands[i], sense, label);
    else
      jump(operands[i], !sense, skip);
  }
  bind(skip);
}

std::vector<std::uint32_t> Compiler::logical_operands(std::uint32_t index, Operator op) {
  std::vector<std::uint32_t> operands;
  if (at(index).kind == NodeKind::kCall) {
    for (std::uint32_t i = 0; i < at(index).count; ++i) operands.push_back(child(at(index), i));
    return operands;
  }
  while (at(index).kind == NodeKind::kBinary && at(index).op == op) {
    operands.push_back(child(at(index), 1));
    index = child(at(index), 0);
  }
  operands.push_back(index);
  std::reverse(operands.begin(), operands.end());
  return operands;
}

void Compiler::jump_comparison(const Node& node, bool sense, Label& label) {
  if (is_null_test(ast_, node)) {
    value(child(node, ast_.child(node, 0).kind == NodeKind::kBlank ? 1 : 0));
    emit(make(Code::kIsBlank), 0);
    emit_jump(make_jump(Code::kJumpIf, sense == (node.op == Operator::kEqual)), -1, label);
  } else {
    jump_compared(node.op, child(node, 0), child(node, 1), sense, label);
  }
}

void Compiler::jump_compared(Operator op, std::uint32_t left, std::uint32_t right, bool sense, Label& label) {
  if (jump_fused(op, left, right, sense, label) || jump_fused(mirrored(op), right, left, sense, label)) return;
  value(left);
  value(right);
  Instruction instruction = make_jump(Code::kJumpCompare, sense);
  instruction.op = op;
  instruction.as = compare_as(at(left).type, at(right).type);
  emit_jump(instruction, -2, label);
}

bool Compiler::jump_fused(Operator op, std::uint32_t slot, std::uint32_t other, bool sense, Label& label) {
  if (!is_constant(other)) return false;
  const Node& node = slot_behind_text(at(slot));
  if (!is_slot(node)) return false;
  const bool number = constant(other).kind() == Value::Kind::kNumber && is_numeric(node.type);
  const bool text =
      constant(other).kind() == Value::Kind::kText && (op == Operator::kEqual || op == Operator::kNotEqual);
  if (!number && !text) return false;
  Instruction instruction = make_jump(number ? Code::kJumpNumber : Code::kJumpTextEqual, sense);
  instruction.op = op;
  instruction.as = compare_as(at(slot).type, at(other).type);
  instruction.a = node.slot;
  instruction.b = static_cast<std::uint32_t>(constants_[other]);
  if (counts_blank_as_zero(node, scope_.blanks())) instruction.flags |= Instruction::kBlankIsZero;
  emit_jump(instruction, 0, label);
  return true;
}

const Node& Compiler::slot_behind_text(const Node& node) const {
  if (node.kind != NodeKind::kCall || node.function->name != "TEXT") return node;
  const Node& inner = ast_.child(node, 0);
  return is_textual(inner.type) || inner.type == Type::kPicklist ? inner : node;
}

std::shared_ptr<const Program> compile_tree(const Ast& ast, const Scope& scope) {
  return Compiler(ast, scope).compile();
}

}  // namespace signalbox::formula
