#include "server/store/chain.h"

#include "model/json_writer.h"
#include "server/sha256.h"

namespace signalbox::store {

Hash entry_hash(const Entry& entry) {
  std::string text;
  json::Writer writer(text);
  writer.begin_array().text(entry.previous_hash).number(entry.sequence).text(entry.id).text(to_text(entry.committed));
  writer.text(entry.object).text(entry.record_id).text(to_text(entry.at)).boolean(entry.explain);
  writer.text(entry.definition).number(entry.definition_version).text(entry.definition_hash).text(entry.directory_hash);
  entry.roster_hash ? writer.text(*entry.roster_hash) : writer.null();
  writer.text(sha256_hex(entry.record)).text(sha256_hex(entry.decision)).text(entry.engine).end_array();
  return sha256_hex(text);
}

}  // namespace signalbox::store
