// A formula of the Salesforce formula language, compiled once and evaluated many times.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/diagnostic.h"
#include "formula/scope.h"
#include "model/value.h"

namespace signalbox::formula {

/// What an evaluation reads. `slots` has scope.slots() values; `prior` likewise or empty (a new record).
struct Frame {
  std::span<const Value> slots;
  std::span<const Value> prior;
  Instant now;
  bool is_clone = false;  ///< What ISCLONE says: the record has been made as a copy of another one.
};

struct Program;  // the compiled code, in formula/program.h

/// A comparison of a global with a constant inside a formula, e.g. `$Milestone.Resolution.Remaining <= 0.2`: a place
/// where the formula's value may change as time passes.
struct Threshold {
  std::uint32_t slot;      ///< Of the global.
  std::string comparison;  ///< "<", "<=", ">", ">=", "=", "!=" with the global on the left.
  Decimal constant;
};

/// Compiled, immutable, shareable between threads; cheap to copy.
class Formula {
 public:
  /// Parses, checks and compiles. nullopt with at least one error in `diagnostics` (path empty, spans in bytes of
  /// `text`); reports every error it can find, not just the first. `expected`: what the place needs (kAny: anything). A
  /// Checkbox place takes a Checkbox only; a Text place takes Text, Id; a Number place any numeric type. Depth, size
  /// and node limits of base/limits.h. O(length).
  static std::optional<Formula> compile(std::string_view text, const Scope& scope, Type expected,
                                        Diagnostics& diagnostics);

  /// Type of its value. kPicklist when the formula is a bare picklist field.
  [[nodiscard]] Type type() const;
  /// As written.
  [[nodiscard]] const std::string& text() const;
  /// Slots read, ascending, without repeats.
  [[nodiscard]] std::span<const std::uint32_t> slots() const;
  /// The slot, when the formula is nothing but one field or global.
  [[nodiscard]] std::optional<std::uint32_t> bare_slot() const;
  /// Picklist values when the formula is a bare picklist field or TEXT() of one, allowed values when it is a bare
  /// global; empty otherwise.
  [[nodiscard]] std::span<const std::string> domain() const;
  /// Comparisons of globals with constants anywhere in it.
  [[nodiscard]] std::span<const Threshold> thresholds() const;
  /// Reads the time ($Now, NOW, TODAY), or a global other than in thresholds(): its value can change at instants that
  /// are not known beforehand. When a Checkbox global turns is known to whoever supplies it.
  [[nodiscard]] bool is_sampled() const;

  /// Its value is always the same: it reads no field and no global, not the time, and not how the record came about.
  [[nodiscard]] bool is_constant() const;

  /// Never fails: trouble is an error value. Text results live in `arena`, the frame or the formula. No allocation but
  /// in the arena. Time O(program), each step bounded by the limits.
  [[nodiscard]] Value evaluate(const Frame& frame, Arena& arena) const;

 private:
  explicit Formula(std::shared_ptr<const Program> program);
  std::shared_ptr<const Program> program_;
};

}  // namespace signalbox::formula
