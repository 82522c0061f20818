// Lists of names: who is told, what a record is split by.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workflow/visit.h"

namespace signalbox::workflow {

/// The parts of a text between `;`, without white space around them; empty parts are left out.
[[nodiscard]] std::vector<std::string> split_list(std::string_view text);
/// All that the contents name, each once, in their order.
[[nodiscard]] std::vector<std::string> names_of(const Recipient& recipient, Visit& visit);
void write_names(json::Writer& writer, std::string_view member, const std::vector<std::string>& names);

}  // namespace signalbox::workflow
