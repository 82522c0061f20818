// XML files as the engine takes them.
#pragma once

#include <string>
#include <string_view>

#include "server/cli/exit.h"

namespace signalbox::cli {

/// The document as a JSON tree (docs/engine-api.md, `dmn.import`). Fails on XML that is not well-formed, on any DOCTYPE
/// (so there are no entities but XML's five, nothing external is ever read, and nothing expands), on elements nested
/// deeper than kMaxXmlDepth and on files above kMaxXmlBytes. The failure names `path` and the line.
[[nodiscard]] Result<std::string> read_xml_tree(const std::string& path, std::string_view xml);

}  // namespace signalbox::cli
