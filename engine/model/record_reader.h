// The inside of reading records: one JSON value, in any of the three shapes, into a row of slots.
#pragma once

#include <string>
#include <string_view>

#include "base/arena.h"
#include "model/json.h"
#include "model/layout.h"
#include "model/value.h"

namespace signalbox {

/// Reads records one after another; keeps its buffers between them.
class RecordReader {
 public:
  RecordReader(const Layout& layout, Arena& arena) : layout_(layout), arena_(arena) {}

  /// `row` has layout.size() blank values. See read_record.
  bool read(json::Node node, Value* row, std::string_view& id, Diagnostics& diagnostics);

 private:
  bool read_members(json::Node object);
  bool read_ui_fields(json::Node fields);
  bool read_field(std::string_view name, json::Node value, Span place);
  bool report_twice(std::size_t slot, Span place);

  const Layout& layout_;
  Arena& arena_;
  Value* row_ = nullptr;
  std::string prefix_;  ///< Path of the related record that is being read, with its dot.
  std::string path_;    ///< A field's whole path, while it is looked up.
  Diagnostics* diagnostics_ = nullptr;
};

}  // namespace signalbox
