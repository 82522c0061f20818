// What every kind of step is: one class a kind, each in a file of its own below steps/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "model/json.h"

namespace signalbox::workflow {

class Visit;

/// Where a step leads: to a step of its own block, or to the end of that block.
struct Way {
  static constexpr std::uint32_t kEndOfBlock = UINT32_MAX;
  std::uint32_t step = kEndOfBlock;
  [[nodiscard]] bool ends() const { return step == kEndOfBlock; }
  friend bool operator==(const Way&, const Way&) = default;
};

/// How a whole run ends.
enum class Ending : std::uint8_t { kCompleted, kFailed, kCancelled };

/// What a step makes of what happened.
struct Outcome {
  enum class Kind : std::uint8_t {
    kDone,  ///< Goes on to `next`.
    kGo,    ///< Goes on along `way`.
    kStay,  ///< Waits: for an answer, an event, its timer or its blocks.
    kFail,  ///< With `code`.
    kEnd,   ///< The run ends.
  };
  Kind kind = Kind::kDone;
  Way way;
  Ending ending = Ending::kCompleted;
  std::string code;
  std::string sentence;

  static Outcome done() { return {}; }
  static Outcome go(Way way) { return {Kind::kGo, way, {}, {}, {}}; }
  static Outcome go_or_done(const std::optional<Way>& way) { return way ? go(*way) : done(); }
  static Outcome stay() { return {Kind::kStay, {}, {}, {}, {}}; }
  static Outcome fail(std::string code, std::string sentence) {
    return {Kind::kFail, {}, {}, std::move(code), std::move(sentence)};
  }
  static Outcome end(Ending ending) { return {Kind::kEnd, {}, ending, {}, {}}; }
};

/// What a host said about a command, or a person about a question.
struct Answer {
  std::optional<json::Node> result;  ///< Object; of a person: `values`.
  std::string_view word;  ///< Of a person: "approve", "accept", "done" ...; of a host: which of the commands, from 0.
  std::string_view by;
};

/// What happens to records while steps wait.
enum class Happening : std::uint8_t { kRecordUpdated, kReply, kChildClosed };

/// What the checker asks of a step.
struct Traits {
  std::vector<Way> ways;                   ///< Beside `next`.
  std::vector<std::uint32_t> blocks;       ///< Blocks of its own.
  bool goes_on = true;                     ///< May take `next`.
  bool waits = false;                      ///< May need another event before it goes on.
  bool commands = false;                   ///< Fails with whatever code its host gives.
  std::vector<std::string_view> failures;  ///< Codes of its own failures.
};

/// Immutable: what a run remembers of a step is in the token and in the data.
class StepKind {
 public:
  StepKind() = default;
  StepKind(const StepKind&) = delete;
  StepKind& operator=(const StepKind&) = delete;
  virtual ~StepKind() = default;

  [[nodiscard]] virtual Traits traits() const = 0;
  /// A token comes to the step, also at each retry.
  virtual Outcome enter(Visit& visit) const = 0;
  /// The host's answer to the command of this attempt. A step that awaits none is not moved by it.
  virtual Outcome answered(Visit& visit, const Answer& answer) const;
  /// What a person said.
  virtual Outcome told(Visit& visit, const Answer& answer) const;
  /// The token's own timer has come.
  virtual Outcome due(Visit& visit) const;
  /// Something happened to the record while the token waits here.
  virtual Outcome happened(Visit& visit, Happening happening, const Answer& about) const;
  /// The block that was begun with that index has come to its end.
  virtual Outcome block_ended(Visit& visit, std::int64_t index) const;
  /// A step inside failed, and nothing below catches it. kFail: nor does this step.
  virtual Outcome block_failed(Visit& visit, const Outcome& failure) const;
};

}  // namespace signalbox::workflow
