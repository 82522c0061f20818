// Fields that must have a value before a step goes on.
#pragma once

#include <string>
#include <vector>

#include "workflow/visit.h"

namespace signalbox::workflow {

/// The names of those that are blank, with `;` between them.
[[nodiscard]] std::string missing_fields(const std::vector<std::uint32_t>& slots, const Visit& visit);
/// Asks the host to get them.
void request_fields(const std::string& missing, Visit& visit);

}  // namespace signalbox::workflow
