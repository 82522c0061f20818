// Which fields a program reads and where: the slots of a prepared record.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/location.h"
#include "model/type.h"

namespace signalbox {

/// The declared fields in declared order; a field's slot is its index. Immutable once built, shared by programs and
/// prepared records.
class Layout {
 public:
  /// Names are unique without regard to ASCII case; the caller has reported duplicates already (the first wins).
  explicit Layout(std::vector<Field> fields);

  [[nodiscard]] std::size_t size() const { return fields_.size(); }
  [[nodiscard]] const Field& field(std::size_t slot) const { return fields_[slot]; }
  /// Slot of a field, without regard to ASCII case; O(length of the name).
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const;
  struct Part {
    std::uint32_t slot;  ///< Of the location.
    LocationPart part;
    friend bool operator==(const Part&, const Part&) = default;
  };
  /// The location of which `name` is a part that is not declared for itself (see part_of_location).
  [[nodiscard]] std::optional<Part> find_part(std::string_view name) const;
  /// True when a field belongs to a related record (its name has a dot).
  [[nodiscard]] bool has_paths() const { return has_paths_; }
  /// 64-bit FNV-1a over names and types in order: equal for layouts that prepare records alike.
  [[nodiscard]] std::uint64_t fingerprint() const { return fingerprint_; }

 private:
  std::vector<Field> fields_;
  std::vector<std::uint32_t>
      by_name_;  ///< Hash table by lower-case name: slot + 1, 0 where nothing is. Its size is a power of two.
  std::uint64_t fingerprint_ = 0;
  bool has_paths_ = false;
  bool has_locations_ = false;
};

}  // namespace signalbox
