#include "api/api.h"
#include "api/program.h"
#include "api/write_diagnostics.h"
#include "model/json_writer.h"
#include "model/record.h"

namespace signalbox::api {

Records Records::read(std::string_view body, std::string_view format, const Program& program) {
  const auto known = record_format(format).value_or(RecordSet::Format::kAuto);
  return Records(std::make_shared<const RecordSet>(RecordSet::read(body, known, program.parts().layout)));
}

std::size_t Records::size() const { return set_->size(); }

std::string Records::errors() const {
  std::string out;
  json::Writer writer(out);
  writer.begin_array();
  for (const RecordSet::Bad& bad : set_->bad()) write_record_error(writer, bad.index, bad.diagnostic);
  writer.end_array();
  return out;
}

}  // namespace signalbox::api
