// Compiling again after a small edit.
#pragma once

#include <optional>
#include <string_view>

#include "api/api.h"

namespace signalbox::api {

/// The program of `json`, made from that of an earlier text of which only one rule of one table differs (spaces aside:
/// a byte elsewhere is a difference). It is in everything the program that compiling `json` gives. nullopt when the
/// edit reaches further (see rules::with_rule), or when compiling either text reports anything: then compile as usual.
/// O(text) to compare the bytes, and O(rows).
[[nodiscard]] std::optional<Program> recompile(const Program& former, std::string_view json);

}  // namespace signalbox::api
