// Every kind of step by its name. A kind is a class of its own in the file of its name.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "workflow/kind.h"
#include "workflow/outline.h"
#include "workflow/reading.h"

namespace signalbox::workflow {

/// What `next` and other ways name to end a block.
inline constexpr std::string_view kEnd = "end";

struct KindEntry {
  std::string_view name;  ///< The member of the step that holds the payload.
  /// Notes outputs and blocks; null when there are none.
  void (*outline)(Outline&, const Place&);
  /// Null with errors, which are reported.
  std::unique_ptr<const StepKind> (*read)(const Place&, const Reading&);
  bool compensates = false;  ///< May stand in `compensate`.
};

[[nodiscard]] std::span<const KindEntry> kinds();

void outline_intake(Outline& outline, const Place& place);
void outline_classify(Outline& outline, const Place& place);
void outline_call(Outline& outline, const Place& place);
void outline_enrich(Outline& outline, const Place& place);
void outline_match(Outline& outline, const Place& place);
void outline_decide(Outline& outline, const Place& place);
void outline_route(Outline& outline, const Place& place);
void outline_assign(Outline& outline, const Place& place);
void outline_wait(Outline& outline, const Place& place);
void outline_approve(Outline& outline, const Place& place);
void outline_split(Outline& outline, const Place& place);
void outline_handoff(Outline& outline, const Place& place);
void outline_follow_up(Outline& outline, const Place& place);
void outline_parallel(Outline& outline, const Place& place);
void outline_for_each(Outline& outline, const Place& place);
void outline_try(Outline& outline, const Place& place);

using ReadStep = std::unique_ptr<const StepKind>;
[[nodiscard]] ReadStep read_intake(const Place& place, const Reading& reading);
[[nodiscard]] ReadStep read_classify(const Place& place, const Reading& reading);
[[nodiscard]] ReadStep read_call(const Place& place, const Reading& reading);
[[nodiscard]] ReadStep read_enrich(const Place& place, const Reading& reading);
[[nodiscard]] ReadStep read_match(const Place& place, const Reading& reading);
[[nodiscard]] ReadStep read_decide(const Place& place, const Reading& reading);
[[nodiscard]] ReadStep read_route(const Place& place, const Reading& reading);
[[nodiscard]] ReadStep read_assign(const Place& place, const Reading& reading);
[[nodiscard]] ReadStep read_wait(const Place& place, const Reading& reading);
[[nodiscard]] ReadStep read_approve(const Place& place, const Reading& reading);
[[nodiscard]] ReadStep read_notify(const Place& place, const Reading& reading);
[[nodiscard]] ReadStep read_instruct(const Place& place, const Reading& reading);
[[nodiscard]] ReadStep read_set(const Place& place, const Reading& reading);
[[nodiscard]] ReadStep read_split(const Place& place, const Reading& reading);
[[nodiscard]] ReadStep read_handoff(const Place& place, const Reading& reading);
[[nodiscard]] ReadStep read_follow_up(const Place& place, const Reading& reading);
[[nodiscard]] ReadStep read_resolve(const Place& place, const Reading& reading);
[[nodiscard]] ReadStep read_switch(const Place& place, const Reading& reading);
[[nodiscard]] ReadStep read_parallel(const Place& place, const Reading& reading);
[[nodiscard]] ReadStep read_for_each(const Place& place, const Reading& reading);
[[nodiscard]] ReadStep read_try(const Place& place, const Reading& reading);
[[nodiscard]] ReadStep read_end(const Place& place, const Reading& reading);

}  // namespace signalbox::workflow
