// One formula on its own, for the command line.
#include "api/compile.h"
#include "api/write_diagnostics.h"
#include "formula/batch.h"
#include "model/record.h"

namespace signalbox::api {

namespace {

struct Question {
  std::shared_ptr<const Layout> layout;
  Arena arena;
  Record record;
};

/// Reads the fields and the record; both may be empty. False with the failure in `out`.
bool read_question(std::string_view fields_json, std::string_view record_json, Question& question, std::string& out) {
  Diagnostics diagnostics;
  const auto fields = json::Document::parse(fields_json.empty() ? "{}" : fields_json, diagnostics);
  if (fields) question.layout = compile_fields(Place(fields->root(), {}, diagnostics));
  if (has_errors(diagnostics)) {
    write_failure(diagnostics, fields_json, out);
    return false;
  }
  const auto record = json::Document::parse(record_json.empty() ? "{}" : record_json, diagnostics);
  const bool is_read =
      record && read_record(record->root(), *question.layout, question.arena, question.record, diagnostics);
  if (!is_read) write_failure(diagnostics, record_json, out);
  return is_read;
}

}  // namespace

std::string formula_batch(std::string_view json_case) { return formula::evaluate_case(json_case); }

std::string evaluate_formula(std::string_view formula, std::string_view fields_json, std::string_view record_json,
                             Instant now) {
  std::string out;
  Question question;
  if (!read_question(fields_json, record_json, question, out)) return out;
  const formula::Scope scope(question.layout, {}, formula::Blanks::kAsZero);
  Diagnostics diagnostics;
  const auto compiled = formula::Formula::compile(formula, scope, Type::kAny, diagnostics);
  if (!compiled) {
    write_failure(diagnostics, formula, out);
    return out;
  }
  const Value value = compiled->evaluate({question.record.values, {}, now}, question.arena);
  json::Writer writer(out);
  writer.begin_object();
  writer.key("ok").boolean(true);
  writer.key("type").text(type_name(compiled->type()));
  writer.key("value").value(value);
  writer.key("diagnostics");
  write_diagnostics(writer, diagnostics, formula);
  writer.end_object();
  return out;
}

}  // namespace signalbox::api
