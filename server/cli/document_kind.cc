#include "server/cli/document_kind.h"

#include <algorithm>
#include <initializer_list>

namespace signalbox::cli {
namespace {

bool has_any(json::Node object, std::initializer_list<std::string_view> names) {
  return object.is(json::Kind::kObject) &&
         std::any_of(names.begin(), names.end(), [&](std::string_view name) { return object.find(name).has_value(); });
}

bool describes_agents(json::Node agents) {
  if (!agents.is(json::Kind::kObject)) return false;
  for (std::size_t i = 0; i < agents.size(); ++i) {
    if (has_any(agents.at(i), {"name", "skills", "capacity"})) return true;
  }
  return false;
}

}  // namespace

std::string_view kind_name(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::kDefinition:
      return "definition";
    case DocumentKind::kDirectory:
      return "directory";
    case DocumentKind::kRoster:
      return "roster";
  }
  return {};
}

std::optional<DocumentKind> document_kind(json::Node root) {
  if (has_any(root, {"object", "fields", "decisions", "routing", "milestones", "steps"}))
    return DocumentKind::kDefinition;
  if (has_any(root, {"queues", "skills"})) return DocumentKind::kDirectory;
  if (!has_any(root, {"agents"})) return std::nullopt;
  return describes_agents(*root.find("agents")) ? DocumentKind::kDirectory : DocumentKind::kRoster;
}

}  // namespace signalbox::cli
