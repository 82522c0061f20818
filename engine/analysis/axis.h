// One axis of the space that a decision table divides: everything that one input can be.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/bit_set.h"
#include "rules/table.h"

namespace signalbox::analysis {

/// Where an axis has its values from.
enum class Source : std::uint8_t {
  kField,   ///< A field of the record, bare or as TEXT() of a picklist: every value can be had.
  kGlobal,  ///< A global, which no record holds.
  kTime,  ///< The instant of the decision: `$Now`, and what rules that are effective for a time depend on. Never blank.
  kComputed,  ///< Any other formula: which of its values a record can bring about is not known.
};

/// A test that some cell makes on the axis.
struct AxisTest {
  const rules::UnaryTest* test;
  formula::Blanks blanks;
};

/// The literals of all tests on the axis cut its values into classes, within which no test tells values apart; blank is
/// a class of its own. Texts, numbers, dates and times are cut along their order. A picklist has the values that its
/// field declares and no others, or any text when it declares none. A multi-select picklist has the combinations of the
/// values that the tests name (and one value that none of them names). Values that are errors are left out.
class Axis {
 public:
  /// More tested values of a multi-select picklist than this make 2^n too many classes.
  static constexpr std::size_t kMaxSelected = 8;

  struct Subject {
    std::string key;   ///< Subjects with the same key have the same value in every record.
    std::string text;  ///< The name of the field or global; else the formula as written.
    Source source = Source::kComputed;
    Type type = Type::kAny;
    bool is_supplied = false;         ///< A global that the host supplies, and no output of another decision.
    std::vector<std::string> domain;  ///< Of a picklist, or the output of a decision; empty: any text.
    /// Of the record in hand, see Space::around. A picklist's counts as one of its domain. Outlives the axis.
    const Value* present = nullptr;
  };

  /// O(tests x log literals + classes), and for a multi-select picklist tests x classes.
  Axis(Subject subject, const std::vector<AxisTest>& tests);

  [[nodiscard]] const Subject& subject() const { return subject_; }
  /// False when its classes are too many to be told apart: what its cells let through is not known.
  [[nodiscard]] bool is_known() const { return known_; }
  [[nodiscard]] std::size_t classes() const { return first_value_.size(); }
  /// A value of the class. Text lives as long as the axis.
  [[nodiscard]] const Value& value(std::size_t one) const { return values_[first_value_[one]].literal.value; }

  // Sets are kept once and known by number; kAll is the set of all classes.
  static constexpr std::uint32_t kAll = 0;
  [[nodiscard]] std::uint32_t set_of_test(std::size_t test) const { return set_of_test_[test]; }
  [[nodiscard]] const BitSet& set(std::uint32_t number) const { return sets_[number]; }
  [[nodiscard]] std::size_t sets() const { return sets_.size(); }
  [[nodiscard]] std::uint32_t number_of(const BitSet& set);

  /// The classes of whose values the tests say what they say of the present one. Empty for a value that is an error.
  [[nodiscard]] const BitSet& alike() const { return alike_; }
  /// The value of the class that is nearest to the present one, and how far: in numbers, days or milliseconds. nullopt:
  /// there is no distance between them. A gap without an end of its own is entered by one unit of the last place that
  /// its end or the present value is written with. O(slices of the class).
  [[nodiscard]] std::pair<rules::Literal, std::optional<Decimal>> nearest_in(std::size_t one) const;
  /// The distance as a share of what the literals and the present value span. Without a distance it is 1, or 2 for a
  /// number, a date or a time that becomes blank.
  [[nodiscard]] Decimal share_of_span(const std::optional<Decimal>& distance) const;

  /// The part of the set, with its class `one`, that a single unary test can say: all of it, but for the selections of
  /// a multi-select picklist, of which it is then those that chose some of the tested values and did not choose others.
  [[nodiscard]] BitSet sayable_part(const BitSet& set, std::size_t one) const;
  /// A set that a single unary test can say as that test: `"DE","AT"`, `[3..5)`, `not(blank)`, `-`. Exactly the values
  /// of the set pass it, however blanks count, but for values that a picklist does not declare.
  [[nodiscard]] std::string text_of(const BitSet& set) const;

 private:
  /// A literal, or the values between two neighbouring literals with one of them as an example. Blank is the last.
  struct Slice {
    rules::Literal literal;
    bool is_point = false;
  };
  friend class AxisText;
  friend class Selections;
  friend class NearestValue;

  void cut_at(std::vector<rules::Literal> points, bool ordered);
  /// nullopt when no single test says the set.
  [[nodiscard]] std::optional<std::string> text_of_selections(const BitSet& set) const;
  void cut_selections(const std::vector<rules::Literal>& points);
  /// By slice: does it pass?
  [[nodiscard]] std::vector<std::uint32_t> toggles_of(const AxisTest& test) const;
  void merge(const std::vector<std::vector<std::uint32_t>>& toggles);
  void make_sets(const std::vector<std::vector<std::uint32_t>>& toggles);
  void find_alike(const std::vector<AxisTest>& tests);

  Subject subject_;
  bool known_ = true;
  bool ordered_ = false;                    ///< There are values between the literals, and the order matters.
  bool open_ = false;                       ///< The last slice but blank is every other value.
  bool zero_is_blank_ = false;              ///< A blank passes what 0, or false, passes.
  std::vector<Slice> values_;               ///< Ascending.
  std::vector<std::string> tested_;         ///< Of a multi-select picklist that is known: the values of the tests.
  std::vector<std::uint32_t> chosen_;       ///< Their combinations by slice, a bit for each.
  std::vector<std::uint32_t> class_of_;     ///< By slice.
  std::vector<std::uint32_t> first_value_;  ///< By class: its first slice.
  std::deque<BitSet> sets_;                 ///< References to them stay good when there are more.
  std::map<BitSet, std::uint32_t> numbers_;
  std::vector<std::uint32_t> set_of_test_;
  BitSet alike_;
};

}  // namespace signalbox::analysis
