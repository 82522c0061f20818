// Constant folding: what can be computed once is computed while compiling.
#pragma once

#include <cstdint>
#include <vector>

#include "formula/ast.h"
#include "formula/program.h"

namespace signalbox::formula {

inline constexpr std::uint32_t kTrueConstant = 0;  ///< Constants that every program has.
inline constexpr std::uint32_t kFalseConstant = 1;
inline constexpr std::int32_t kNotConstant = -1;

/// Adds the constants of the tree to the program; answers for each node the index of its constant, or kNotConstant.
/// What would be an error is left to evaluation. O(n), and at most some 64 KiB of text.
[[nodiscard]] std::vector<std::int32_t> fold_constants(const Ast& ast, Program& program);

}  // namespace signalbox::formula
