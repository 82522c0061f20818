// The examples of a definition: records with the outcome that its author expects.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/api.h"
#include "model/reader.h"

namespace signalbox::api {

/// Reports what is wrong with the `examples` at `place`: shapes, fields that are not declared, values of another type,
/// and outputs, decisions and rules that do not exist.
void check_examples(const Place& place, const Program::Parts& parts);

/// What examples are decided with.
struct ExampleContext {
  Program program;
  std::optional<Directory> directory;  ///< Without it queues and agents are not compared.
  std::optional<Roster> roster;        ///< Of that directory.
  Instant at;                          ///< For the examples that do not say when.
};

[[nodiscard]] bool has_examples(const Program& program);

/// Decides every example and appends the report of docs/engine-api.md ("Examples"). O(examples x decision).
void write_examples(const ExampleContext& context, std::string& out);

/// Appends examples that show, test by test, that each rule of a decision matters (analysis/cases.h), as
/// docs/engine-api.md says. False when there is no such decision.
[[nodiscard]] bool write_cases(const Program& program, std::string_view decision, Instant at, std::string& out);

}  // namespace signalbox::api
