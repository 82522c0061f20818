// Any bytes as a body of records, in the format that the first byte chooses: places are kept, bad records are told once
// and in order, texts are valid UTF-8, and reading twice gives the same.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/unicode.h"
#include "model/json_writer.h"
#include "model/record.h"
#include "tests/fuzz/require.h"

namespace {

using signalbox::test::require;

using signalbox::RecordSet;
using signalbox::Type;
using signalbox::Value;

std::shared_ptr<const signalbox::Layout> layout() {
  static const auto shared =
      std::make_shared<const signalbox::Layout>(std::vector<signalbox::Field>{{"Subject", Type::kText, "", {}},
                                                                              {"Amount", Type::kNumber, "", {}},
                                                                              {"Share", Type::kPercent, "", {}},
                                                                              {"Closed", Type::kCheckbox, "", {}},
                                                                              {"Created", Type::kDateTime, "", {}},
                                                                              {"Due", Type::kDate, "", {}},
                                                                              {"At", Type::kTime, "", {}},
                                                                              {"Account.Tier", Type::kPicklist, "", {}},
                                                                              {"Id", Type::kId, "", {}}});
  return shared;
}

std::string check(const RecordSet& set) {
  std::string out;
  signalbox::json::Writer writer(out);
  writer.begin_array();
  for (std::size_t i = 0; i < set.size(); ++i) {
    require(signalbox::unicode::is_valid_utf8(set.id(i)));
    writer.text(set.id(i));
    for (const Value& value : set.values(i)) {
      require(!set.is_bad(i) || value.is_blank());
      require(value.kind() != Value::Kind::kText || signalbox::unicode::is_valid_utf8(value.as_text()));
      writer.value(value);
    }
  }
  writer.end_array();
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr std::string_view kFormats = "ajlc";
  const std::size_t chosen = kFormats.find(static_cast<char>(data[0]));
  const auto format = static_cast<RecordSet::Format>(chosen == std::string_view::npos ? 0 : chosen);
  const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  const RecordSet set = RecordSet::read(body, format, layout());
  std::size_t next = 0;
  for (const RecordSet::Bad& bad : set.bad()) {
    require(bad.index >= next && bad.index < set.size() && set.is_bad(bad.index));
    require(!bad.diagnostic.code.empty() && !bad.diagnostic.sentence.empty());
    require(bad.diagnostic.span.begin <= bad.diagnostic.span.end && bad.diagnostic.span.end <= body.size());
    next = bad.index + 1;
  }
  require(check(set) == check(RecordSet::read(body, format, layout())));
  return 0;
}
