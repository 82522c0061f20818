#include "api/change.h"

#include "analysis/change.h"
#include "api/documents.h"
#include "api/run.h"
#include "api/write_diagnostics.h"
#include "explain/words.h"
#include "model/json_writer.h"
#include "model/record.h"
#include "model/record_reader.h"

namespace signalbox::api {

namespace {

using analysis::SmallestChange;

constexpr std::string_view result_name(SmallestChange::Result result) {
  constexpr std::string_view kNames[] = {"wins", "change", "never", "undecided"};
  return kNames[static_cast<std::size_t>(result)];
}

constexpr std::string_view reason_name(SmallestChange::Reason reason) {
  constexpr std::string_view kNames[] = {"",       "disabled", "not-effective", "contradiction",
                                         "masked", "formula",  "budget",        "inputs"};
  return kNames[static_cast<std::size_t>(reason)];
}

/// "a", "a and b", "a, b and c".
std::string joined(const std::vector<std::string>& items, std::string_view last = " and ") {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? last : ", ";
    text += items[i];
  }
  return text;
}

std::string ticked(std::string_view text) { return "`" + std::string(text) + "`"; }

class ChangeWriter {
 public:
  ChangeWriter(const Program::Parts& parts, const rules::Table& table, std::uint32_t rule, const SmallestChange& change,
               std::string& out)
      : parts_(parts), table_(table), rule_(rule), change_(change), writer_(out) {}

  void write() {
    writer_.begin_object().key("decision").text(table_.name);
    writer_.key("rule").text(table_.rules[rule_].id);
    writer_.key("result").text(result_name(change_.result));
    if (change_.reason != SmallestChange::Reason::kNone) writer_.key("reason").text(reason_name(change_.reason));
    if (change_.result == SmallestChange::Result::kChange) write_fields();
    if (change_.reason == SmallestChange::Reason::kBudget) {
      writer_.key("atLeast").number(static_cast<std::int64_t>(change_.at_least));
    }
    write_failed();
    write_obstacles();
    writer_.key("steps").number(static_cast<std::int64_t>(change_.steps));
    writer_.key("sentence").text(sentence());
    writer_.end_object();
  }

 private:
  void write_distance(const std::optional<Decimal>& distance, const Value& value, Type type) {
    if (!distance) return;
    writer_.key("by").value(as_in_record(Value::number(*distance), type));
    if (value.kind() == Value::Kind::kDate) writer_.key("unit").text("days");
    if (value.kind() == Value::Kind::kDateTime || value.kind() == Value::Kind::kTime) writer_.key("unit").text("ms");
  }

  void write_fields() {
    writer_.key("smallest").boolean(change_.is_smallest);
    writer_.key("changes").begin_array();
    for (const analysis::FieldChange& one : change_.fields) {
      const Field& field = parts_.layout->field(one.field);
      writer_.begin_object().key("field").text(field.name);
      writer_.key("from").value(as_in_record(one.from, field.type));
      writer_.key("to").value(as_in_record(one.to.value, field.type));
      write_distance(one.distance, one.to.value, field.type);
      writer_.end_object();
    }
    writer_.end_array();
  }

  /// The tests that the record fails as it is.
  void write_failed() {
    writer_.key("failed").begin_array();
    for (const analysis::FailedTest& one : change_.failed) {
      writer_.begin_object().key("input").number(std::int64_t{one.check.input});
      writer_.key("formula").text(table_.inputs[one.check.input].formula.text());
      writer_.key("test").text(table_.tests[one.check.test].text);
      writer_.key("value").value(explain::shown(one.value.value));
      if (one.nearest) writer_.key("nearest").value(one.nearest->value);
      write_distance(one.distance, one.value.value, Type::kNumber);
      writer_.end_object();
    }
    if (change_.condition) {
      writer_.begin_object();
      if (change_.condition->input) writer_.key("input").number(std::int64_t{*change_.condition->input});
      writer_.key("formula").text(change_.condition->placed.formula.text()).end_object();
    }
    writer_.end_array();
  }

  void write_obstacles() {
    if (!change_.rows.empty()) {
      writer_.key("rules").begin_array();
      for (const std::uint32_t row : change_.rows) writer_.text(table_.rules[row].id);
      writer_.end_array();
    }
    if (change_.formulas.empty()) return;
    writer_.key("formulas").begin_array();
    for (const SmallestChange::Opaque& one : change_.formulas) {
      writer_.begin_object().key("path").text(one.path).key("formula").text(one.text).end_object();
    }
    writer_.end_array();
  }

  [[nodiscard]] std::string sentence() const {
    const std::string rule = "The rule " + ticked(table_.rules[rule_].id);
    switch (change_.reason) {
      case SmallestChange::Reason::kDisabled:
        return rule + " is disabled.";
      case SmallestChange::Reason::kNotEffective:
        return rule + " is not effective at this instant, whatever the record holds.";
      case SmallestChange::Reason::kContradiction:
        return "The tests of the rule " + ticked(table_.rules[rule_].id) +
               " exclude each other: it never matches any record.";
      case SmallestChange::Reason::kMasked:
        return masked_sentence();
      case SmallestChange::Reason::kFormula:
        return "Whether some change makes the rule " + ticked(table_.rules[rule_].id) + " win depends on " +
               formula_words() + ", which is not solved for its fields.";
      case SmallestChange::Reason::kBudget:
        return "The search for the smallest change ended before it was found; at least " +
               counted(change_.at_least, "field") + " must change.";
      case SmallestChange::Reason::kInputs:
        return "The decision tests too many inputs for the search.";
      case SmallestChange::Reason::kNone:
        break;
    }
    return change_.result == SmallestChange::Result::kWins ? rule + " wins already."
                                                           : rule + " would win if " + changes() + ".";
  }

  [[nodiscard]] std::string masked_sentence() const {
    std::vector<std::string> ids;
    for (const std::uint32_t row : change_.rows) ids.push_back(ticked(table_.rules[row].id));
    return "No change of fields makes the rule " + ticked(table_.rules[rule_].id) + " win: whatever it matches, " +
           joined(ids, " or ") + (ids.size() == 1 ? " matches as well." : " match as well.");
  }

  [[nodiscard]] std::string formula_words() const {
    std::vector<std::string> texts;
    for (const SmallestChange::Opaque& one : change_.formulas) texts.push_back(ticked(quote_for_message(one.text)));
    return texts.empty() ? "a formula" : joined(texts);
  }

  [[nodiscard]] std::string changes() const {
    std::vector<std::string> items;
    for (const analysis::FieldChange& one : change_.fields) {
      const Field& field = parts_.layout->field(one.field);
      items.push_back(ticked(field.name) + " were " + explain::value_words(as_in_record(one.to.value, field.type)) +
                      " instead of " + explain::value_words(as_in_record(one.from, field.type)) +
                      difference(one, field.type));
    }
    std::string text = joined(items);
    if (!change_.is_smallest) text += "; a smaller change may do as well, which depends on " + formula_words();
    return text;
  }

  /// " (10 more)", " (3 days earlier)".
  [[nodiscard]] static std::string difference(const analysis::FieldChange& one, Type type) {
    if (!one.distance) return {};
    const std::string amount = as_in_record(Value::number(*one.distance), type).as_number().to_text();
    if (one.from.kind() == Value::Kind::kNumber) {
      return " (" + amount + (one.from.as_number() < one.to.value.as_number() ? " more)" : " less)");
    }
    if (one.from.kind() != Value::Kind::kDate) return {};
    return " (" + amount + (amount == "1" ? " day " : " days ") +
           (one.from.as_date() < one.to.value.as_date() ? "later)" : "earlier)");
  }

  const Program::Parts& parts_;
  const rules::Table& table_;
  std::uint32_t rule_;
  const SmallestChange& change_;
  json::Writer writer_;
};

std::optional<std::uint32_t> find_rule(const rules::Table& table, std::string_view id) {
  for (std::uint32_t r = 0; r < table.rules.size(); ++r) {
    if (table.rules[r].id == id) return r;
  }
  return std::nullopt;
}

SmallestChange find_change(const ChangeQuestion& question, std::uint32_t decision, std::uint32_t rule,
                           const std::vector<Value>& record) {
  const Program::Parts& parts = question.program.parts();
  const Directory directory = question.directory ? *question.directory : empty_directory();
  const auto roster = signalbox::Roster::assumed(directory.parts().directory);
  const RunInput input{parts, directory.parts().directory, directory.parts().calendar, roster, question.at};
  Run run;
  const analysis::Try decide = [&](const std::vector<Value>& changed) -> analysis::Trial {
    run.arena.reset();
    read_slots(parts, directory.parts().calendar, question.at, parts.quantities_read, changed, run);
    return {ask(input, decision, run), run.frame(question.at), run.arena};
  };
  return analysis::find_change({&parts.decisions[decision], parts.scope.get()}, rule, record, question.at, decide,
                               question.budget);
}

}  // namespace

bool write_change(const ChangeQuestion& question, std::string_view record_json, std::string& out) {
  const Program::Parts& parts = question.program.parts();
  const auto fail = [&](std::string_view code, std::string_view what, std::string_view name) {
    write_failure(code, "There is no " + std::string(what) + " " + ticked(quote_for_message(name)) + ".", {}, {}, out);
    return false;
  };
  std::uint32_t decision = 0;
  while (decision < parts.decisions.size() && parts.decisions[decision].name != question.decision) ++decision;
  if (decision == parts.decisions.size()) return fail("unknown-decision", "decision", question.decision);
  const auto rule = find_rule(parts.decisions[decision], question.rule);
  if (!rule) return fail("unknown-rule", "rule", question.rule);
  if (record_json.size() > limits::kMaxRecordBytes) {
    const std::string limit = std::to_string(limits::kMaxRecordBytes);
    write_failure("json-too-large", "A record has at most " + limit + " bytes.", {}, {}, out);
    return false;
  }
  Diagnostics diagnostics;
  json::Parser parser;
  Arena texts;
  RecordReader reader(*parts.layout, texts);
  std::vector<Value> record(parts.layout->size());
  std::string_view id;
  const bool is_read =
      parser.read_only(record_json, diagnostics) && reader.read(parser.root(), record.data(), id, diagnostics);
  if (!is_read) {
    write_failure(diagnostics, record_json, out);
    return false;
  }
  const SmallestChange change = find_change(question, decision, *rule, record);
  ChangeWriter(parts, parts.decisions[decision], *rule, change, out).write();
  return true;
}

}  // namespace signalbox::api
