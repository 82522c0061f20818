// Words of unary tests.
#pragma once

#include <string>
#include <string_view>

namespace signalbox::analysis {

/// A text as an operand of a unary test: characters other than quotes, backslashes and ends of lines stand for
/// themselves.
[[nodiscard]] std::string quoted_operand(std::string_view text);

/// Adds a test to a list of them.
void append_test(std::string& list, std::string_view test);

}  // namespace signalbox::analysis
