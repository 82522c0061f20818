#include "server/service/workflow_documents.h"

namespace signalbox::service {

Result<api::Workflow> WorkflowDocuments::workflow(const store::Hash& definition) {
  if (std::optional<api::Workflow> kept = workflows_.find(definition)) return std::move(*kept);
  const Result<api::Program> program = pinned_.definition(definition);
  if (!program) return tl::unexpected(program.error());
  api::Loaded<api::Workflow> loaded = api::load_workflow(*program);
  if (!loaded.value) {
    return refuse(Ground::kConflict, "no-workflow", "The steps of the definition make no workflow.", "/definition",
                  std::move(loaded.diagnostics));
  }
  workflows_.keep(definition, *loaded.value);
  return std::move(*loaded.value);
}

}  // namespace signalbox::service
