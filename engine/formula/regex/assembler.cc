#include <map>
#include <utility>

#include "formula/regex/code.h"

namespace signalbox::formula::regex {

namespace {

using Op = Instruction::Op;

/// Thompson's construction. The parser bounds the nesting, so it may recurse.
class Assembler {
 public:
  Assembler(std::size_t limit, Code& code) : limit_(limit), code_(code) {}

  void emit(const Node& node) {
    if (full()) return;
    switch (node.kind) {
      case Node::Kind::kSet:
        add({Op::kSet, {}, set_of(node)});
        break;
      case Node::Kind::kAssertion:
        add({Op::kAssert, node.assertion});
        break;
      case Node::Kind::kSequence:
        for (const auto& child : node.children) emit(*child);
        break;
      case Node::Kind::kAlternatives:
        emit_alternatives(node);
        break;
      case Node::Kind::kRepeat:
        emit_repeat(node);
        break;
    }
  }

  std::uint32_t add(Instruction instruction) {
    code_.instructions.push_back(instruction);
    return here() - 1;
  }
  [[nodiscard]] bool full() const { return code_.instructions.size() > limit_; }

 private:
  /// A repeated element is emitted many times and needs its set once.
  std::uint32_t set_of(const Node& node) {
    const auto [entry, is_new] = sets_.try_emplace(&node, static_cast<std::uint32_t>(code_.sets.size()));
    if (is_new) code_.sets.emplace_back(node.set);
    return entry->second;
  }
  [[nodiscard]] std::uint32_t here() const { return static_cast<std::uint32_t>(code_.instructions.size()); }
  Instruction& at(std::uint32_t index) { return code_.instructions[index]; }

  void emit_alternatives(const Node& node) {
    std::vector<std::uint32_t> ends;
    for (std::size_t i = 0; i + 1 < node.children.size() && !full(); ++i) {
      const std::uint32_t split = add({Op::kSplit});
      at(split).first = here();
      emit(*node.children[i]);
      ends.push_back(add({Op::kJump}));
      at(split).second = here();
    }
    emit(*node.children.back());
    for (const std::uint32_t end : ends) at(end).first = here();
  }

  void emit_repeat(const Node& node) {
    const Node& child = *node.children[0];
    for (int i = 0; i < node.least && !full(); ++i) emit(child);
    if (node.most == kUnbounded) {
      const std::uint32_t split = add({Op::kSplit});
      at(split).first = here();
      emit(child);
      const std::uint32_t back = add({Op::kJump});
      at(back).first = split;
      at(split).second = here();
      return;
    }
    std::vector<std::uint32_t> splits;
    for (int i = node.least; i < node.most && !full(); ++i) {
      splits.push_back(add({Op::kSplit}));
      at(splits.back()).first = here();
      emit(child);
    }
    for (const std::uint32_t split : splits) at(split).second = here();
  }

  std::size_t limit_;
  Code& code_;
  std::map<const Node*, std::uint32_t> sets_;
};

}  // namespace

Members::Members(CharSet given) : set(std::move(given)) {
  for (char32_t c = 0; c < 128; ++c) {
    if (set.contains(c)) ascii[c / 64] |= std::uint64_t{1} << (c % 64);
  }
}

bool assemble(const Node& tree, std::size_t limit, Code& code) {
  Assembler assembler(limit, code);
  assembler.emit(tree);
  assembler.add({Op::kMatch});
  return !assembler.full();
}

}  // namespace signalbox::formula::regex
