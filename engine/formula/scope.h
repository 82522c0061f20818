// What names a formula may use, and in which slot each one's value will be.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/layout.h"

namespace signalbox::formula {

/// How blank numeric fields count: as 0 (Salesforce's "treat blank fields as zeroes") or as blank. A global without a
/// value is blank in both: a clock that has not started has no remaining time, not none of it.
enum class Blanks : unsigned char { kAsZero, kAsBlank };

/// A global such as `$Milestone.Resolution.Remaining`: a value the host or the engine supplies beside the record.
struct Global {
  std::string name;  ///< With the leading `$`, whole path.
  Type type = Type::kText;
  std::string_view meaning = {};  ///< One sentence for people, with static storage; may be empty.
  bool is_timed = true;           ///< Its value changes by itself as time passes.
  /// Allowed values of a text; empty: any. A blank is always allowed.
  std::vector<std::string> values = {};
};

/// Names in view: the fields of a layout in slots 0..n-1, then globals in slots n, n+1, ... Those of own_globals() are
/// always in view and need no slot. Immutable.
class Scope {
 public:
  Scope(std::shared_ptr<const Layout> layout, std::vector<Global> globals, Blanks blanks);

  [[nodiscard]] const Layout& layout() const { return *layout_; }
  [[nodiscard]] const std::vector<Global>& globals() const { return globals_; }
  [[nodiscard]] Blanks blanks() const { return blanks_; }
  /// Fields and globals together.
  [[nodiscard]] std::size_t slots() const { return layout_->size() + globals_.size(); }

  struct Found {
    std::uint32_t slot;
    Type type;
    bool is_global;
  };
  /// Field path or global, without regard to ASCII case; O(log n). A field may be written as one of `$Record` or of
  /// `$Record__Prior` (see field_path).
  [[nodiscard]] std::optional<Found> find(std::string_view name) const;
  /// All names in view, for completion and for suggestions.
  [[nodiscard]] std::vector<std::string_view> names() const;

 private:
  std::shared_ptr<const Layout> layout_;
  std::vector<Global> globals_;
  Blanks blanks_;
  std::vector<std::pair<std::string, std::uint32_t>> globals_by_name_;  ///< Lower-case name, index; sorted.
};

}  // namespace signalbox::formula
