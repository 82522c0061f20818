// Which kind of document a file is, told by its content.
#pragma once

#include <optional>
#include <string_view>

#include "model/json.h"

namespace signalbox::cli {

enum class DocumentKind : unsigned char { kDefinition, kDirectory, kRoster };

[[nodiscard]] std::string_view kind_name(DocumentKind kind);

/// `object`, `fields`, `decisions`, `routing`, `milestones` or `steps` make a definition; `queues` or `skills`, or
/// agents with a name, skills or capacity, make a directory; agents alone make a roster. nullopt when nothing tells.
[[nodiscard]] std::optional<DocumentKind> document_kind(json::Node root);

}  // namespace signalbox::cli
