#include "formula/reads.h"

#include <algorithm>

#include "formula/fold.h"
#include "formula/nodes.h"

namespace signalbox::formula {
namespace {

/// A global whose value changes by itself.
bool is_timed(const Scope& scope, const Node& node) {
  return node.kind == NodeKind::kName && node.name_kind == NameKind::kGlobal &&
         scope.globals()[node.slot - scope.layout().size()].is_timed;
}

/// A global on one side, a constant number on the other.
void threshold(const Ast& ast, const Scope& scope, const Node& node, const std::vector<std::int32_t>& constants,
               Program& program, std::vector<bool>& in_threshold) {
  for (std::uint32_t side = 0; side < 2; ++side) {
    const std::uint32_t name = ast.children[node.first + side];
    const std::uint32_t other = ast.children[node.first + 1 - side];
    const bool found = is_timed(scope, ast.nodes[name]) && is_numeric(ast.nodes[name].type) &&
                       constants[other] != kNotConstant &&
                       program.constants[static_cast<std::size_t>(constants[other])].kind() == Value::Kind::kNumber;
    if (!found) continue;
    in_threshold[name] = true;
    const Operator op = side == 0 ? node.op : mirrored(node.op);
    const std::string comparison(op == Operator::kNotEqual ? "!=" : operator_text(op));
    program.thresholds.push_back(
        {ast.nodes[name].slot, comparison, program.constants[static_cast<std::size_t>(constants[other])].as_number()});
  }
}

}  // namespace

void describe_reads(const Ast& ast, const Scope& scope, const std::vector<std::int32_t>& constants, Program& program) {
  std::vector<bool> in_threshold(ast.nodes.size());
  for (const Node& node : ast.nodes) {
    if (node.kind == NodeKind::kBinary && is_comparison(node.op))
      threshold(ast, scope, node, constants, program, in_threshold);
  }
  for (std::uint32_t i = 0; i < ast.nodes.size(); ++i) {
    const Node& node = ast.nodes[i];
    if (is_time_call(node)) program.is_sampled = true;
    if (node.kind != NodeKind::kName) continue;
    if (is_slot(node) || is_location_part(node)) program.slots.push_back(node.slot);
    const bool turns_unseen = is_timed(scope, node) && !in_threshold[i] && node.type != Type::kCheckbox;
    const bool is_time = node.name_kind == NameKind::kNow || node.name_kind == NameKind::kToday;
    if (is_time || turns_unseen) program.is_sampled = true;
  }
  std::sort(program.slots.begin(), program.slots.end());
  program.slots.erase(std::unique(program.slots.begin(), program.slots.end()), program.slots.end());
  const Node& root = ast.nodes[ast.root];
  if (is_slot(root)) program.bare_slot = root.slot;
  const Node& shown = root.kind == NodeKind::kCall && root.function->name == "TEXT" ? ast.child(root, 0) : root;
  if (is_slot(shown) && shown.name_kind == NameKind::kField && shown.type == Type::kPicklist) {
    program.domain = scope.layout().field(shown.slot).values;
  } else if (program.bare_slot && *program.bare_slot >= scope.layout().size()) {
    program.domain = scope.globals()[*program.bare_slot - scope.layout().size()].values;
  }
}

}  // namespace signalbox::formula
