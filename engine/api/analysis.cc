#include "api/analysis.h"

#include <algorithm>

#include "analysis/analyse.h"
#include "api/follow.h"
#include "api/write_diagnostics.h"
#include "base/limits.h"

namespace signalbox::api {

namespace {

/// Writes the findings of one program's decisions.
class AnalysisWriter {
 public:
  AnalysisWriter(json::Writer& writer, const Program::Parts& parts)
      : writer_(writer), lines_(parts.source), document_(json::Document::parse(parts.source, ignored_)) {}

  void write(const rules::Table& table, const analysis::Report& report) {
    writer_.begin_object();
    writer_.key("decision").text(table.name);
    writer_.key("findings").begin_array();
    for (const analysis::Finding& finding : report.findings) write(table, finding);
    writer_.end_array();
    writer_.key("counts").begin_object();
    for (const analysis::CodeCount& count : report.counts) {
      writer_.key(count.code).number(static_cast<std::int64_t>(count.count));
    }
    writer_.end_object();
    writer_.key("steps").number(static_cast<std::int64_t>(report.steps)).end_object();
  }

 private:
  void write(const rules::Table& table, const analysis::Finding& finding) {
    Diagnostic diagnostic = finding.diagnostic;
    diagnostic.span = node_at(diagnostic.path).span();
    if (diagnostic.code == "mergeable-rows" && notes_differ(table, finding.rows)) {
      diagnostic.sentence += " Their notes differ, of which one row holds only one.";
    }
    writer_.begin_object();
    write_diagnostic_members(writer_, diagnostic, lines_);
    writer_.key("rows").begin_array();
    for (const std::uint32_t row : finding.rows) {
      writer_.begin_object();
      writer_.key("index").number(static_cast<std::int64_t>(row));
      writer_.key("id").text(table.rules[row].id).end_object();
    }
    writer_.end_array();
    writer_.key("rowCount").number(static_cast<std::int64_t>(finding.row_count));
    write_place(writer_, finding.region, finding.witness);
    writer_.end_object();
  }

  json::Node node_at(std::string_view path) {
    return follow(Place(document_->root(), {}, ignored_), std::string(path)).node();
  }

  /// Notes and annotations as they are written.
  std::string_view notes_of(const rules::Table& table, std::uint32_t row, std::string_view member) {
    const auto notes = node_at(table.path + "/rules/" + std::to_string(row)).find(member);
    const Span span = notes ? notes->span() : Span{0, 0};
    return document_->source().substr(span.begin, span.end - span.begin);
  }

  bool notes_differ(const rules::Table& table, const std::vector<std::uint32_t>& rows) {
    return std::any_of(rows.begin(), rows.end(), [&](std::uint32_t row) {
      return notes_of(table, row, "note") != notes_of(table, rows.front(), "note") ||
             notes_of(table, row, "annotations") != notes_of(table, rows.front(), "annotations");
    });
  }

  json::Writer& writer_;
  LineIndex lines_;
  Diagnostics ignored_;
  std::unique_ptr<const json::Document> document_;
};

}  // namespace

void write_place(json::Writer& writer, const std::vector<analysis::Condition>& region,
                 const std::optional<analysis::Witness>& witness) {
  writer.key("region").begin_array();
  for (const analysis::Condition& condition : region) {
    writer.begin_object();
    writer.key("input").text(condition.input);
    writer.key("test").text(condition.test).end_object();
  }
  writer.end_array();
  if (!witness) return;
  writer.key("witness").begin_object();
  writer.key("record").raw(witness->record);
  if (!witness->inputs.empty()) writer.key("inputs").raw(witness->inputs);
  if (!witness->at.empty()) writer.key("at").raw(witness->at);
  writer.end_object();
}

void write_analysis(json::Writer& writer, const Program& program, const rules::Table* only, std::uint64_t budget) {
  const Program::Parts& parts = program.parts();
  AnalysisWriter analyses(writer, parts);
  writer.begin_array();
  for (const rules::Table& table : parts.decisions) {
    if (only != nullptr && &table != only) continue;
    analyses.write(table, analysis::analyse({&table, parts.scope.get()}, budget));
  }
  writer.end_array();
}

std::string analyse(const Program& program) {
  std::string out;
  json::Writer writer(out);
  write_analysis(writer, program, nullptr, limits::kAnalysisSteps);
  return out;
}

}  // namespace signalbox::api
