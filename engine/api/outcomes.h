// The outcomes of many records at once, each distinct outcome once.
#pragma once

#include <string>
#include <string_view>

#include "api/api.h"

namespace signalbox::api {

/// Appends `{"ok":true,"outcomes":[...],"of":[...]}` (docs/engine-api.md, "Sessions"), and with `context.explain` which
/// rules won. The records have the program's layout, the roster the directory. O(records x decision); JSON is written
/// for distinct outcomes only.
void write_outcomes(const Context& context, const Records& records, std::string& out);

/// The same for records as they are written, which are read and decided on the way and not kept; with an array `errors`
/// as in the answer of the operation `records`. `format` as in Records::read.
void write_outcomes(const Context& context, std::string_view body, std::string_view format, std::string& out);

}  // namespace signalbox::api
