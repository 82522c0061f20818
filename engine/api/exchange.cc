#include "api/exchange.h"

#include <algorithm>

#include "api/documents.h"
#include "base/limits.h"
#include "dmn/export.h"
#include "dmn/import.h"
#include "dmn/sheet.h"
#include "model/json_writer.h"

namespace signalbox::api {

namespace {

void write_finding(const dmn::Finding& finding, json::Writer& writer) {
  constexpr std::string_view kSeverities[] = {"error", "warning", "info"};
  const Diagnostic& diagnostic = finding.diagnostic;
  writer.begin_object();
  writer.key("code").text(diagnostic.code);
  writer.key("severity").text(kSeverities[static_cast<std::size_t>(diagnostic.severity)]);
  writer.key("path").text(diagnostic.path);
  if (finding.line > 0) writer.key("line").number(finding.line);
  writer.key("sentence").text(diagnostic.sentence);
  if (!diagnostic.expected.empty()) writer.key("expected").text(diagnostic.expected);
  if (!diagnostic.found.empty()) writer.key("found").text(diagnostic.found);
  if (!diagnostic.suggestion.empty()) writer.key("suggestion").text(diagnostic.suggestion);
  writer.end_object();
}

void write_findings(const std::vector<dmn::Finding>& findings, json::Writer& writer) {
  const std::size_t shown = std::min(findings.size(), limits::kMaxDiagnostics);
  writer.key("diagnostics").begin_array();
  for (std::size_t i = 0; i < shown; ++i) write_finding(findings[i], writer);
  if (shown < findings.size()) {
    dmn::Finding rest;
    rest.diagnostic.code = "more";
    rest.diagnostic.severity = Severity::kInfo;
    rest.diagnostic.sentence = "There are " + std::to_string(findings.size() - shown) + " more findings.";
    write_finding(rest, writer);
  }
  writer.end_array();
}

/// Code and sentence are those of the first error.
std::string failure(const std::vector<dmn::Finding>& findings) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  writer.key("ok").boolean(false);
  writer.key("error").begin_object();
  for (const dmn::Finding& finding : findings) {
    if (finding.diagnostic.severity != Severity::kError) continue;
    writer.key("code").text(finding.diagnostic.code).key("sentence").text(finding.diagnostic.sentence);
    break;
  }
  writer.end_object();
  write_findings(findings, writer);
  writer.end_object();
  return out;
}

/// What was imported must compile; what the compiler says is told of the place where it was imported from.
std::string finish_import(dmn::Imported imported) {
  if (!imported.definition.empty()) {
    Diagnostics diagnostics;
    (void)read_definition(imported.definition, diagnostics);
    imported.adopt_compiled(diagnostics);
  }
  if (imported.definition.empty()) return failure(imported.findings);
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  writer.key("ok").boolean(true);
  if (!imported.decision.empty()) writer.key("decision").text(imported.decision);
  writer.key("definition").raw(imported.definition);
  write_findings(imported.findings, writer);
  writer.end_object();
  return out;
}

/// A definition that compiles, as a document; the findings say why it does not.
std::unique_ptr<const json::Document> compiled_document(std::string_view definition,
                                                        std::vector<dmn::Finding>& findings) {
  Diagnostics diagnostics;
  const bool good = read_definition(definition, diagnostics).has_value();
  if (good) return json::Document::parse(definition, diagnostics);
  for (Diagnostic& one : diagnostics) findings.push_back({std::move(one), 0});
  return nullptr;
}

}  // namespace

std::string import_model(std::string_view tree) { return finish_import(dmn::import_model(tree)); }

std::string export_model(std::string_view definition) {
  std::vector<dmn::Finding> findings;
  const auto document = compiled_document(definition, findings);
  if (!document) return failure(findings);
  const dmn::Exported exported = dmn::export_model(document->root());
  if (exported.xml.empty()) return failure(exported.findings);
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  writer.key("ok").boolean(true);
  writer.key("xml").text(exported.xml);
  write_findings(exported.findings, writer);
  writer.end_object();
  return out;
}

std::string export_table(std::string_view definition, std::string_view decision) {
  std::vector<dmn::Finding> findings;
  const auto document = compiled_document(definition, findings);
  if (!document) return failure(findings);
  const dmn::Sheet sheet = dmn::export_sheet(document->root(), decision, findings);
  if (sheet.rows.empty()) return failure(findings);
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  writer.key("ok").boolean(true);
  writer.key("decision").text(sheet.decision);
  writer.key("rows").raw(dmn::rows_json(sheet));
  writer.key("csv").text(dmn::csv_text(sheet));
  writer.end_object();
  return out;
}

std::string import_table(std::string_view definition, std::string_view rows, std::string_view sheet) {
  return finish_import(dmn::import_rows(definition, rows, sheet));
}

std::string import_csv(std::string_view definition, std::string_view csv) {
  return finish_import(dmn::import_csv(definition, csv));
}

}  // namespace signalbox::api
