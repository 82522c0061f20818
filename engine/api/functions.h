// The functions of the formula language, for help and documentation.
#pragma once

#include <string>

namespace signalbox::api {

/// A JSON array of the families, in the order of the documentation:
/// [{"family","functions":[{"name","signature","sentence","returns"} | {"name","refused"}]}]. `returns` is a type, or
/// `first` (the type of the first argument) or `common` (what the results have in common); `refused` says why.
[[nodiscard]] std::string formula_functions();

}  // namespace signalbox::api
