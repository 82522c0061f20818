#include "formula/compiler.h"

#include <algorithm>

#include "base/unicode.h"

namespace signalbox::formula {
namespace {

constexpr std::uint32_t kTrue = 0;   ///< Constants that every program has.
constexpr std::uint32_t kFalse = 1;
constexpr std::int32_t kNotConstant = -1;
/// Texts that constant folding may make: beyond that they are made when needed.
constexpr std::size_t kMostFoldedBytes = 65'536;

Operator mirrored(Operator op) {
  switch (op) {
    case Operator::kLess: return Operator::kGreater;
    case Operator::kLessOrEqual: return Operator::kGreaterOrEqual;
    case Operator::kGreater: return Operator::kLess;
    case Operator::kGreaterOrEqual: return Operator::kLessOrEqual;
    default: return op;
  }
}

bool is_logical(const Node& node, Operator op, Form form) {
  return (node.kind == NodeKind::kBinary && node.op == op) || (node.kind == NodeKind::kCall && node.function->form == form);
}
bool is_negation(const Node& node) {
  return (node.kind == NodeKind::kUnary && node.op == Operator::kNot) || (node.kind == NodeKind::kCall && node.function->form == Form::kNot);
}
bool is_strict_call(const Node& node) {
  return node.kind == NodeKind::kCall && (node.function->form == Form::kStrict || node.function->form == Form::kStrictWithBlanks);
}
bool is_concatenation(const Node& node) {
  return node.kind == NodeKind::kBinary && node.type == Type::kText && (node.op == Operator::kConcatenate || node.op == Operator::kAdd);
}
bool is_sum_or_product(const Node& node) {
  return node.kind == NodeKind::kBinary && node.op >= Operator::kAdd && !is_concatenation(node);
}
bool is_temporal(Type type) { return type == Type::kDate || type == Type::kDateTime || type == Type::kTime; }
bool is_time_call(const Node& node) {
  return node.kind == NodeKind::kCall && (node.function->form == Form::kNow || node.function->form == Form::kToday || node.function->form == Form::kTimeNow);
}

CompareAs compare_as(Type a, Type b) {
  if (a == Type::kCheckbox || b == Type::kCheckbox) return CompareAs::kCheckbox;
  const auto text = [](Type type) { return is_textual(type) || type == Type::kPicklist; };
  return text(a) || text(b) ? CompareAs::kText : CompareAs::kOrdinary;
}

/// A place in the code that jumps go to before it is known.
struct Label {
  std::vector<std::uint32_t> uses;
};

class Compiler {
 public:
  Compiler(const Ast& ast, const Scope& scope) : ast_(ast), scope_(scope), program_(std::make_shared<Program>()) {}

  std::shared_ptr<const Program> compile() {
    program_->text = ast_.source;
    program_->type = ast_.nodes[ast_.root].type;
    program_->constants = {Value::checkbox(true), Value::checkbox(false)};
    fold_constants();
    describe();
    whole_formula();
    return std::move(program_);
  }

 private:
  [[nodiscard]] const Node& at(std::uint32_t index) const { return ast_.nodes[index]; }
  [[nodiscard]] std::uint32_t child(const Node& node, std::uint32_t index) const { return ast_.children[node.first + index]; }
  [[nodiscard]] bool is_constant(std::uint32_t index) const { return constants_[index] != kNotConstant; }
  [[nodiscard]] const Value& constant(std::uint32_t index) const { return program_->constants[static_cast<std::size_t>(constants_[index])]; }

  // Constant folding -------------------------------------------------------------------------------------------------

  void fold_constants() {
    constants_.assign(ast_.nodes.size(), kNotConstant);
    for (std::uint32_t i = 0; i < ast_.nodes.size(); ++i) {
      const auto value = folded(at(i));
      if (!value || value->is_error()) continue;
      constants_[i] = static_cast<std::int32_t>(add_constant(*value));
      scratch_.reset();
    }
  }

  std::uint32_t add_constant(Value value) {
    if (value.kind() == Value::Kind::kText) {
      folded_bytes_ += value.as_text().size();
      value = Value::text(program_->storage.keep(value.as_text()));
    }
    if (value.kind() == Value::Kind::kCheckbox) return value.as_checkbox() ? kTrue : kFalse;
    program_->constants.push_back(value);
    return static_cast<std::uint32_t>(program_->constants.size() - 1);
  }

  std::optional<Value> folded(const Node& node) {
    switch (node.kind) {
      case NodeKind::kBlank: return Value();
      case NodeKind::kCheckbox: return Value::checkbox(node.flag);
      case NodeKind::kNumber: return Value::number(ast_.numbers[node.payload]);
      case NodeKind::kText: return Value::text(ast_.texts[node.payload]);
      case NodeKind::kName:
        if (node.name_kind == NameKind::kOriginDateTime) return Value::date_time(instant_at(*date_from_civil({1900, 1, 1}), TimeOfDay{0}));
        return std::nullopt;
      default: break;
    }
    for (std::uint32_t i = 0; i < node.count; ++i) {
      if (!is_constant(child(node, i))) return std::nullopt;
    }
    if (node.kind == NodeKind::kUnary) return folded_unary(node);
    if (node.kind == NodeKind::kBinary) return folded_binary(node);
    if (is_strict_call(node) && folded_bytes_ < kMostFoldedBytes) return folded_call(node);
    return std::nullopt;
  }

  Value folded_unary(const Node& node) {
    const Value& operand = constant(child(node, 0));
    if (node.op == Operator::kNot) return Value::checkbox(operand.is_blank() || !operand.as_checkbox());
    return node.op == Operator::kNegate ? negate(operand) : operand;
  }

  std::optional<Value> folded_binary(const Node& node) {
    const Node& left = ast_.child(node, 0);
    const Node& right = ast_.child(node, 1);
    const Value& a = constant(child(node, 0));
    const Value& b = constant(child(node, 1));
    if (is_comparison(node.op)) {
      if (is_null_test(node)) return Value::checkbox((a.is_blank() && b.is_blank()) == (node.op == Operator::kEqual));
      return Value::checkbox(compare(node.op, a, b, compare_as(left.type, right.type)));
    }
    if (is_concatenation(node)) {
      if (folded_bytes_ > kMostFoldedBytes) return std::nullopt;
      const Value* both[] = {&a, &b};
      return concatenate(both, 2, scratch_);
    }
    if (node.op == Operator::kAnd || node.op == Operator::kOr) return std::nullopt;
    return is_temporal(left.type) || is_temporal(right.type) ? temporal_arithmetic(node.op, a, b) : arithmetic(node.op, a, b);
  }

  Value folded_call(const Node& node) {
    std::vector<const Value*> arguments;
    for (std::uint32_t i = 0; i < node.count; ++i) arguments.push_back(&constant(child(node, i)));
    return call_function(*node.function, Call{arguments.data(), arguments.size(), scratch_});
  }

  // What the formula reads -------------------------------------------------------------------------------------------

  void describe() {
    std::vector<bool> in_threshold(ast_.nodes.size());
    for (const Node& node : ast_.nodes) {
      if (node.kind == NodeKind::kBinary && is_comparison(node.op)) threshold(node, in_threshold);
    }
    for (std::uint32_t i = 0; i < ast_.nodes.size(); ++i) {
      const Node& node = at(i);
      if (is_time_call(node)) program_->is_sampled = true;
      if (node.kind != NodeKind::kName) continue;
      const bool slot = node.name_kind == NameKind::kField || node.name_kind == NameKind::kGlobal;
      if (slot) program_->slots.push_back(node.slot);
      const bool turns_unseen = node.name_kind == NameKind::kGlobal && !in_threshold[i] && node.type != Type::kCheckbox;
      if (node.name_kind == NameKind::kNow || turns_unseen) program_->is_sampled = true;
    }
    std::sort(program_->slots.begin(), program_->slots.end());
    program_->slots.erase(std::unique(program_->slots.begin(), program_->slots.end()), program_->slots.end());
    const Node& root = at(ast_.root);
    if (is_slot(root)) program_->bare_slot = root.slot;
    const Node& shown = root.kind == NodeKind::kCall && root.function->name == "TEXT" ? ast_.child(root, 0) : root;
    if (is_slot(shown) && shown.name_kind == NameKind::kField && shown.type == Type::kPicklist) {
      program_->domain = scope_.layout().field(shown.slot).values;
    }
  }

  void threshold(const Node& node, std::vector<bool>& in_threshold) {
    for (std::uint32_t side = 0; side < 2; ++side) {
      const std::uint32_t name = child(node, side);
      const std::uint32_t other = child(node, 1 - side);
      const bool found = at(name).kind == NodeKind::kName && at(name).name_kind == NameKind::kGlobal && is_numeric(at(name).type) &&
                         is_constant(other) && constant(other).kind() == Value::Kind::kNumber;
      if (!found) continue;
      in_threshold[name] = true;
      const Operator op = side == 0 ? node.op : mirrored(node.op);
      const std::string comparison(op == Operator::kNotEqual ? "!=" : operator_text(op));
      program_->thresholds.push_back({at(name).slot, comparison, constant(other).as_number()});
    }
  }

  // Code -------------------------------------------------------------------------------------------------------------

  std::uint32_t emit(Instruction instruction, int stack_change) {
    depth_ = static_cast<std::uint32_t>(static_cast<int>(depth_) + stack_change);
    program_->stack_size = std::max(program_->stack_size, depth_);
    program_->code.push_back(instruction);
    return static_cast<std::uint32_t>(program_->code.size() - 1);
  }
  void emit_jump(Instruction instruction, int stack_change, Label& label) { label.uses.push_back(emit(instruction, stack_change)); }
  void bind(const Label& label) {
    for (const std::uint32_t use : label.uses) program_->code[use].target = here();
  }
  [[nodiscard]] std::uint32_t here() const { return static_cast<std::uint32_t>(program_->code.size()); }

  static Instruction make(Code code, std::uint32_t a = 0) {
    Instruction instruction{};
    instruction.code = code;
    instruction.a = a;
    return instruction;
  }
  static Instruction make_jump(Code code, bool sense) {
    Instruction instruction = make(code);
    instruction.flags = sense ? Instruction::kSense : 0;
    return instruction;
  }

  void push_constant(std::uint32_t index) { emit(make(Code::kConstant, index), 1); }

  void whole_formula() {
    const Node& root = at(ast_.root);
    if (is_constant(ast_.root)) {
      emit(make(Code::kReturnConstant, static_cast<std::uint32_t>(constants_[ast_.root])), 0);
    } else if (is_condition(root)) {
      Label otherwise;
      jump(ast_.root, false, otherwise);
      emit(make(Code::kReturnConstant, kTrue), 0);
      bind(otherwise);
      emit(make(Code::kReturnConstant, kFalse), 0);
    } else {
      value(ast_.root);
      emit(make(Code::kReturn), -1);
    }
  }

  /// Compiled as jumps rather than as a value.
  static bool is_condition(const Node& node) {
    return is_logical(node, Operator::kAnd, Form::kAnd) || is_logical(node, Operator::kOr, Form::kOr) || is_negation(node) ||
           (node.kind == NodeKind::kBinary && is_comparison(node.op)) || (node.kind == NodeKind::kCall && node.function->form == Form::kIsPickVal);
  }

  void value(std::uint32_t index) {
    const Node& node = at(index);
    if (is_constant(index)) return push_constant(static_cast<std::uint32_t>(constants_[index]));
    if (is_condition(node)) return condition_value(index);
    switch (node.kind) {
      case NodeKind::kName: return load(node);
      case NodeKind::kUnary:
        value(child(node, 0));
        if (node.op == Operator::kNegate) emit(make(Code::kNegate), 0);
        return;
      case NodeKind::kBinary:
        if (is_concatenation(node)) return concatenation(index);
        return chain(index);
      default: return call(node);
    }
  }

  void condition_value(std::uint32_t index) {
    Label otherwise;
    Label end;
    jump(index, false, otherwise);
    push_constant(kTrue);
    emit_jump(make(Code::kJump), -1, end);
    bind(otherwise);
    push_constant(kFalse);
    bind(end);
  }

  [[nodiscard]] static bool is_slot(const Node& node) {
    return node.kind == NodeKind::kName && (node.name_kind == NameKind::kField || node.name_kind == NameKind::kGlobal);
  }

  /// Salesforce treats blank *fields* as zeroes; a global that has no value has none.
  [[nodiscard]] bool counts_blank_as_zero(const Node& node) const {
    return scope_.blanks() == Blanks::kAsZero && node.name_kind == NameKind::kField && is_numeric(node.type);
  }

  void load(const Node& node) {
    if (node.name_kind == NameKind::kNow) {
      emit(make(Code::kNow), 1);
      return;
    }
    Code code = counts_blank_as_zero(node) ? Code::kLoadNumber : Code::kLoad;
    if (node.type == Type::kCheckbox) code = Code::kLoadCheckbox;
    emit(make(code, node.slot), 1);
  }

  /// a & b & c ... as one instruction.
  void concatenation(std::uint32_t index) {
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

  /// a + b - c * d ...: a loop down the left side, so that a long chain needs no recursion.
  void chain(std::uint32_t index) {
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

  // Conditions -------------------------------------------------------------------------------------------------------

  void jump(std::uint32_t index, bool sense, Label& label) {
    const Node& node = at(index);
    if (is_constant(index)) {
      if (constant(index).is_blank() ? !sense : constant(index).as_checkbox() == sense) emit_jump(make(Code::kJump), 0, label);
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

  void jump_logical(std::uint32_t index, Operator op, bool sense, Label& label) {
    const std::vector<std::uint32_t> operands = logical_operands(index, op);
    const bool decides = (op == Operator::kOr) == sense;  // One operand is enough for the jump.
    Label skip;
    for (std::size_t i = 0; i < operands.size(); ++i) {
      const bool last = i + 1 == operands.size();
      if (decides || last) jump(operands[i], sense, label);
      else jump(operands[i], !sense, skip);
    }
    bind(skip);
  }

  std::vector<std::uint32_t> logical_operands(std::uint32_t index, Operator op) {
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

  /// x = NULL and x <> NULL ask whether x is blank.
  [[nodiscard]] bool is_null_test(const Node& node) const {
    const bool equality = node.op == Operator::kEqual || node.op == Operator::kNotEqual;
    return equality && (ast_.child(node, 0).kind == NodeKind::kBlank || ast_.child(node, 1).kind == NodeKind::kBlank);
  }

  void jump_comparison(const Node& node, bool sense, Label& label) {
    if (is_null_test(node)) {
      value(child(node, ast_.child(node, 0).kind == NodeKind::kBlank ? 1 : 0));
      emit(make(Code::kIsBlank), 0);
      emit_jump(make_jump(Code::kJumpIf, sense == (node.op == Operator::kEqual)), -1, label);
    } else {
      jump_compared(node.op, child(node, 0), child(node, 1), sense, label);
    }
  }

  void jump_compared(Operator op, std::uint32_t left, std::uint32_t right, bool sense, Label& label) {
    if (jump_fused(op, left, right, sense, label) || jump_fused(mirrored(op), right, left, sense, label)) return;
    value(left);
    value(right);
    Instruction instruction = make_jump(Code::kJumpCompare, sense);
    instruction.op = op;
    instruction.as = compare_as(at(left).type, at(right).type);
    emit_jump(instruction, -2, label);
  }

  /// A slot against a constant: one instruction.
  bool jump_fused(Operator op, std::uint32_t slot, std::uint32_t other, bool sense, Label& label) {
    if (!is_constant(other)) return false;
    const Node& node = slot_behind_text(at(slot));
    if (!is_slot(node)) return false;
    const bool number = constant(other).kind() == Value::Kind::kNumber && is_numeric(node.type);
    const bool text = constant(other).kind() == Value::Kind::kText && (op == Operator::kEqual || op == Operator::kNotEqual);
    if (!number && !text) return false;
    Instruction instruction = make_jump(number ? Code::kJumpNumber : Code::kJumpTextEqual, sense);
    instruction.op = op;
    instruction.a = node.slot;
    instruction.b = static_cast<std::uint32_t>(constants_[other]);
    if (counts_blank_as_zero(node)) instruction.flags |= Instruction::kBlankIsZero;
    emit_jump(instruction, 0, label);
    return true;
  }

  /// TEXT of a picklist or a text is the text itself.
  [[nodiscard]] const Node& slot_behind_text(const Node& node) const {
    if (node.kind != NodeKind::kCall || node.function->name != "TEXT") return node;
    const Node& inner = ast_.child(node, 0);
    return is_textual(inner.type) || inner.type == Type::kPicklist ? inner : node;
  }

  // Calls ------------------------------------------------------------------------------------------------------------

  void call(const Node& node) {
    switch (node.function->form) {
      case Form::kIf: return call_if(node);
      case Form::kCase: return call_case(node);
      case Form::kIn: return call_in(node);
      case Form::kIfError: return call_iferror(node);
      case Form::kBlankValue:
      case Form::kNullValue: return call_blankvalue(node);
      case Form::kIsBlank:
        value(child(node, 0));
        emit(make(Code::kIsBlank), 0);
        return;
      case Form::kIsNull: return call_isnull(node);
      case Form::kPriorValue: return prior(Code::kLoadPrior, ast_.child(node, 0));
      case Form::kIsChanged: return prior(Code::kIsChanged, ast_.child(node, 0));
      case Form::kIsNew: emit(make(Code::kIsNew), 1); return;
      case Form::kNow: emit(make(Code::kNow), 1); return;
      case Form::kToday: emit(make(Code::kToday), 1); return;
      case Form::kTimeNow: emit(make(Code::kTimeNow), 1); return;
      default: return call_strict(node);
    }
  }

  void call_strict(const Node& node) {
    if (const Node& inner = slot_behind_text(node); &inner != &node) return value(child(node, 0));
    if (node.function->name == "REGEX" && call_constant_pattern(node)) return;
    for (std::uint32_t i = 0; i < node.count; ++i) value(child(node, i));
    Instruction instruction = make(Code::kCall, static_cast<std::uint32_t>(program_->functions.size()));
    instruction.count = node.count;
    program_->functions.push_back(node.function);
    emit(instruction, 1 - static_cast<int>(node.count));
  }

  bool call_constant_pattern(const Node& node) {
    if (!is_constant(child(node, 1)) || constant(child(node, 1)).kind() != Value::Kind::kText) return false;
    Diagnostics diagnostics;
    auto pattern = regex::Pattern::compile(constant(child(node, 1)).as_text(), diagnostics);
    if (!pattern) return false;
    value(child(node, 0));
    emit(make(Code::kMatch, static_cast<std::uint32_t>(program_->patterns.size())), 0);
    program_->patterns.push_back(std::move(*pattern));
    return true;
  }

  void prior(Code code, const Node& field) {
    Instruction instruction = make(code, field.slot);
    if (counts_blank_as_zero(field)) instruction.flags |= Instruction::kBlankIsZero;
    emit(instruction, 1);
  }

  void call_if(const Node& node) {
    Label otherwise;
    Label end;
    jump(child(node, 0), false, otherwise);
    value(child(node, 1));
    emit_jump(make(Code::kJump), -1, end);
    bind(otherwise);
    value(child(node, 2));
    bind(end);
  }

  /// Jumps to `next` with the subject still there when it does not equal the value; falls through without it otherwise.
  void match(std::uint32_t subject, std::uint32_t candidate, CompareAs as, Label& next) {
    if (at(candidate).kind == NodeKind::kBlank && as != CompareAs::kOrdinary) as = compare_as(at(subject).type, at(subject).type);
    value(candidate);
    Instruction instruction = make(Code::kJumpUnlessEqualKeep);
    instruction.as = as;
    emit_jump(instruction, -1, next);
    emit(make(Code::kPop), -1);
  }

  void call_case(const Node& node) {
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

  /// A blank is in no list.
  void call_in(const Node& node) {
    Label end;
    value(child(node, 0));
    for (std::uint32_t i = 1; i < node.count; ++i) {
      Label next;
      match(child(node, 0), child(node, i), CompareAs::kOrdinary, next);
      push_constant(kTrue);
      emit_jump(make(Code::kJump), 0, end);
      bind(next);
    }
    emit(make(Code::kPop), -1);
    push_constant(kFalse);
    bind(end);
  }

  void call_iferror(const Node& node) {
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

  void call_blankvalue(const Node& node) {
    value(child(node, 0));
    if (node.function->form == Form::kNullValue && is_textual(ast_.child(node, 0).type)) return;
    Label end;
    emit_jump(make(Code::kJumpUnlessBlank), -1, end);
    value(child(node, 1));
    bind(end);
  }

  void call_isnull(const Node& node) {
    value(child(node, 0));
    if (!is_textual(ast_.child(node, 0).type)) {
      emit(make(Code::kIsBlank), 0);
      return;
    }
    emit(make(Code::kPop), -1);
    push_constant(kFalse);
  }

  const Ast& ast_;
  const Scope& scope_;
  std::shared_ptr<Program> program_;
  std::vector<std::int32_t> constants_;  ///< Of each node: index into the program's constants, or kNotConstant.
  std::size_t folded_bytes_ = 0;
  Arena scratch_;
  std::uint32_t depth_ = 0;  ///< Values on the stack at this point of the code.
};

}  // namespace

std::shared_ptr<const Program> compile_tree(const Ast& ast, const Scope& scope) { return Compiler(ast, scope).compile(); }

}  // namespace signalbox::formula
