#include "formula/fold.h"

#include <optional>

#include "base/limits.h"
#include "formula/nodes.h"

namespace signalbox::formula {
namespace {

/// Texts that folding may make: beyond that they are made when needed.
constexpr std::size_t kMostFoldedBytes = 65'536;

class Folder {
 public:
  Folder(const Ast& ast, Program& program) : ast_(ast), program_(program) {}

  std::vector<std::int32_t> fold() {
    constants_.assign(ast_.nodes.size(), kNotConstant);
    for (std::uint32_t i = 0; i < ast_.nodes.size(); ++i) {
      const auto value = folded(ast_.nodes[i]);
      if (!value || value->is_error()) continue;
      constants_[i] = static_cast<std::int32_t>(add_constant(*value));
      scratch_.reset();
    }
    return std::move(constants_);
  }

 private:
  [[nodiscard]] std::uint32_t child(const Node& node, std::uint32_t index) const {
    return ast_.children[node.first + index];
  }
  [[nodiscard]] bool is_constant(std::uint32_t index) const { return constants_[index] != kNotConstant; }
  [[nodiscard]] const Value& constant(std::uint32_t index) const {
    return program_.constants[static_cast<std::size_t>(constants_[index])];
  }

  std::uint32_t add_constant(Value value) {
    if (value.kind() == Value::Kind::kText) {
      folded_bytes_ += value.as_text().size();
      value = Value::text(program_.storage.keep(value.as_text()));
    }
    if (value.kind() == Value::Kind::kCheckbox) return value.as_checkbox() ? kTrueConstant : kFalseConstant;
    program_.constants.push_back(value);
    return static_cast<std::uint32_t>(program_.constants.size() - 1);
  }

  std::optional<Value> folded(const Node& node) {
    switch (node.kind) {
      case NodeKind::kBlank:
        return Value();
      case NodeKind::kCheckbox:
        return Value::checkbox(node.flag);
      case NodeKind::kNumber:
        return Value::number(ast_.numbers[node.payload]);
      case NodeKind::kText:
        return Value::text(ast_.texts[node.payload]);
      case NodeKind::kName:
        if (node.name_kind == NameKind::kOriginDateTime)
          return Value::date_time(instant_at(*date_from_civil({1900, 1, 1}), TimeOfDay{0}));
        return std::nullopt;
      default:
        break;
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
      if (is_null_test(ast_, node))
        return Value::checkbox((a.is_blank() && b.is_blank()) == (node.op == Operator::kEqual));
      return Value::checkbox(compare(node.op, a, b, compare_as(left.type, right.type)));
    }
    if (is_concatenation(node)) {
      if (folded_bytes_ > kMostFoldedBytes) return std::nullopt;
      const Value* both[] = {&a, &b};
      return concatenate(both, 2, scratch_);
    }
    if (node.op == Operator::kAnd || node.op == Operator::kOr) return std::nullopt;
    return is_temporal(left.type) || is_temporal(right.type) ? temporal_arithmetic(node.op, a, b)
                                                             : arithmetic(node.op, a, b);
  }

  Value folded_call(const Node& node) {
    std::vector<const Value*> arguments;
    for (std::uint32_t i = 0; i < node.count; ++i) arguments.push_back(&constant(child(node, i)));
    return call_function(*node.function, Call{arguments.data(), arguments.size(), scratch_, steps_});
  }

  const Ast& ast_;
  Program& program_;
  std::vector<std::int32_t> constants_;
  std::size_t folded_bytes_ = 0;
  Arena scratch_;
  std::uint64_t steps_ = limits::kMaxMatchSteps;  ///< For the whole formula.
};

}  // namespace

std::vector<std::int32_t> fold_constants(const Ast& ast, Program& program) {
  program.constants = {Value::checkbox(true), Value::checkbox(false)};
  return Folder(ast, program).fold();
}

}  // namespace signalbox::formula
