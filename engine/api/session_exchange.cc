// Messages that bring models and sheets in and out.
#include "api/exchange.h"
#include "api/session_call.h"

namespace signalbox::api {

void answer_dmn_import(Call& call) {
  call.only_members({"op"});
  if (!call.has_failed()) call.out() += import_model(call.body());
}

void answer_dmn_export(Call& call) {
  call.only_members({"op"});
  if (!call.has_failed()) call.out() += export_model(call.body());
}

void answer_table_export(Call& call) {
  call.only_members({"op", "decision"});
  const auto decision = call.has("decision") ? call.text("decision") : std::string_view();
  if (!call.has_failed()) call.out() += export_table(call.body(), *decision);
}

/// The body is {"definition": {...}, "rows": [[...]]} or {"definition": {...}, "csv": "..."}.
void answer_table_import(Call& call) {
  call.only_members({"op", "sheet"});
  const auto sheet = call.has("sheet") ? call.text("sheet") : std::string_view();
  if (call.has_failed()) return;
  Diagnostics diagnostics;
  const auto document = json::Document::parse(call.body(), diagnostics);
  if (!document) return call.fail(diagnostics, call.body());
  const Place body(document->root(), {}, diagnostics);
  const auto definition = body.required("definition");
  const auto rows = body.find("rows");
  const auto csv = body.find("csv");
  body.only_members({"definition", "rows", "csv"});
  if (rows.has_value() == csv.has_value()) {
    body.report("missing-member", "The body holds either `rows` or `csv`.", "`rows` or `csv`");
  }
  const auto text = csv ? csv->text() : std::nullopt;
  if (has_errors(diagnostics) || !definition) return call.fail(diagnostics, call.body());
  const auto source = [&](const Place& place) {
    const Span span = place.node().span();
    return call.body().substr(span.begin, span.end - span.begin);
  };
  call.out() +=
      rows ? import_table(source(*definition), source(*rows), *sheet) : import_csv(source(*definition), *text);
}

}  // namespace signalbox::api
