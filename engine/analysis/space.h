// The space that decision tables divide: their inputs as axes, their rows as boxes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/axis.h"
#include "formula/scope.h"
#include "rules/table.h"

namespace signalbox::analysis {

/// One set of classes for each axis: all records whose values lie in them. None of the sets is empty.
using Box = std::vector<BitSet>;

/// A table and the names that its formulas see.
struct TableIn {
  const rules::Table* table;
  const formula::Scope* scope;
};

/// The rows of one table as boxes.
struct Rows {
  const rules::Table* table = nullptr;
  std::vector<std::optional<std::uint32_t>> axis_of_input;  ///< nullopt: no cell of this input tests anything.
  std::size_t axes = 0;
  std::vector<std::uint32_t> sets;     ///< rows x axes: set numbers of each axis.
  std::vector<bool> is_impossible;     ///< Disabled, or no value passes one of its cells, or two of them together.
  std::vector<std::uint32_t> unknown;  ///< 0, or a number that rows share whose unknown tests are the same formulas.

  [[nodiscard]] std::size_t size() const { return is_impossible.size(); }
  [[nodiscard]] const std::uint32_t* operator[](std::size_t row) const { return sets.data() + row * axes; }
};

/// What becomes of tests that are formulas: cells `= formula`, and the conditions of a rule list.
enum class Formulas : std::uint8_t {
  kUnknown,  ///< What they let through is not known: the row's box is too large, and the row is marked as unknown.
  kAxes,     ///< Whether each holds is an axis of its own.
};

/// What a condition that reads nothing says of every record; nullopt for other conditions.
[[nodiscard]] std::optional<bool> constant_of(const rules::Condition& condition);

/// Inputs of several tables that read the same field share an axis. Where rules are effective for a time, the instant
/// is an axis.
class Space {
 public:
  /// Rows keep one bit for each axis in a word.
  static constexpr std::size_t kMaxAxes = 64;

  /// nullopt when the tables test more than kMaxAxes inputs. O(cells).
  static std::optional<Space> of(std::span<const TableIn> tables, Formulas formulas);

  /// A record, as the inputs of one table show it.
  struct Here {
    std::span<const Value> inputs;  ///< By input.
    Value now;                      ///< The instant.
  };
  /// The same of one table, its axes knowing where the record lies (Axis::alike). What `here` holds outlives the space.
  static std::optional<Space> around(const TableIn& table, const Here& here);

  [[nodiscard]] std::vector<Axis>& axes() { return axes_; }
  [[nodiscard]] const std::vector<Axis>& axes() const { return axes_; }
  [[nodiscard]] const Rows& rows(std::size_t table) const { return rows_[table]; }
  [[nodiscard]] Box whole() const;
  /// The row's box; it must not be impossible.
  [[nodiscard]] Box box_of(const Rows& rows, std::size_t row) const;
  /// The part of the box with its first point that one unary test an axis can say.
  [[nodiscard]] Box sayable_part(Box box) const;
  /// Are the axes that the box restricts fields of the record (or the instant), every one?
  [[nodiscard]] bool is_of_fields(const Box& box) const;
  /// Are they, but for one global that the host supplies? Then some record with some value of it lies in the box. What
  /// formulas and other decisions make of the record's fields need not go together.
  [[nodiscard]] bool can_be_had(const Box& box) const;

 private:
  friend class SpaceBuilder;
  /// Those that the box restricts.
  [[nodiscard]] std::vector<const Axis*> axes_beside_fields(const Box& box) const;

  std::vector<Axis> axes_;
  std::vector<Rows> rows_;
};

}  // namespace signalbox::analysis
