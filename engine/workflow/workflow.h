// A workflow as compiled: steps in blocks, and the ways between them. What it means stands in docs/workflow.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formula/scope.h"
#include "rules/table.h"
#include "workflow/kind.h"

namespace signalbox::workflow {

/// A length of time: working time of the hours, or calendar time where they have no name.
struct Lapse {
  std::int64_t ms = 0;
  std::string hours;  ///< Name of business hours of the directory, or empty.
};

/// How often a step that failed is asked again, and when.
struct Retry {
  std::int64_t times = 0;
  std::int64_t interval_ms = 0;
  std::int64_t backoff_percent = 100;  ///< The interval grows by this factor from try to try.
  std::int64_t cap_ms = INT64_MAX;
  std::int64_t jitter_percent = 0;  ///< Of the interval; how much of it is told by the event.
};

/// Where a step goes on after a failure.
struct Catch {
  std::vector<std::string> codes;  ///< Empty: every failure.
  Way way;
  std::string path;  ///< JSON pointer.
};

struct Step {
  std::string id;
  std::string path;  ///< JSON pointer.
  std::string_view kind_name;
  std::unique_ptr<const StepKind> kind;
  std::uint32_t block = 0;
  std::optional<rules::PlacedFormula> when;
  Way next;
  std::optional<Lapse> timeout;
  Retry retry;
  std::vector<Catch> catches;
  std::optional<std::uint32_t> compensation;  ///< The step that takes back what this one did.
  bool is_compensation = false;
  std::uint32_t first_output = 0;  ///< Among Workflow::data.
};

/// Steps that follow each other.
struct Block {
  std::vector<std::uint32_t> steps;
  std::optional<std::uint32_t> owner;  ///< The step that it is a part of; nullopt: the workflow's own.
};

/// Immutable once compiled.
struct Workflow {
  std::int64_t version = 1;
  std::optional<rules::PlacedFormula> entry;  ///< A record for which it is false does not enter.
  std::vector<Step> steps;                    ///< In the order of the document; a block's steps follow its owner.
  std::vector<Block> blocks;                  ///< The first is the workflow's own.
  /// What steps return and what a run is given, as a record of its own: `steps.<id>.<name>`, `inputs.<name>`.
  std::shared_ptr<const Layout> data;
  /// The program's names, then for each field of `data` its global, then those of the item.
  std::shared_ptr<const formula::Scope> scope;
  std::size_t first_data_slot = 0;

  [[nodiscard]] const Step* find(std::string_view id) const {
    for (const Step& step : steps) {
      if (step.id == id) return &step;
    }
    return nullptr;
  }
  [[nodiscard]] std::uint32_t index_of(const Step& step) const {
    return static_cast<std::uint32_t>(&step - steps.data());
  }
};

/// Globals behind those of Workflow::data.
enum class ItemGlobal : std::uint8_t { kValue, kIndex };
inline constexpr std::size_t kItemGlobals = 2;

}  // namespace signalbox::workflow
