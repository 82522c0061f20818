// The report about a definition's examples, for people.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace signalbox::cli {

/// `report`: of api::write_examples.
[[nodiscard]] std::size_t count_failed_examples(std::string_view report);

/// One line for each example that did not pass, with what was expected and found, below it the reasons; then how many
/// passed.
[[nodiscard]] std::string example_lines(std::string_view path, std::string_view report);

}  // namespace signalbox::cli
