// The inside of reading records: one JSON value, in any of the three shapes, into a row of slots.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "model/json.h"
#include "model/layout.h"
#include "model/record_template.h"
#include "model/value.h"

namespace signalbox {

/// A text as the value of a type that JSON, too, writes as text; kFieldType for other types and for what is no value of
/// the type. Copied into `arena`; without one the value views `text`.
[[nodiscard]] Value text_value(std::string_view text, Type type, Arena* arena);

/// Reads records one after another; keeps its buffers between them.
class RecordReader {
 public:
  RecordReader(const Layout& layout, Arena& arena) : layout_(layout), arena_(arena) {}

  /// `row` has layout.size() blank values. See read_record.
  bool read(json::Node node, Value* row, std::string_view& id, Diagnostics& diagnostics);

  /// Where the values of the record read last stand.
  [[nodiscard]] const RecordTrace& trace() const { return trace_; }

  /// A part of a location: a number, blank or an error. It counts once apply_parts has been called.
  void add_part(Layout::Part part, const Value& degrees) { parts_.push_back({part, degrees}); }
  /// Makes locations of the parts, where the whole was not given; a half one is kFieldType.
  void apply_parts(Value* row);

 private:
  void read_id(std::optional<json::Node> node, std::string_view& id);
  bool read_members(json::Node object);
  bool read_ui_fields(json::Node fields);
  bool read_field(std::string_view name, json::Node value, Span place);
  [[nodiscard]] Value joined_part(std::uint32_t slot) const;
  bool report_twice(std::size_t slot, Span place);

  const Layout& layout_;
  Arena& arena_;
  Value* row_ = nullptr;
  std::string prefix_;  ///< Path of the related record that is being read, with its dot.
  std::string path_;    ///< A field's whole path, while it is looked up.
  RecordTrace trace_;
  Diagnostics* diagnostics_ = nullptr;

  struct GivenPart {
    Layout::Part part;
    Value degrees;
  };
  std::vector<GivenPart> parts_;
};

}  // namespace signalbox
