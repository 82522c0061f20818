// The outcomes of many records at once, each distinct outcome once.
#pragma once

#include <string>

#include "api/api.h"

namespace signalbox::api {

/// Appends `{"ok":true,"outcomes":[...],"of":[...]}` (docs/engine-api.md, "Sessions"). The records have the program's
/// layout, the roster the directory. O(records x decision); JSON is written for distinct outcomes only.
void write_outcomes(const Context& context, const Records& records, std::string& out);

}  // namespace signalbox::api
