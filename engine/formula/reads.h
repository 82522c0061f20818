// What a formula reads: slots, thresholds, the time.
#pragma once

#include <cstdint>
#include <vector>

#include "formula/ast.h"
#include "formula/program.h"
#include "formula/scope.h"

namespace signalbox::formula {

/// Fills slots, bare_slot, domain, thresholds and is_sampled of the program. `constants`: of fold_constants. O(n log
/// n).
void describe_reads(const Ast& ast, const Scope& scope, const std::vector<std::int32_t>& constants, Program& program);

}  // namespace signalbox::formula
