// The semantic difference of two definitions: by region, and over records.
#include <algorithm>
#include <map>
#include <utility>

#include "analysis/difference.h"
#include "api/analysis.h"
#include "api/documents.h"
#include "api/run.h"
#include "base/limits.h"
#include "explain/decision.h"
#include "model/record.h"

namespace signalbox::api {

namespace {

const rules::Table* find_decision(const Program::Parts& parts, std::string_view name) {
  const auto at = std::find_if(parts.decisions.begin(), parts.decisions.end(),
                               [&](const rules::Table& table) { return table.name == name; });
  return at == parts.decisions.end() ? nullptr : &*at;
}

void write_ids(json::Writer& writer, std::string_view name, const std::vector<std::string>& ids) {
  writer.key(name).begin_array();
  for (const std::string& id : ids) writer.text(id);
  writer.end_array();
}

void write_change(json::Writer& writer, const analysis::Change& change) {
  writer.begin_object();
  writer.key("before").raw(change.before);
  writer.key("after").raw(change.after);
  write_ids(writer, "rowsBefore", change.rows_before);
  write_ids(writer, "rowsAfter", change.rows_after);
  write_place(writer, change.region, change.witness);
  writer.end_object();
}

void write_compared(json::Writer& writer, const analysis::Difference& difference) {
  const bool same = difference.is_complete && difference.count == 0;
  writer.key("result").text(same ? "same" : difference.count > 0 ? "changed" : "undecided");
  writer.key("changes").begin_array();
  for (const analysis::Change& change : difference.changes) write_change(writer, change);
  writer.end_array();
  writer.key("count").number(static_cast<std::int64_t>(difference.count));
  writer.key("complete").boolean(difference.is_complete);
  if (!difference.why.empty()) writer.key("why").text(difference.why);
  writer.key("steps").number(static_cast<std::int64_t>(difference.steps));
}

/// Decides prepared records by one version.
class Version {
 public:
  Version(const Program& program, const RecordPair& records)
      : parts_(program.parts()),
        at_(records.at),
        directory_(records.directory ? *records.directory : empty_directory()),
        roster_(signalbox::Roster::assumed(directory_.parts().directory)) {}

  /// Clocks are read as for any decision; whom routing finds is not looked at.
  void take(const Records& records, std::size_t index) {
    run_.arena.reset();
    run({parts_, directory_.parts().directory, directory_.parts().calendar, roster_, at_, false, false},
        records.set().values(index), run_);
  }
  [[nodiscard]] std::string outputs_of(const rules::Table& table) {
    rules::EvaluationErrors errors;
    rules::evaluate(table, run_.frame(at_), run_.arena, evaluation_, errors);
    std::string text;
    json::Writer writer(text);
    explain::write_outputs(writer, table, evaluation_);
    return text;
  }

 private:
  const Program::Parts& parts_;
  Instant at_;
  Directory directory_;
  signalbox::Roster roster_;
  Run run_;
  rules::Evaluation evaluation_;
};

/// Records that went from one outcome of a decision to another.
struct Moved {
  std::size_t count = 0;
  std::vector<std::size_t> records;  ///< The first of them.
};
constexpr std::size_t kMaxRecordsNamed = 10;

struct ComparedDecision {
  const rules::Table* before;
  const rules::Table* after;
  std::map<std::pair<std::string, std::string>, Moved> moves;
  std::size_t changed = 0;
};

void write_moves(json::Writer& writer, const ComparedDecision& decision, const Records& records) {
  writer.begin_object();
  writer.key("decision").text(decision.before->name);
  writer.key("changed").number(static_cast<std::int64_t>(decision.changed));
  writer.key("changes").begin_array();
  for (const auto& [outcomes, moved] : decision.moves) {
    writer.begin_object();
    writer.key("before").raw(outcomes.first);
    writer.key("after").raw(outcomes.second);
    writer.key("count").number(static_cast<std::int64_t>(moved.count));
    writer.key("records").begin_array();
    for (const std::size_t index : moved.records) {
      writer.begin_object();
      writer.key("index").number(static_cast<std::int64_t>(index));
      const std::string_view id = records.set().id(index);
      if (!id.empty()) writer.key("id").text(id);
      writer.end_object();
    }
    writer.end_array().end_object();
  }
  writer.end_array().end_object();
}

}  // namespace

void write_difference(json::Writer& writer, const Program& before, const Program& after, std::uint64_t budget) {
  const Program::Parts& old_parts = before.parts();
  const Program::Parts& new_parts = after.parts();
  writer.begin_array();
  for (const rules::Table& table : old_parts.decisions) {
    const rules::Table* other = find_decision(new_parts, table.name);
    writer.begin_object();
    writer.key("decision").text(table.name);
    if (other == nullptr) {
      writer.key("result").text("removed");
    } else {
      write_compared(writer,
                     analysis::difference({&table, old_parts.scope.get()}, {other, new_parts.scope.get()}, budget));
    }
    writer.end_object();
  }
  for (const rules::Table& table : new_parts.decisions) {
    if (find_decision(old_parts, table.name) != nullptr) continue;
    writer.begin_object();
    writer.key("decision").text(table.name);
    writer.key("result").text("added").end_object();
  }
  writer.end_array();
}

void write_record_changes(json::Writer& writer, const Program& before, const Program& after,
                          const RecordPair& records) {
  std::vector<ComparedDecision> decisions;
  for (const rules::Table& table : before.parts().decisions) {
    const rules::Table* other = find_decision(after.parts(), table.name);
    if (other != nullptr) decisions.push_back({&table, other, {}, 0});
  }
  Version old_version(before, records);
  Version new_version(after, records);
  std::size_t changed = 0;
  std::size_t bad = 0;
  for (std::size_t i = 0; i < records.before.size(); ++i) {
    if (records.before.set().is_bad(i) || records.after.set().is_bad(i)) {
      ++bad;
      continue;
    }
    old_version.take(records.before, i);
    new_version.take(records.after, i);
    bool moves = false;
    for (ComparedDecision& decision : decisions) {
      std::pair<std::string, std::string> outcomes = {old_version.outputs_of(*decision.before),
                                                      new_version.outputs_of(*decision.after)};
      if (outcomes.first == outcomes.second) continue;
      moves = true;
      ++decision.changed;
      Moved& moved = decision.moves[std::move(outcomes)];
      if (moved.count++ < kMaxRecordsNamed) moved.records.push_back(i);
    }
    changed += moves ? 1 : 0;
  }
  writer.begin_object();
  writer.key("count").number(static_cast<std::int64_t>(records.before.size()));
  writer.key("bad").number(static_cast<std::int64_t>(bad));
  writer.key("changed").number(static_cast<std::int64_t>(changed));
  writer.key("decisions").begin_array();
  for (const ComparedDecision& decision : decisions) write_moves(writer, decision, records.before);
  writer.end_array().end_object();
}

std::string difference(const Program& old_version, const Program& new_version, const Records* before,
                       const Records* after, Instant at, const std::optional<Directory>& directory) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().key("decisions");
  write_difference(writer, old_version, new_version, limits::kAnalysisSteps);
  if (before != nullptr) {
    writer.key("records");
    write_record_changes(writer, old_version, new_version, {*before, *after, at, directory});
  }
  writer.end_object();
  return out;
}

}  // namespace signalbox::api
