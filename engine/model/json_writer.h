// Canonical JSON output: equal values give equal bytes on every host.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/decimal.h"
#include "base/time.h"
#include "model/json.h"
#include "model/value.h"

namespace signalbox::json {

/// Appends `value` (valid UTF-8) as a JSON text with its quotes; escapes as docs/engine-api.md says.
void append_quoted(std::string_view value, std::string& out);

/// Writes JSON without white space, in call order; puts commas itself. The caller balances begin and end.
class Writer {
 public:
  /// `continues`: `out` ends inside an open array or object that has an element already.
  explicit Writer(std::string& out, bool continues = false) : out_(out), comma_(continues) {}

  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  Writer& key(std::string_view name);
  Writer& text(std::string_view value);  ///< Valid UTF-8; escapes as docs/engine-api.md says.
  Writer& number(const Decimal& value);
  Writer& number(std::int64_t value);
  Writer& boolean(bool value);
  Writer& null();
  /// Blank: null. Error: {"error":"code"}. Dates and times: their text.
  Writer& value(const Value& value);
  /// Bytes that are one JSON value already.
  Writer& raw(std::string_view json);
  /// A value that was read, canonically: numbers as decimals are written, no white space, no needless escapes. O(size).
  Writer& node(Node node);

 private:
  void separate();
  std::string& out_;
  bool comma_;  ///< The next element of the open container needs a comma first.
};

}  // namespace signalbox::json
