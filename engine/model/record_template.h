// Records that differ from the one before only in their values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "model/json.h"
#include "model/layout.h"
#include "model/value.h"

namespace signalbox {

/// Where the values of a record stand in its JSON, in the order of the text.
struct RecordTrace {
  static constexpr std::uint32_t kNoSlot = UINT32_MAX;
  struct Place {
    std::uint32_t begin;  ///< Of the value in the text.
    std::uint32_t slot;
  };
  std::vector<Place> slots;              ///< Values that were read into slots.
  std::optional<std::uint32_t> id;       ///< Where the value of the id begins.
  std::optional<std::uint32_t> id_slot;  ///< Slot that the id fills when nothing else does (uiRecordApi).
  bool holds_container = false;          ///< The value of some field is an array or an object, or a part of a location.
};

/// The text of a record, cut at its values: names, brackets and white space are compared as bytes, and only the values
/// between them are read. A text that fits has the structure of the record that was learned, and so its members without
/// repeats, its depth and its slots; what it says beside the values has been checked then. Sources: the "sparser" and
/// "Mison" papers on speculative parsing (2017, 2018).
class RecordTemplate {
 public:
  /// Learns the structure of a record that was read well: `text` from its first byte to its last. False when one of its
  /// values makes that impossible (a field without a scalar value, or two values for one slot). O(text log values).
  bool learn(json::Node record, std::string_view text, const RecordTrace& trace, const Layout& layout);

  /// Reads the record at the beginning of `text` and returns its bytes; nullopt when it does not fit, or says something
  /// that takes a closer look (escapes, exponents, wrong UTF-8): then `row` holds rests. Texts are copied into `arena`,
  /// or with `borrow` view `text`. O(bytes).
  [[nodiscard]] std::optional<std::size_t> read(std::string_view text, bool borrow, Arena& arena, Value* row,
                                                std::string_view& id) const;

 private:
  /// Bytes before a value, then the value.
  struct Piece {
    std::uint32_t begin;  ///< Of the bytes, in literals_.
    std::uint32_t size;
    std::uint32_t slot;
    Type type;
    bool is_id;
  };
  class Scan;

  std::string literals_;  ///< All bytes between values, with room behind for reading whole words.
  std::vector<Piece> pieces_;
  Piece last_{};
  std::optional<std::uint32_t> id_slot_;
};

/// The templates of the structures met lately: records may leave members out. Gives up on bodies in which hardly any
/// record is like another.
class TemplateCache {
 public:
  [[nodiscard]] bool is_empty() const { return used_ == 0; }
  /// See RecordTemplate; `row` is blank, and so again when nothing fits. `whole`: the record must end where `text`
  /// does.
  [[nodiscard]] std::optional<std::size_t> read(std::string_view text, bool whole, bool borrow, Arena& arena,
                                                std::span<Value> row, std::string_view& id);
  void learn(json::Node record, std::string_view text, const RecordTrace& trace, const Layout& layout);

 private:
  static constexpr std::size_t kMost = 8;
  std::array<RecordTemplate, kMost> templates_;
  std::size_t used_ = 0;
  std::size_t latest_ = 0;  ///< The one that fitted last.
  std::size_t next_ = 0;    ///< The one to be replaced next.
  std::size_t learned_ = 0;
  std::size_t fitted_ = 0;
};

}  // namespace signalbox
