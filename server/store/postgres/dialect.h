// What PostgreSQL says otherwise than SQLite.
#pragma once

#include <string>
#include <string_view>

namespace signalbox::store {

/// Parameters `?` as `$1`, `$2`, ... Texts in quotes stay as they are.
[[nodiscard]] std::string numbered_parameters(std::string_view sql);

/// A migration with PostgreSQL's words: 64-bit numbers, numbers that the database gives, bytes, texts in the order of
/// their bytes; without SQLite's options of tables. Comments and texts in quotes stay as they are.
[[nodiscard]] std::string postgres_schema(std::string_view script);

}  // namespace signalbox::store
