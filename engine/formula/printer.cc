#include "formula/printer.h"

#include <vector>

#include "base/unicode.h"

namespace signalbox::formula {
namespace {

constexpr int kPrefixBinding = 8;

/// Writes pieces from a stack of work, so that long chains of operators need no recursion.
class Printer {
 public:
  explicit Printer(const Ast& ast) : ast_(ast) {}

  std::string print(std::uint32_t root) {
    work_.push_back({root, 0, {}});
    while (!work_.empty()) {
      const Work work = work_.back();
      work_.pop_back();
      if (work.text.empty()) {
        node(ast_.nodes[work.node], work.weakest);
      } else {
        out_ += work.text;
      }
    }
    return std::move(out_);
  }

 private:
  struct Work {
    std::uint32_t node;
    int weakest;  ///< Operators that bind less are put into parentheses.
    std::string_view text;
  };

  void push(std::string_view text) { work_.push_back({0, 0, text}); }
  void push(const Node& parent, std::uint32_t child, int weakest) {
    work_.push_back({ast_.children[parent.first + child], weakest, {}});
  }

  void node(const Node& node, int weakest) {
    switch (node.kind) {
      case NodeKind::kInvalid:
        break;
      case NodeKind::kBlank:
        out_ += "NULL";
        break;
      case NodeKind::kCheckbox:
        out_ += node.flag ? "TRUE" : "FALSE";
        break;
      case NodeKind::kNumber:
        out_ += ast_.numbers[node.payload].to_text();
        break;
      case NodeKind::kText:
        append_text(ast_.texts[node.payload], out_);
        break;
      case NodeKind::kName:
        out_ += ast_.slice(node.name);
        break;
      case NodeKind::kUnary:
        out_ += operator_text(node.op);
        push(node, 0, kPrefixBinding);
        break;
      case NodeKind::kBinary:
        binary(node, weakest);
        break;
      case NodeKind::kCall:
        call(node);
        break;
    }
  }

  void binary(const Node& node, int weakest) {
    const int own = binding(node.op);
    const bool enclosed = own < weakest;
    if (enclosed) out_ += '(';
    if (enclosed) push(")");
    // Readers expect `*` to bind less than `^`: a product beside it is written in parentheses, though it needs none.
    const auto weakest_of = [&](std::uint32_t child, int weakest_of_op) {
      const Operator op = ast_.child(node, child).op;
      const bool product = op == Operator::kMultiply || op == Operator::kDivide;
      return node.op == Operator::kPower && product ? kPrefixBinding : weakest_of_op;
    };
    push(node, 1, weakest_of(1, own + 1));
    push(" ");
    push(operator_text(node.op));
    push(" ");
    push(node, 0, weakest_of(0, own));
  }

  void call(const Node& node) {
    // `$Record__Prior.Amount`
    if (ast_.source[node.name.begin] == '$') {
      out_ += ast_.slice(node.name);
      return;
    }
    for (const char c : ast_.slice(node.name)) out_ += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    out_ += '(';
    push(")");
    for (std::uint32_t i = node.count; i > 0; --i) {
      push(node, i - 1, 0);
      if (i > 1) push(", ");
    }
  }

  const Ast& ast_;
  std::vector<Work> work_;
  std::string out_;
};

}  // namespace

void append_text(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += c;
    }
  }
  out += '"';
}

std::string print(const Ast& ast) { return Printer(ast).print(ast.root); }
std::string print(const Ast& ast, const Node& node) {
  return Printer(ast).print(static_cast<std::uint32_t>(&node - ast.nodes.data()));
}

std::string_view operator_text(Operator op) {
  switch (op) {
    case Operator::kNone:
      return "";
    case Operator::kNegate:
      return "-";
    case Operator::kPlus:
      return "+";
    case Operator::kNot:
      return "!";
    case Operator::kOr:
      return "||";
    case Operator::kAnd:
      return "&&";
    case Operator::kEqual:
      return "=";
    case Operator::kNotEqual:
      return "<>";
    case Operator::kLess:
      return "<";
    case Operator::kLessOrEqual:
      return "<=";
    case Operator::kGreater:
      return ">";
    case Operator::kGreaterOrEqual:
      return ">=";
    case Operator::kAdd:
      return "+";
    case Operator::kSubtract:
      return "-";
    case Operator::kConcatenate:
      return "&";
    case Operator::kPower:
      return "^";
    case Operator::kMultiply:
      return "*";
    case Operator::kDivide:
      return "/";
  }
  return "";
}

}  // namespace signalbox::formula
