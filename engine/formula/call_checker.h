// Static types of calls.
#pragma once

#include <cstddef>
#include <cstdint>

#include "formula/complaints.h"
#include "formula/functions/registry.h"

namespace signalbox::formula {

/// Resolves the functions of one tree and judges their arguments, which have been judged before.
class CallChecker : private Complaints {
 public:
  explicit CallChecker(const Complaints& complaints) : Complaints(complaints) {}

  /// Gives a kCall node its function and its type.
  void check(Node& node);

 private:
  [[nodiscard]] bool count_arguments(Node& node, const Function& function);
  void arguments(Node& node, const Function& function);
  void argument_type(Node& node, Node& argument, std::uint32_t index);
  void duration(Node& node);
  void constant(Node& node, const ConstantCheck& check);
  void result_type(Node& node, const Function& function);
  void unify(Node& node, std::uint32_t first, std::uint32_t step);
  [[nodiscard]] bool unify(Node& node, const Node& typed, const Node& argument, Type& type);
  void case_type(Node& node);
  void in_type(Node& node);

  std::size_t pattern_states_ = 0;  ///< Of all patterns that are written out.
};

}  // namespace signalbox::formula
