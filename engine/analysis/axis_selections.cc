// Sets of selections as unary tests.
#include <optional>
#include <string>
#include <vector>

#include "analysis/axis.h"
#include "analysis/axis_text.h"

namespace signalbox::analysis {

/// A set of the selections of a multi-select picklist. One test says those that chose (or did not choose) any of some
/// values, or all of them; no test says, for example, those that chose one of two values and not both.
class Selections {
 public:
  Selections(const Axis& axis, const BitSet& set) : axis_(axis), blank_(set.contains(axis.values_.size() - 1)) {
    for (std::size_t v = 0; v < axis.chosen_.size(); ++v) held_.push_back(set.contains(v));
  }

  /// nullopt when no single test says it.
  [[nodiscard]] std::optional<std::string> text() const {
    const auto any = clause(true);
    const auto none = clause(false);
    const auto is_plain = [](const Clause& tests) { return tests.chosen != 0 && tests.left == 0; };
    if (any && is_plain(*any)) return list(*any) + (blank_ ? ",blank" : "");
    if (none && is_plain(*none)) return "not(" + list(*none) + (blank_ ? ")" : ",blank)");
    if (none && none->chosen == 0 && !blank_) return "includes(" + list({none->left, 0}) + ")";
    if (any) return list(*any) + (blank_ ? ",blank" : "");
    if (none) return "not(" + list(*none) + (blank_ ? ")" : ",blank)");
    return std::nullopt;
  }

  /// As many of the held selections like `one` as have the same in as few values as need be.
  [[nodiscard]] BitSet part(std::size_t one) const {
    BitSet part(axis_.classes());
    if (one >= held_.size()) {
      part.add(one);
      return part;
    }
    std::uint32_t same = (1u << axis_.tested_.size()) - 1;
    const auto is_like = [&](std::size_t v) { return ((axis_.chosen_[v] ^ axis_.chosen_[one]) & same) == 0; };
    for (std::size_t p = 0; p < axis_.tested_.size(); ++p) {
      same ^= 1u << p;
      bool all = true;
      for (std::size_t v = 0; v < held_.size(); ++v) all = all && (held_[v] || !is_like(v));
      if (!all) same ^= 1u << p;
    }
    for (std::size_t v = 0; v < held_.size(); ++v) {
      if (is_like(v)) part.add(v);
    }
    return part;
  }

 private:
  /// Values, a bit for each, one of which is chosen, or one of which is not.
  struct Clause {
    std::uint32_t chosen = 0;
    std::uint32_t left = 0;
    [[nodiscard]] bool holds(std::uint32_t selection) const {
      return (selection & chosen) != 0 || (~selection & left) != 0;
    }
  };

  /// The selections that are held, or those that are not, as a clause.
  [[nodiscard]] std::optional<Clause> clause(bool held) const {
    Clause widest;
    for (std::size_t p = 0; p < axis_.tested_.size(); ++p) {
      const std::uint32_t bit = 1u << p;
      bool has = true;
      bool lacks = true;
      for (std::size_t v = 0; v < held_.size(); ++v) {
        if (held_[v] == held) continue;
        ((axis_.chosen_[v] & bit) != 0 ? has : lacks) = false;
      }
      if (has) widest.chosen |= bit;
      if (lacks) widest.left |= bit;
    }
    for (std::size_t v = 0; v < held_.size(); ++v) {
      if (widest.holds(axis_.chosen_[v]) != (held_[v] == held)) return std::nullopt;
    }
    return widest;
  }

  [[nodiscard]] std::string list(const Clause& tests) const {
    std::string text;
    for (std::size_t p = 0; p < axis_.tested_.size(); ++p) {
      if ((tests.chosen >> p & 1u) != 0) append_test(text, quoted_operand(axis_.tested_[p]));
    }
    for (std::size_t p = 0; p < axis_.tested_.size(); ++p) {
      if ((tests.left >> p & 1u) != 0) append_test(text, "!= " + quoted_operand(axis_.tested_[p]));
    }
    return text;
  }

  const Axis& axis_;
  bool blank_;
  std::vector<bool> held_;  ///< By selection.
};

std::optional<std::string> Axis::text_of_selections(const BitSet& set) const { return Selections(*this, set).text(); }

BitSet Axis::sayable_part(const BitSet& set, std::size_t one) const {
  if (tested_.empty()) return set;
  const Selections selections(*this, set);
  return selections.text() ? set : selections.part(one);
}

}  // namespace signalbox::analysis
