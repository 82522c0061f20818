// The parts of the compiler: values and conditions in compiler.cc, calls in compiler_calls.cc.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "formula/ast.h"
#include "formula/fold.h"
#include "formula/nodes.h"
#include "formula/program.h"
#include "formula/scope.h"

namespace signalbox::formula {

/// A place in the code that jumps go to before it is known.
struct Label {
  std::vector<std::uint32_t> uses;
};

/// Writes the code of one checked tree. Recursion is bounded by the height that the parser allows.
class Compiler {
 public:
  Compiler(const Ast& ast, const Scope& scope) : ast_(ast), scope_(scope), program_(std::make_shared<Program>()) {}
  std::shared_ptr<const Program> compile();

 private:
  [[nodiscard]] const Node& at(std::uint32_t index) const { return ast_.nodes[index]; }
  [[nodiscard]] std::uint32_t child(const Node& node, std::uint32_t index) const {
    return ast_.children[node.first + index];
  }
  [[nodiscard]] bool is_constant(std::uint32_t index) const { return constants_[index] != kNotConstant; }
  [[nodiscard]] const Value& constant(std::uint32_t index) const {
    return program_->constants[static_cast<std::size_t>(constants_[index])];
  }

  std::uint32_t emit(Instruction instruction, int stack_change) {
    depth_ = static_cast<std::uint32_t>(static_cast<int>(depth_) + stack_change);
    program_->stack_size = std::max(program_->stack_size, depth_);
    program_->code.push_back(instruction);
    return static_cast<std::uint32_t>(program_->code.size() - 1);
  }
  void emit_jump(Instruction instruction, int stack_change, Label& label) {
    label.uses.push_back(emit(instruction, stack_change));
  }
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

  void whole_formula();
  /// Compiled as jumps rather than as a value.
  static bool is_condition(const Node& node);
  void value(std::uint32_t index);
  void condition_value(std::uint32_t index);
  void load(const Node& node);
  void load_part(const Node& node);
  /// Calls a strict function with the `count` values on top of the stack.
  void call_function_of(const Function& function, std::uint32_t count);
  /// a & b & c ... as one instruction.
  void concatenation(std::uint32_t index);
  /// a + b - c * d ...: a loop down the left side, so that a long chain needs no recursion.
  void chain(std::uint32_t index);
  void jump(std::uint32_t index, bool sense, Label& label);
  void jump_logical(std::uint32_t index, Operator op, bool sense, Label& label);
  std::vector<std::uint32_t> logical_operands(std::uint32_t index, Operator op);
  void jump_comparison(const Node& node, bool sense, Label& label);
  void jump_compared(Operator op, std::uint32_t left, std::uint32_t right, bool sense, Label& label);
  /// A slot against a constant: one instruction.
  bool jump_fused(Operator op, std::uint32_t slot, std::uint32_t other, bool sense, Label& label);
  /// TEXT of a picklist or a text is the text itself.
  [[nodiscard]] const Node& slot_behind_text(const Node& node) const;

  // compiler_calls.cc
  void call(const Node& node);
  void call_strict(const Node& node);
  bool call_constant_pattern(const Node& node);
  void prior(Code code, const Node& field);
  void call_if(const Node& node);
  /// Jumps to `next` with the subject still there when it does not equal the value; falls through without it otherwise.
  void match(std::uint32_t subject, std::uint32_t candidate, CompareAs as, Label& next);
  void call_case(const Node& node);
  /// A blank is in no list.
  void call_in(const Node& node);
  void call_iferror(const Node& node);
  void call_blankvalue(const Node& node);
  void call_isnull(const Node& node);

  const Ast& ast_;
  const Scope& scope_;
  std::shared_ptr<Program> program_;
  std::vector<std::int32_t> constants_;  ///< Of each node: index into the program's constants, or kNotConstant.
  std::uint32_t depth_ = 0;              ///< Values on the stack at this point of the code.
};

}  // namespace signalbox::formula
