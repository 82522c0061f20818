// The globals that are in view in every formula and need no slot.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "formula/ast.h"
#include "model/type.h"

namespace signalbox::formula {

enum class OwnValue : std::uint8_t { kNow, kToday, kOriginDateTime, kTrue, kFalse, kEmptyText };

/// `$Now`, and what Salesforce's flows supply by themselves.
/// Source: help.salesforce.com, "Global Variables in Flows" and "Global Constants".
struct OwnGlobal {
  std::string_view name;
  Type type;
  OwnValue value;
  std::string_view meaning;  ///< One sentence for people.
};

[[nodiscard]] std::span<const OwnGlobal> own_globals();

/// Without regard to ASCII case; nullptr when there is none.
[[nodiscard]] const OwnGlobal* find_own_global(std::string_view name);

/// Makes of a name node what it stands for: a name without a slot, or a constant.
void take_own_global(Ast& ast, Node& node, const OwnGlobal& global);

/// The merge-field globals of Salesforce, such as `$User`: the engine does not know their values, so that a definition
/// declares those it reads as fields (`$User.Department`) and the host supplies them with the record.
[[nodiscard]] bool is_salesforce_global(std::string_view name);

}  // namespace signalbox::formula
