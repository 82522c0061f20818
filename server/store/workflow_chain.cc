#include "model/json_writer.h"
#include "server/sha256.h"
#include "server/store/workflow_runs.h"

namespace signalbox::store {

Hash workflow_entry_hash(const std::string& run, const WorkflowEntry& entry) {
  std::string text;
  json::Writer writer(text);
  writer.begin_array().text(entry.previous_hash).text(run).number(entry.sequence).text(to_text(entry.taken));
  writer.text(entry.actor).text(entry.definition_hash).text(entry.directory_hash);
  entry.roster_hash ? writer.text(*entry.roster_hash) : writer.null();
  writer.text(entry.engine).text(sha256_hex(entry.event)).text(sha256_hex(entry.trace));
  writer.text(sha256_hex(entry.commands)).text(entry.state_hash).end_array();
  return sha256_hex(text);
}

}  // namespace signalbox::store
