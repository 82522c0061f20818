// Decision tables: the rows of tests/corpus/tables, and what data cannot say.
#include "rules/table.h"

#include <gtest/gtest.h>

#include "api/compile.h"
#include "explain/decision.h"
#include "model/record.h"
#include "rules/evaluate.h"
#include "tests/support/documents.h"
#include "tests/support/jsonl.h"

namespace signalbox::rules {
namespace {

constexpr Instant kNow{1'769'846'400'000};  // 2026-01-31T08:00:00Z

/// One decision with everything it needs to be asked.
class Asked {
 public:
  Asked(const json::Node& fields, formula::Blanks blanks, const json::Node& decision)
      : scope_(api::compile_fields(Place(fields, "", diagnostics_)), {}, blanks),
        path_bytes_(decision.pointer().size()),
        table_(compile_table(Place(decision, {}, diagnostics_), "d", scope_)) {}

  [[nodiscard]] const std::optional<Table>& table() const { return table_; }
  [[nodiscard]] std::string findings() const {
    std::string all;
    for (const Diagnostic& one : diagnostics_) {
      all += (all.empty() ? "" : ", ") + one.code + " " + one.path.substr(path_bytes_);
    }
    return all;
  }

  void decide(const json::Node& record) {
    ASSERT_TRUE(read_record(record, scope_.layout(), arena_, record_, diagnostics_));
    frame_ = {record_.values, {}, kNow};
    evaluate(*table_, frame_, arena_, evaluation_, errors_);
  }

  [[nodiscard]] std::string winners() const {
    std::string ids;
    for (const std::uint32_t winner : evaluation_.winners) ids += (ids.empty() ? "" : ", ") + table_->rules[winner].id;
    return ids;
  }
  [[nodiscard]] std::string outputs() const {
    std::string out;
    json::Writer writer(out);
    explain::write_outputs(writer, *table_, evaluation_);
    return out;
  }
  [[nodiscard]] std::string errors() const {
    std::string all;
    for (const EvaluationError& error : errors_) {
      all += (all.empty() ? "" : ", ") + std::string(error_name(error.code)) + " /decisions/d";
      all += error.path.substr(path_bytes_);
    }
    return all;
  }
  [[nodiscard]] const Evaluation& evaluation() const { return evaluation_; }
  [[nodiscard]] explain::DecisionStory story() { return {*table_, frame_, evaluation_, arena_}; }

 private:
  Diagnostics diagnostics_;
  formula::Scope scope_;
  std::size_t path_bytes_;  ///< Of the path of the decision in its line.
  std::optional<Table> table_;
  Arena arena_;
  Record record_;
  formula::Frame frame_;
  Evaluation evaluation_;
  EvaluationErrors errors_;
};

/// The JSON of a node without white space outside of texts, as the writer writes it.
std::string canonical(const json::Node& node) {
  std::string out;
  json::Writer writer(out);
  const auto write = [&writer](const auto& self, const json::Node& value) -> void {
    switch (value.kind()) {
      case json::Kind::kNull:
        writer.null();
        return;
      case json::Kind::kBool:
        writer.boolean(value.as_bool());
        return;
      case json::Kind::kNumber:
        writer.number(*Decimal::parse(value.as_text()));
        return;
      case json::Kind::kText:
        writer.text(value.as_text());
        return;
      case json::Kind::kArray:
        writer.begin_array();
        for (std::size_t i = 0; i < value.size(); ++i) self(self, value.at(i));
        writer.end_array();
        return;
      case json::Kind::kObject:
        writer.begin_object();
        for (std::size_t i = 0; i < value.size(); ++i) {
          writer.key(value.key(i));
          self(self, value.at(i));
        }
        writer.end_object();
    }
  };
  write(write, node);
  return out;
}

TEST(TableCorpus, EveryRowDecidesOrIsReportedAsItSays) {
  test::for_each_row("tables", [](const json::Node& row) {
    const auto blanks = row.find("blanks")->as_text() == "blank" ? formula::Blanks::kAsBlank : formula::Blanks::kAsZero;
    Asked asked(*row.find("fields"), blanks, *row.find("decision"));
    const auto findings = row.find("diagnostics");
    ASSERT_EQ(asked.findings(), findings ? test::joined(*findings) : "");
    ASSERT_EQ(asked.table().has_value(), !findings.has_value());
    if (findings) return;
    asked.decide(*row.find("record"));
    EXPECT_EQ(asked.winners(), test::joined(*row.find("winners")));
    EXPECT_EQ(asked.outputs(), canonical(*row.find("outputs")));
    EXPECT_EQ(asked.evaluation().used_default, row.find("default").has_value());
    EXPECT_EQ(asked.errors(), row.find("errors") ? test::joined(*row.find("errors")) : "");
  });
}

const char* const kFields = "{'Country__c':'Text','Product__c':'Text','Amount__c':'Number','Closed':'Checkbox'}";

/// A decision and a record with single quotes; the sentences of the explanation, one a line.
std::string sentences(const std::string& decision, const std::string& record) {
  test::Written fields(kFields);
  test::Written table(decision);
  test::Written values(record);
  Asked asked(fields.root().node(), formula::Blanks::kAsZero, table.root().node());
  EXPECT_TRUE(asked.table()) << asked.findings();
  asked.decide(values.root().node());
  std::vector<std::string> list;
  explain::add_answer_sentence(asked.story(), list);
  explain::add_rule_sentences(asked.story(), list);
  std::string lines;
  for (const std::string& sentence : list) lines += sentence + "\n";
  return lines;
}

std::string explanation(const std::string& decision, const std::string& record) {
  test::Written fields(kFields);
  test::Written table(decision);
  test::Written values(record);
  Asked asked(fields.root().node(), formula::Blanks::kAsZero, table.root().node());
  EXPECT_TRUE(asked.table()) << asked.findings();
  asked.decide(values.root().node());
  std::string out;
  json::Writer writer(out);
  explain::write_decision(writer, asked.story(), false);
  return out;
}

const char* const kQueue =
    "{'hit':'first','inputs':['Country__c','Product__c','100 / Amount__c'],'outputs':[{'name':'queue','type':'Text'}],"
    "'rules':[{'id':'late','when':['-','-','<= 2'],'then':['Tier 2']},"
    "{'id':'dach','when':['\\'DE\\',\\'AT\\'','\\'Payments\\'','-'],'then':['DACH']},"
    "{'id':'any','when':['-','-','-'],'then':['All']}]}";

TEST(DecisionExplanation, SaysForEachRuleWhy) {
  EXPECT_EQ(sentences(kQueue, "{'Country__c':'DE','Product__c':'Payments','Amount__c':8}"),
            "The decision `d` gives `queue` \"DACH\".\n"
            "Rule `late` failed: 100 / Amount__c is 12.5, and the test is `<= 2`.\n"
            "Rule `dach` won: Country__c is \"DE\" and Product__c is \"Payments\".\n"
            "Rule `any` would match as well, but rule `dach` comes first.\n");
}

TEST(DecisionExplanation, NamesTheErrorThatMadeARuleFail) {
  EXPECT_EQ(sentences(kQueue, "{'Country__c':'FR','Amount__c':0}"),
            "The decision `d` gives `queue` \"All\".\n"
            "Rule `late` failed: `100 / Amount__c` could not be computed (division-by-zero).\n"
            "Rule `dach` failed: Country__c is \"FR\", and the test is `\"DE\",\"AT\"`.\n"
            "Rule `any` won: it takes every record.\n");
}

TEST(DecisionExplanation, ShowsQuotientsRoundedAndTheFirstTestThatFailed) {
  EXPECT_EQ(
      explanation(kQueue, "{'Country__c':'DE','Amount__c':3}"),
      R"({"hit":"first","inputs":[{"formula":"Country__c","value":"DE"},{"formula":"Product__c","value":null},)"
      R"({"formula":"100 / Amount__c","value":33.3333333333}],"winners":["any"],"default":false,)"
      R"("outputs":{"queue":"All"},"rules":[{"id":"late","result":"failed","input":2,"formula":"100 / Amount__c",)"
      R"("test":"<= 2","value":33.3333333333},{"id":"dach","result":"failed","input":1,"formula":"Product__c",)"
      R"("test":"\"Payments\"","value":null},{"id":"any","result":"won"}]})");
}

TEST(DecisionExplanation, ShowsTheConditionOfARuleList) {
  const std::string list =
      "{'hit':'first','outputs':[{'name':'q','type':'Text'}],'rules':["
      "{'id':'a','when':'Closed','then':['A']},{'id':'b','when':'1 / Amount__c > 0','then':['B']}],'default':['C']}";
  EXPECT_EQ(sentences(list, "{}"),
            "The decision `d` gives `q` \"C\": no rule matched, so the default holds.\n"
            "Rule `a` failed: `Closed` is false.\n"
            "Rule `b` failed: `1 / Amount__c > 0` could not be computed (division-by-zero).\n");
}

TEST(DecisionExplanation, SaysWhichRulesWereNotUnique) {
  const std::string unique =
      "{'hit':'unique','inputs':['Amount__c'],'outputs':[{'name':'q','type':'Text'}],'rules':["
      "{'id':'a','when':['> 0'],'then':['A']},{'id':'b','when':['> 1'],'then':['B']},{'id':'c','when':['> "
      "2'],'then':['C']}]}";
  EXPECT_EQ(sentences(unique, "{'Amount__c':2}"),
            "The decision `d` has no answer: the rules `a` and `b` all match, and its hit policy is unique.\n"
            "Rule `a` won: Amount__c is 2.\n"
            "Rule `b` won: Amount__c is 2.\n"
            "Rule `c` failed: Amount__c is 2, and the test is `> 2`.\n");
}

TEST(Table, KeepsItsStorageFromRecordToRecord) {
  test::Written fields(kFields);
  test::Written table(kQueue);
  test::Written big("{'Country__c':'DE','Product__c':'Payments','Amount__c':8}");
  test::Written none("{}");
  Asked asked(fields.root().node(), formula::Blanks::kAsZero, table.root().node());
  asked.decide(big.root().node());
  asked.decide(none.root().node());
  EXPECT_EQ(asked.winners(), "any");
  EXPECT_EQ(asked.outputs(), R"({"queue":"All"})");
}

}  // namespace
}  // namespace signalbox::rules
