// Records: three shapes in, slots out.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "model/json.h"
#include "model/layout.h"
#include "model/value.h"

namespace signalbox {

/// A record prepared for a layout: one value a slot. Text lives in the arena that prepared it.
struct Record {
  std::string_view id;        ///< Empty when the record has none.
  std::vector<Value> values;  ///< values[slot]; a value of the wrong type is an error value kFieldType.
};

/// Reads one record (docs/engine-api.md, "Record": plain object, REST sObject, uiRecordApi) into slots. Absent and null
/// are blank; unknown fields are ignored; names match without regard to ASCII case. False when the node is no object
/// (`record-shape`) or holds two values for one field (`record-field-twice`: `Subject` and `subject`, or a dotted name
/// beside the nested object), with a diagnostic. Percent fields are divided by 100 on the way in. Picklist,
/// MultiPicklist and Id are texts. A Location is an object
/// with latitude and longitude, or both parts beside it (see part_of_location); the whole wins. O(members).
[[nodiscard]] bool read_record(json::Node node, const Layout& layout, Arena& arena, Record& record,
                               Diagnostics& diagnostics);

/// One text as the value of a field of that type (CSV cells, formula batch): empty is blank; wrong text is kFieldType.
/// A Checkbox is `true`, `false` (in any case), `1` or `0`.
[[nodiscard]] Value read_cell(std::string_view text, Type type, Arena& arena);

/// The value of a field as records hold it: 20 for the share 0.2 of a Percent field, all else as it is.
[[nodiscard]] Value as_in_record(const Value& value, Type type);

/// An object with the members `latitude` and `longitude`; both absent or null: blank; anything else is kFieldType.
[[nodiscard]] Value read_location(json::Node node);

/// Many records prepared for one layout, in input order. Immutable after reading.
class RecordSet {
 public:
  struct Bad {
    std::size_t index;
    Diagnostic diagnostic;
  };
  enum class Format : unsigned char { kAuto, kJson, kJsonLines, kCsv };

  /// `body`: a JSON array of records, one JSON object, JSON lines, or CSV with a header (docs/engine-api.md). A bad
  /// record keeps its place (see bad()). kAuto: `[` -> JSON array; `{` -> JSON lines (or one object over several
  /// lines); nothing -> no records; anything else CSV. O(n). A syntax error in an array, or in the header of a CSV, is
  /// one bad record at the index reached, and the last one. The path of a bad record's diagnostic begins with its index
  /// (but for a single object); its span counts from the beginning of `body`, as far as 32 bits reach. Codes beside
  /// those of model/json.h and read_record: `record-too-large`, `too-many-records`, `csv-header`, `csv-ragged`,
  /// `csv-quote`, `csv-utf8`.
  static RecordSet read(std::string_view body, Format format, std::shared_ptr<const Layout> layout);

  /// Takes some records, the first of which has that number in the body.
  using Take = std::function<void(const RecordSet& some, std::size_t first)>;
  /// The same records in the same order, a few at a time, so that memory does not grow with the body: `bad` counts
  /// within the few. Texts may view `body`.
  static void stream(std::string_view body, Format format, std::shared_ptr<const Layout> layout, const Take& take);

  [[nodiscard]] std::size_t size() const { return ids_.size(); }
  [[nodiscard]] std::string_view id(std::size_t index) const { return ids_[index]; }
  [[nodiscard]] std::span<const Value> values(std::size_t index) const;
  [[nodiscard]] const std::vector<Bad>& bad() const { return bad_; }  ///< Sorted by index.
  [[nodiscard]] bool is_bad(std::size_t index) const;                 ///< O(log bad).
  [[nodiscard]] const Layout& layout() const { return *layout_; }

 private:
  friend class RecordSetReader;  ///< In record_set.cc.
  std::shared_ptr<const Layout> layout_;
  Arena arena_;
  std::vector<std::string_view> ids_;
  std::vector<Value> values_;  ///< Row by row, layout_->size() each.
  std::vector<Bad> bad_;
};

/// "auto", "json", "jsonl", "csv"; nullopt for other names.
[[nodiscard]] std::optional<RecordSet::Format> record_format(std::string_view name);

}  // namespace signalbox
