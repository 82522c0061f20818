// From a definition to a program.
#pragma once

#include <memory>

#include "api/program.h"
#include "model/reader.h"

namespace signalbox::api {

/// Compiles the definition at `root`. Null when it has errors, all of which are reported. O(definition).
[[nodiscard]] std::shared_ptr<Program::Parts> compile_definition(const Place& root);

/// May a field be called that? Identifiers with dots between them.
[[nodiscard]] bool is_path(std::string_view name);

// The parts, in the order in which they are compiled; each reports its own errors.

/// Can it be a name in formulas: a letter, then letters, digits and `_`?
[[nodiscard]] bool is_identifier(std::string_view name);
/// `fields` -> layout. What cannot be read is left out.
[[nodiscard]] std::shared_ptr<const Layout> compile_fields(const Place& place);
/// The names in view of every formula: fields, then each milestone's quantities, the contacts, the outputs of
/// decisions.
[[nodiscard]] std::shared_ptr<const formula::Scope> compile_scope(std::shared_ptr<const Layout> layout,
                                                                  const std::optional<Place>& milestones,
                                                                  const std::optional<Place>& contacts,
                                                                  const std::optional<Place>& decisions,
                                                                  formula::Blanks blanks);
/// `$Decision.<name>.<output>` for every output that is no list, as far as the names can be written in a formula.
[[nodiscard]] std::vector<formula::Global> decision_globals(const Place& decisions);
/// Where a formula names an output that is a list, lets the error (`unknown-global`) say that it is one.
void tell_of_lists(const Place& decisions);
void compile_decisions(const Place& place, Program::Parts& parts);
/// Which decisions read which. Reports cycles (`decision-cycle`) and chains longer than kMaxDecisionDepth (`too-deep`).
void link_decisions(const Place& root, Program::Parts& parts);
/// By slot: a milestone's quantity, or an output of a decision that reads one, at first or second hand.
[[nodiscard]] std::vector<bool> clock_slots(const Program::Parts& parts);
/// The decisions' outputs that formulas read, as indices into decision_globals: ascending, each once.
[[nodiscard]] std::vector<std::uint32_t> reads_of(const std::vector<const formula::Formula*>& formulas,
                                                  const Program::Parts& parts);
void compile_contacts(const Place& place, Program::Parts& parts);
/// `decision_names`: all that the definition declares, so that a decision with errors is not called unknown as well.
void compile_milestones(const Place& place, const std::vector<std::string_view>& decision_names, Program::Parts& parts);
void compile_policies(const Place& place, const std::vector<std::string_view>& decision_names,
                      const std::optional<Place>& agent_fields, Program::Parts& parts);
void compile_steps(const Place& place, const std::vector<std::string_view>& decision_names,
                   const std::vector<std::string_view>& policy_names, Program::Parts& parts);
/// After compile_time, which tells how decisions turn.
void compile_escalations(const Place& place, Program::Parts& parts);
/// What only the whole shows: thresholds, the quantities that are read, and formulas that must be asked again and again
/// (`sampled`).
void compile_time(const Place& root, Program::Parts& parts);

}  // namespace signalbox::api
