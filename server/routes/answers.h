// What all routes share: refusals and entries as answers.
#pragma once

#include <string>

#include "server/http/message.h"
#include "server/http/problem.h"
#include "server/service/refusal.h"
#include "server/store/store.h"

namespace signalbox::routes {

/// The refusal as a problem document with the status of its ground.
[[nodiscard]] http::Response refused(const service::Refusal& refusal);

/// 400 for a parameter, a header or a part of the path.
[[nodiscard]] http::Response bad_request(std::string_view code, std::string_view sentence, std::string_view place);

/// The entity tag of a document: its SHA-256 in quotes.
[[nodiscard]] std::string entity_tag(const store::Hash& hash);

/// The hash in an `If-Match` header's only entity tag; nullopt when it holds anything else.
[[nodiscard]] std::optional<store::Hash> hash_of_tag(std::string_view header);

/// An entry of the decision log as JSON: the decision byte for byte, and the record when asked for.
[[nodiscard]] std::string entry_json(const store::Entry& entry, bool with_record);

/// True for 1 to kMaxNameBytes bytes: what an object, an id, a name or a key may be. The router has refused control
/// characters already.
[[nodiscard]] bool is_name(std::string_view text);

}  // namespace signalbox::routes
