// The hash chain of the decision log: whoever changes an entry changes every hash after it.
#pragma once

#include <string>

#include "server/store/store.h"

namespace signalbox::store {

/// The predecessor of the first entry.
inline const Hash kNoHash = Hash(64, '0');

/// SHA-256 of the JSON array, without white space, of: previous hash, sequence, id, committed, object, record's id, at,
/// explain, definition, its version, its hash, directory's hash, roster's hash or null, SHA-256 of the record's bytes,
/// SHA-256 of the decision's bytes, engine. Instants are texts. `hash` is not read.
[[nodiscard]] Hash entry_hash(const Entry& entry);

}  // namespace signalbox::store
