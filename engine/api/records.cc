#include "api/api.h"
#include "api/program.h"
#include "model/json_writer.h"
#include "model/record.h"

namespace signalbox::api {

namespace {

RecordSet::Format read_format(std::string_view format) {
  if (format == "json") return RecordSet::Format::kJson;
  if (format == "jsonl") return RecordSet::Format::kJsonLines;
  if (format == "csv") return RecordSet::Format::kCsv;
  return RecordSet::Format::kAuto;
}

}  // namespace

Records Records::read(std::string_view body, std::string_view format, const Program& program) {
  return Records(std::make_shared<const RecordSet>(RecordSet::read(body, read_format(format), program.parts().layout)));
}

std::size_t Records::size() const { return set_->size(); }

std::string Records::errors() const {
  std::string out;
  json::Writer writer(out);
  writer.begin_array();
  for (const RecordSet::Bad& bad : set_->bad()) {
    writer.begin_object();
    writer.key("index").number(static_cast<std::int64_t>(bad.index));
    writer.key("code").text(bad.diagnostic.code);
    writer.key("sentence").text(bad.diagnostic.sentence);
    writer.key("path").text(bad.diagnostic.path);
    writer.end_object();
  }
  writer.end_array();
  return out;
}

}  // namespace signalbox::api
