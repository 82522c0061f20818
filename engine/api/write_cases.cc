#include "analysis/cases.h"
#include "api/documents.h"
#include "api/examples.h"
#include "api/run.h"
#include "model/json_writer.h"
#include "model/record.h"

namespace signalbox::api {

namespace {

/// Writes cases as examples: each record once, and which two make a pair.
class CaseWriter {
 public:
  CaseWriter(const Program::Parts& parts, const rules::Table& table, Instant at, const analysis::Decide& decide,
             json::Writer& writer)
      : parts_(parts), table_(table), at_(at), decide_(decide), writer_(writer) {}

  void write(const analysis::TableCases& cases) {
    std::string pairs;
    json::Writer list(pairs);
    list.begin_array();
    writer_.key("examples").begin_array();
    std::optional<std::uint32_t> rule;
    std::int64_t with = 0;
    for (const analysis::TestPair& pair : cases.pairs) {
      const std::string& id = table_.rules[pair.rule].id;
      std::string name = "Rule `";
      name.append(id);
      if (rule != pair.rule) with = write_example(name + "` wins", pair.with);
      rule = pair.rule;
      const std::string& input = table_.inputs[pair.check.input].formula.text();
      const std::int64_t without = write_example(name + "` without its test of " + input, pair.without);
      list.begin_object().key("rule").text(id).key("input").number(std::int64_t{pair.check.input});
      list.key("with").number(with).key("without").number(without).end_object();
    }
    list.end_array();
    writer_.end_array().key("pairs").raw(pairs);
    write_unshown(cases);
  }

 private:
  std::int64_t write_example(const std::string& name, const std::vector<Value>& record) {
    writer_.begin_object().key("name").text(name);
    writer_.key("record").begin_object();
    for (std::size_t slot = 0; slot < record.size(); ++slot) {
      if (record[slot].kind() == Value::Kind::kBlank) continue;
      const Field& field = parts_.layout->field(slot);
      writer_.key(field.name).value(as_in_record(record[slot], field.type));
    }
    writer_.end_object().key("at").value(Value::date_time(at_));
    writer_.key("expect").begin_object().key("decisions").begin_object().key(table_.name).begin_object();
    writer_.key("rules").begin_array();
    for (const std::uint32_t winner : decide_(record).by_row()) writer_.text(table_.rules[winner].id);
    writer_.end_array().end_object().end_object().end_object().end_object();
    return count_++;
  }

  void write_unshown(const analysis::TableCases& cases) {
    writer_.key("notShown").begin_array();
    for (const analysis::Unshown& one : cases.unshown) {
      writer_.begin_object().key("rule").text(table_.rules[one.rule].id);
      if (one.input) writer_.key("input").number(std::int64_t{*one.input});
      writer_.key("reason").text(analysis::reason_name(one.reason));
      if (one.by) writer_.key("by").text(table_.rules[*one.by].id);
      writer_.end_object();
    }
    writer_.end_array();
  }

  const Program::Parts& parts_;
  const rules::Table& table_;
  Instant at_;
  const analysis::Decide& decide_;
  json::Writer& writer_;
  std::int64_t count_ = 0;
};

}  // namespace

bool write_cases(const Program& program, std::string_view decision, Instant at, std::string& out) {
  const Program::Parts& parts = program.parts();
  std::uint32_t index = 0;
  while (index < parts.decisions.size() && parts.decisions[index].name != decision) ++index;
  if (index == parts.decisions.size()) return false;
  const rules::Table& table = parts.decisions[index];
  const Directory directory = empty_directory();
  const auto roster = signalbox::Roster::assumed(directory.parts().directory);
  const RunInput input{parts, directory.parts().directory, directory.parts().calendar, roster, at};
  Run run;
  const analysis::Decide decide = [&](const std::vector<Value>& record) -> const rules::Evaluation& {
    run.arena.reset();
    read_slots(parts, directory.parts().calendar, at, parts.quantities_read, record, run);
    return ask(input, index, run);
  };
  json::Writer writer(out);
  writer.begin_object().key("decision").text(decision);
  CaseWriter(parts, table, at, decide, writer).write(analysis::find_cases(table, *parts.layout, at, decide));
  writer.end_object();
  return true;
}

}  // namespace signalbox::api
