// FEEL's functions that a formula can say exactly.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/type.h"

namespace signalbox::dmn {

/// What stands in a formula for a call of one function. `$1`, `$2` ... are its arguments, each in parentheses.
struct FunctionForm {
  std::string_view name;
  std::size_t arguments;
  std::string_view form;
  Type result;
};

/// The form of the function with that many arguments; nullptr when there is none.
[[nodiscard]] const FunctionForm* find_function(std::string_view name, std::size_t arguments);
/// Whether there is one with any number of arguments.
[[nodiscard]] bool is_function(std::string_view name);
[[nodiscard]] std::vector<std::string_view> function_names();
/// The form with its arguments filled in.
[[nodiscard]] std::string fill(std::string_view form, const std::vector<std::string>& arguments);

/// The formula of a part (`year`, `hour`) of a date, time or date-time; nullopt when the type has no such part.
[[nodiscard]] std::optional<std::string> part_of(std::string_view part, const std::string& formula, Type of);

}  // namespace signalbox::dmn
