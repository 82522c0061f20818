// Analysis and semantic difference as JSON: what the functions of api.h and the session share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/finding.h"
#include "api/program.h"
#include "model/json_writer.h"

namespace signalbox::api {

/// Writes an array: the analysis of each decision, or with `only` of that one (docs/engine-api.md, "Analysis").
/// `budget`: steps for each decision.
void write_analysis(json::Writer& writer, const Program& program, const rules::Table* only, std::uint64_t budget);

/// Writes an array: each decision that either version has, those of `before` first (docs/engine-api.md, "Difference").
void write_difference(json::Writer& writer, const Program& before, const Program& after, std::uint64_t budget);

/// Writes the member `region` and, when there is one, `witness`.
void write_place(json::Writer& writer, const std::vector<analysis::Condition>& region,
                 const std::optional<analysis::Witness>& witness);

/// The same records as each version reads them, and when they are decided.
struct RecordPair {
  const Records& before;
  const Records& after;  ///< As many, in the same order.
  Instant at;
  std::optional<Directory> directory;  ///< Where milestones find their business hours; without it there are none.
};
/// Writes an object: how many records change, and which. Decisions that only one version has are left out. Queues and
/// agents are not asked for: what decisions give is compared.
void write_record_changes(json::Writer& writer, const Program& before, const Program& after, const RecordPair& records);

}  // namespace signalbox::api
