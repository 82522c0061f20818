// The one door of the engine: JSON in, JSON out. Every host goes through it; the contract is docs/engine-api.md.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/operations.h"
#include "base/time.h"

namespace signalbox {
class RecordSet;
}

namespace signalbox::api {

/// Version of the engine, e.g. "0.1.0"; part of every audit entry.
[[nodiscard]] std::string_view engine_version();

/// A compiled definition. Immutable; share it between threads.
class Program {
 public:
  struct Parts;
  explicit Program(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}
  [[nodiscard]] const Parts& parts() const { return *parts_; }
  [[nodiscard]] std::string_view name() const;
  [[nodiscard]] std::string_view object() const;

 private:
  std::shared_ptr<const Parts> parts_;
};

/// A read directory. Immutable; share between threads.
class Directory {
 public:
  struct Parts;
  explicit Directory(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}
  [[nodiscard]] const Parts& parts() const { return *parts_; }

 private:
  std::shared_ptr<const Parts> parts_;
};
/// A read roster of one directory. Share between threads what is not being changed.
class Roster {
 public:
  struct Parts;
  explicit Roster(std::shared_ptr<Parts> parts) : parts_(std::move(parts)) {}
  [[nodiscard]] const Parts& parts() const { return *parts_; }
  /// To change this roster and no copy of it: O(1) when there is none, else the roster is copied first.
  [[nodiscard]] Parts& own_parts();

 private:
  std::shared_ptr<Parts> parts_;
};

/// The compiled workflow of a program. Immutable; share it between threads.
class Workflow {
 public:
  struct Parts;
  explicit Workflow(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}
  [[nodiscard]] const Parts& parts() const { return *parts_; }

 private:
  std::shared_ptr<const Parts> parts_;
};

/// What reading a document gave: the thing when it has no errors, and the diagnostics either way.
template <class T>
struct Loaded {
  std::optional<T> value;
  std::string diagnostics;  ///< A JSON array of diagnostics (docs/engine-api.md), `[]` when there are none.
};

[[nodiscard]] Loaded<Program> load_definition(std::string_view json);
[[nodiscard]] Loaded<Directory> load_directory(std::string_view json);
/// The roster's agents must be in `directory`.
[[nodiscard]] Loaded<Roster> load_roster(std::string_view json, const Directory& directory);
/// What only both together show: queues and skills that the definition names and the directory lacks. A JSON array of
/// diagnostics.
[[nodiscard]] std::string check_against(const Program& program, const Directory& directory);

/// Gaps, overlaps, rows that are never reached and the like, decision by decision (docs/engine-api.md, "Analysis"): a
/// JSON array.
[[nodiscard]] std::string analyse(const Program& program);

/// Everything a decision reads beside the record. `roster` empty: assumed (docs/engine-api.md).
struct Context {
  Program program;
  Directory directory;
  std::optional<Roster> roster;
  Instant at;
  bool explain = false;
  bool winners_only = false;  ///< The explanation leaves out the rules that did not win, and so costs no look at them.
  bool is_clone = false;      ///< What ISCLONE says: the record has been made as a copy of another one.
};

/// Everybody online, idle and never assigned.
[[nodiscard]] Roster assumed_roster(const Directory& directory);
/// Takes over what a later roster document says of the agents that it names: the session's operation `roster.update`. A
/// JSON array of diagnostics; with errors nothing has changed.
[[nodiscard]] std::string update(Roster& roster, std::string_view json);
/// The agent online, available, in office and without work. False when the directory has no such agent.
[[nodiscard]] bool make_free(Context& context, std::string_view agent);

/// Records prepared for a program; reading never fails as a whole, bad records are reported in their place. `format`:
/// "auto", "json", "jsonl", "csv". O(n).
class Records {
 public:
  static Records read(std::string_view body, std::string_view format, const Program& program);
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] const RecordSet& set() const { return *set_; }
  /// JSON array of {"index","code","sentence","path"}.
  [[nodiscard]] std::string errors() const;

 private:
  explicit Records(std::shared_ptr<const RecordSet> set) : set_(std::move(set)) {}
  std::shared_ptr<const RecordSet> set_;
};

/// What differs between two versions of a definition: {"decisions":[...],"records":{...}} (docs/engine-api.md,
/// "Difference"). `before` and `after` are the same records as each version reads them, or both null; milestones find
/// their business hours in `directory`.
[[nodiscard]] std::string difference(const Program& old_version, const Program& new_version, const Records* before,
                                     const Records* after, Instant at, const std::optional<Directory>& directory);

/// Decides and remembers nothing. One for each thread: it owns the scratch memory that makes repeated decisions free of
/// allocation.
class Decider {
 public:
  explicit Decider(Context context);
  ~Decider();
  Decider(Decider&&) noexcept;
  Decider& operator=(Decider&&) noexcept;

  /// Appends one decision (or, for a bad record, {"ok":false,...}) without a line end. False when the record was bad.
  /// `record_json`: one record in any of the three shapes.
  bool decide(std::string_view record_json, std::string& out);
  /// The same with the decision's outcome alone, for which less is looked at: nothing of what is ahead of the record.
  bool outcome(std::string_view record_json, std::string& out);
  /// The same for one prepared record; its records must have this program's layout (see fits).
  bool decide(const Records& records, std::size_t index, std::string& out);
  [[nodiscard]] bool fits(const Records& records) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Who takes each of the records, all at once: the JSON object of the session's operation `assign`
/// (docs/engine-api.md).
/// {"ok":false,...} when the records have another layout or the roster another directory.
[[nodiscard]] std::string assign(const Context& context, const Records& records);

/// What a record's history makes of its clocks at an instant: the JSON object of the session's operation `milestones`
/// (docs/engine-api.md).
[[nodiscard]] std::string milestones(const Program& program, const Directory& directory, std::string_view history,
                                     Instant at);
/// Carries the escalations of one record on to an instant: the JSON object of the session's operation `escalate`. A
/// pure function of the history and the state, which it gives back changed. `until`: what is due later is left for
/// another call, and `wake` comes to it; nullopt: all up to `at`.
[[nodiscard]] std::string escalate(const Program& program, const Directory& directory, std::string_view body,
                                   Instant at, std::optional<Instant> until = std::nullopt);
/// Which levels come due and which milestones are breached within a time: the JSON object of the session's operation
/// `atRisk`. `records`: JSON lines of histories with their states.
[[nodiscard]] std::string at_risk(const Program& program, const Directory& directory, std::string_view records,
                                  Instant at, std::int64_t within_ms);
/// Which records would have escalated: one line of JSON for each history of `histories` (JSON lines), and a last one
/// with the sums. The session's operation `whatIf`.
[[nodiscard]] std::string what_if(const Program& program, const Directory& directory, std::string_view histories,
                                  Instant at);

/// A policy that histories are looked at with.
struct WhatIfPolicy {
  Program program;
  Directory directory;  ///< Where its milestones find their business hours.
};

/// What another policy would have moved: one line of JSON for each history, and a last one with the sums. The session's
/// operation `whatIf` with `old`.
[[nodiscard]] std::string what_if_change(const WhatIfPolicy& before, const WhatIfPolicy& after,
                                         std::string_view histories, Instant at);

/// The steps of the definition as a workflow; its diagnostics are those of its steps.
[[nodiscard]] Loaded<Workflow> load_workflow(const Program& program);
/// A run's only way forward: the JSON object of the session's operation `workflow.advance` (docs/workflow.md).
[[nodiscard]] std::string advance(const Workflow& workflow, const Directory& directory,
                                  const std::optional<Roster>& roster, std::string_view body);

/// A conversation by messages (docs/engine-api.md, "Sessions"): handles for programs, directories, rosters and record
/// sets. Not thread-safe. Used by the WASM host and by tests.
class Session {
 public:
  /// With every operation.
  Session();
  /// With the operations of these groups; another one answers `unknown-op`.
  explicit Session(std::vector<OperationGroup> groups);
  ~Session();
  /// Message: a header, one line of JSON, `\n`, the body. Never fails: trouble is in the answer. The view is valid
  /// until the next call.
  [[nodiscard]] std::string_view call(std::string_view message);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// One case of the conformance contract (see formula/batch.h).
[[nodiscard]] std::string formula_batch(std::string_view json_case);
/// Type check and evaluation of one formula against an optional record, for the command line:
/// {"ok","type","value","diagnostics"}.
[[nodiscard]] std::string evaluate_formula(std::string_view formula, std::string_view fields_json,
                                           std::string_view record_json, Instant now);

}  // namespace signalbox::api
