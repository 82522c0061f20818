// The record as flows write it: `$Record.Amount` and `$Record__Prior.Amount`.
#pragma once

#include <cstddef>
#include <string_view>

namespace signalbox::formula {

/// `$Record.` and `$Record__Prior.`: what stands before a field's path there.
inline constexpr std::string_view kRecordPrefix = "$Record.";
inline constexpr std::string_view kPriorRecordPrefix = "$Record__Prior.";

/// Does the name, or the beginning of one, begin with the prefix? Without regard to ASCII case.
[[nodiscard]] bool has_prefix(std::string_view name, std::string_view prefix);

/// `$Record` or `$Record__Prior` alone.
[[nodiscard]] bool is_whole_record(std::string_view name);

/// `Amount` of `Amount`, `$Record.Amount` and `$Record__Prior.Amount`; other names as they are.
/// Source: help.salesforce.com, "Global Variables in Flows": `$Record` is the record that started the flow,
/// `$Record__Prior` the same record before it was saved.
[[nodiscard]] std::string_view field_path(std::string_view name);

}  // namespace signalbox::formula
