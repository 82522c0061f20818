// Decision tables over fields of every type, and the engine asked about every combination of example values: what the
// analysis claims about all records must hold for these. That the engine decides right is for other tests to show.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "analysis/finding.h"
#include "model/json_writer.h"
#include "model/layout.h"
#include "model/record.h"
#include "rules/evaluate.h"
#include "tests/support/random.h"

namespace signalbox::test {

/// A type of field: what cells say of it, and at least one value of each kind that they can tell apart.
struct FieldKind {
  const char* name;
  Type type;
  std::vector<std::string> domain;
  std::vector<std::string> literals;  ///< As cells have them, ascending where there is an order.
  std::vector<std::string> values;    ///< As records have them, in JSON.
  bool is_ordered = true;
};

inline const std::vector<FieldKind>& field_kinds() {
  const std::string few = "1." + std::string(44, '0') + "1";
  const std::string more = "1." + std::string(44, '0') + "2";
  const std::string between = "1." + std::string(44, '0') + "15";
  const std::string huge = "5" + std::string(80, '0');
  static const std::vector<FieldKind> kinds = {
      {"number", Type::kNumber, {}, {"0", "1", "2"}, {"null", "-1", "0", "0.5", "1", "1.5", "2", "3"}},
      {"long number", Type::kNumber, {}, {few, more, huge}, {"null", "0", few, between, more, "7", huge, "6" + huge}},
      {"percent", Type::kPercent, {}, {"0", "0.1"}, {"null", "-5", "0", "5", "10", "20"}},
      {"text", Type::kText, {}, {"'a'", "'b'"}, {"null", "'A'", "'a'", "'ab'", "'b'", "'c'"}},
      {"control text", Type::kText, {}, {"'\\n'", "'\\''"}, {"null", "'\\u0001'", "'\\n'", "'\\r'", "'\\''", "'c'"}},
      {"last date",
       Type::kDate,
       {},
       {"9999-12-30", "9999-12-31"},
       {"null", "'2026-01-01'", "'9999-12-30'", "'9999-12-31'"}},
      {"first date", Type::kDate, {}, {"0001-01-01"}, {"null", "'0001-01-01'", "'0001-01-02'"}},
      {"last instant",
       Type::kDateTime,
       {},
       {"9999-12-31T23:59:59.999Z"},
       {"null", "'2026-01-01T00:00:00Z'", "'9999-12-31T23:59:59.999Z'"}},
      {"time", Type::kTime, {}, {"00:00:00", "23:59:59.999"}, {"null", "'00:00:00'", "'12:00:00'", "'23:59:59.999'"}},
      {"checkbox", Type::kCheckbox, {}, {"true", "false"}, {"null", "true", "false"}, false},
      {"picklist", Type::kPicklist, {"A", "B", "C"}, {"'A'", "'B'", "'C'"}, {"null", "'A'", "'B'", "'C'"}, false},
      {"open picklist", Type::kPicklist, {}, {"'A'", "'B'"}, {"null", "'A'", "'B'", "'Z'"}, false},
      {"selections",
       Type::kMultiPicklist,
       {"A", "B", "C"},
       {"'A'", "'B'", "'C'"},
       {"null", "'A'", "'B'", "'C'", "'A;B'", "'A;C'", "'B;C'", "'A;B;C'"},
       false},
      {"open selections",
       Type::kMultiPicklist,
       {},
       {"'A'", "'B'"},
       {"null", "'A'", "'B'", "'A;B'", "'Z'", "'A;Z'", "'B;Z'", "'A;B;Z'"},
       false},
  };
  return kinds;
}

/// Of `$Now`.
inline const FieldKind& instant_kind() {
  static const FieldKind kind = {"$Now", Type::kDateTime, {}, {"2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z"}, {}};
  return kind;
}

/// One input of a table: a field, or a formula.
struct AskedInput {
  std::string formula;
  const FieldKind* kind;  ///< Whose literals its cells use.
};

struct AskedRule {
  std::vector<std::string> when;
  int then = 0;
  bool is_enabled = true;
  std::string effective;  ///< Members of the object; empty: always.
};

/// A table as a document; texts in single quotes, as JSON has them in double quotes.
struct AskedTable {
  std::string hit = "first";
  bool blanks_are_zero = false;
  std::vector<const FieldKind*> fields;  ///< Named F0, F1, ...
  std::vector<AskedInput> inputs;
  std::vector<AskedRule> rules;
  std::optional<int> otherwise;
  bool has_formulas = false;  ///< Some cells or inputs are formulas: what the analysis finds need not be all there is.

  [[nodiscard]] bool wins_alone() const { return hit == "first" || hit == "priority"; }
};

inline std::string doubled(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

inline std::string document_of(const AskedTable& table) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object().key("hit").text(table.hit);
  writer.key("inputs").begin_array();
  for (const AskedInput& input : table.inputs) writer.text(input.formula);
  writer.end_array().key("outputs").begin_array();
  writer.begin_object().key("name").text("o").key("type").text("Number");
  if (table.hit == "priority") writer.key("values").raw("[2,0,1]");
  writer.end_object().end_array().key("rules").begin_array();
  for (std::size_t r = 0; r < table.rules.size(); ++r) {
    const AskedRule& rule = table.rules[r];
    writer.begin_object().key("id").text("r" + std::to_string(r)).key("when").begin_array();
    for (const std::string& cell : rule.when) writer.text(cell);
    writer.end_array().key("then").raw("[" + std::to_string(rule.then) + "]");
    if (!rule.is_enabled) writer.key("enabled").raw("false");
    if (!rule.effective.empty()) writer.key("effective").raw(doubled("{" + rule.effective + "}"));
    writer.end_object();
  }
  writer.end_array();
  if (table.otherwise) writer.key("default").raw("[" + std::to_string(*table.otherwise) + "]");
  writer.end_object();
  return text;
}

/// A record, and what else a decision may depend on.
struct AskedPoint {
  std::vector<std::size_t> values;  ///< By field: which of its kind's.
  bool is_new = false;
  bool is_clone = false;
  std::size_t instant = 0;  ///< Of kInstants.
};
inline constexpr const char* kInstants[] = {"2025-06-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z",
                                            "2026-06-01T00:00:00Z", "2027-01-01T00:00:00Z"};

/// The table as the engine compiles it, twice: as it is, and so that every rule that matches answers.
class Asked {
 public:
  explicit Asked(const AskedTable& table)
      : table_(table),
        scope_(layout_of(table), {}, table.blanks_are_zero ? formula::Blanks::kAsZero : formula::Blanks::kAsBlank),
        decides_(compiled(table)),
        matches_(compiled(listing(table))) {}

  [[nodiscard]] const rules::Table& table() const { return decides_; }
  [[nodiscard]] const formula::Scope& scope() const { return scope_; }
  [[nodiscard]] const std::string& source() const { return sources_.front(); }

  /// The output for this point, or for the record of a witness, as JSON.
  template <class Where>
  [[nodiscard]] std::string output(const Where& where) {
    std::string text;
    json::Writer writer(text);
    const std::vector<Value>& values = evaluate(decides_, where).values;
    if (!decides_.yields_lists()) {
      writer.value(values.at(0));
      return text;
    }
    writer.begin_array();
    for (const Value& value : values) writer.value(value);
    writer.end_array();
    return text;
  }
  /// The rules that match there, ascending.
  template <class Where>
  [[nodiscard]] std::vector<std::uint32_t> matching(const Where& where) {
    return evaluate(matches_, where).winners;
  }

  /// Does the point lie in the region? Conditions are cells of the table.
  [[nodiscard]] bool holds(const std::vector<analysis::Condition>& region, const AskedPoint& point) {
    const std::vector<Value>& values = record_of(point);
    return std::all_of(region.begin(), region.end(), [&](const analysis::Condition& condition) {
      const auto found = scope_.find(condition.input);
      const bool is_now = condition.input == "$Now";
      if (!found && !is_now) throw std::invalid_argument("a region of no field: " + condition.input);
      const Type type = is_now ? Type::kDateTime : found->type;
      const Value value = is_now ? Value::date_time(*parse_instant(kInstants[point.instant])) : values[found->slot];
      Diagnostics diagnostics;
      const auto test = rules::parse_unary_test(condition.test, type, {}, diagnostics);
      if (!test) throw std::invalid_argument("no unary test: " + condition.test);
      return rules::passes(*test, value, scope_.blanks());
    });
  }

 private:
  static std::shared_ptr<const Layout> layout_of(const AskedTable& table) {
    std::vector<Field> fields;
    for (const FieldKind* kind : table.fields) {
      fields.push_back({"F" + std::to_string(fields.size()), kind->type, "", kind->domain});
    }
    return std::make_shared<Layout>(fields);
  }

  /// Every rule that matches answers, and nothing else does.
  static AskedTable listing(AskedTable table) {
    table.hit = "ruleOrder";
    table.otherwise.reset();
    return table;
  }

  rules::Table compiled(const AskedTable& asked) {
    Diagnostics diagnostics;
    sources_.push_back(document_of(asked));
    const auto document = json::Document::parse(sources_.back(), diagnostics);
    auto table = rules::compile_table(Place(document->root(), "", diagnostics), "t", scope_);
    if (!table) throw std::invalid_argument(diagnostics.front().sentence + "\n" + sources_.back());
    return std::move(*table);
  }

  const std::vector<Value>& record_of(const AskedPoint& point) {
    const auto [at, is_new] = by_point_.try_emplace(point.values);
    if (!is_new) return at->second;
    std::string text = "{";
    for (std::size_t f = 0; f < point.values.size(); ++f) {
      text += (f > 0 ? ",\"F" : "\"F") + std::to_string(f) + "\":" + doubled(table_.fields[f]->values[point.values[f]]);
    }
    return at->second = read(text + "}");
  }
  std::vector<Value> read(const std::string& text) {
    Diagnostics diagnostics;
    texts_.push_back(json::Document::parse(text, diagnostics));
    Record record;
    (void)read_record(texts_.back()->root(), scope_.layout(), records_, record, diagnostics);
    return record.values;
  }

  const rules::Evaluation& evaluate(const rules::Table& table, const AskedPoint& point) {
    values_ = record_of(point);
    prior_ = point.is_new ? std::vector<Value>() : values_;
    return evaluate(table, *parse_instant(kInstants[point.instant]), point.is_clone);
  }
  const rules::Evaluation& evaluate(const rules::Table& table, const analysis::Witness& witness) {
    values_ = read(witness.record);
    prior_.clear();
    const std::string at = witness.at.empty() ? kInstants[0] : witness.at.substr(1, witness.at.size() - 2);
    return evaluate(table, *parse_instant(at), false);
  }
  const rules::Evaluation& evaluate(const rules::Table& table, Instant now, bool is_clone) {
    rules::EvaluationErrors errors;
    arena_.reset();
    rules::evaluate(table, {values_, prior_, now, is_clone}, arena_, evaluation_, errors);
    return evaluation_;
  }

  const AskedTable& table_;
  formula::Scope scope_;
  std::vector<std::string> sources_;
  std::vector<std::unique_ptr<const json::Document>> texts_;
  Arena records_;
  Arena arena_;
  std::map<std::vector<std::size_t>, std::vector<Value>> by_point_;
  std::vector<Value> values_;
  std::vector<Value> prior_;
  rules::Evaluation evaluation_;
  rules::Table decides_;
  rules::Table matches_;
};

inline std::string random_operand(Random& random, const FieldKind& kind) {
  return doubled(kind.literals[random.below(kind.literals.size())]);
}

inline std::string random_test(Random& random, const FieldKind& kind) {
  const char* const signs[] = {"< ", "<= ", "> ", ">= "};
  if (random.one_in(8)) return "blank";
  if (random.one_in(6)) return "!= " + random_operand(random, kind);
  if (!kind.is_ordered || random.one_in(2)) return random_operand(random, kind);
  if (random.one_in(2)) return signs[random.below(4)] + random_operand(random, kind);
  const std::size_t low = random.below(kind.literals.size());
  const std::size_t high = low + random.below(kind.literals.size() - low);
  return (random.one_in(2) ? "[" : "(") + doubled(kind.literals[low]) + ".." + doubled(kind.literals[high]) +
         (random.one_in(2) ? "]" : ")");
}

inline std::string random_cell(Random& random, const FieldKind& kind) {
  if (random.one_in(4)) return "-";
  if (kind.type == Type::kMultiPicklist && random.one_in(4)) {
    return (random.one_in(2) ? "includes(" : "excludes(") + random_operand(random, kind) + "," +
           random_operand(random, kind) + ")";
  }
  std::string list = random_test(random, kind);
  if (random.one_in(3)) list += ", " + random_test(random, kind);
  return random.one_in(5) ? "not(" + list + ")" : list;
}

/// A cell that is a formula, of nothing in the record.
inline std::string random_formula(Random& random) {
  const char* const formulas[] = {"= ISNEW()",        "= isnew( )",   "= ISCLONE()",
                                  "= NOT(ISCLONE())", "= NOT(FALSE)", "= 1 > 2"};
  return formulas[random.below(std::size(formulas))];
}

/// Rows of a table; half of them differ from the one before in one cell only.
inline void add_random_rules(Random& random, AskedTable& table) {
  const bool has_formulas = random.one_in(4);
  const bool is_timed = random.one_in(4);
  for (std::uint64_t count = 1 + random.below(6); count > 0; --count) {
    AskedRule rule;
    if (!table.rules.empty() && random.one_in(2)) rule = table.rules.back();
    const std::size_t changed = random.below(table.inputs.size());
    for (std::size_t i = 0; i < table.inputs.size(); ++i) {
      if (rule.when.size() <= i) {
        rule.when.push_back(random_cell(random, *table.inputs[i].kind));
      } else if (i == changed) {
        rule.when[i] = random_cell(random, *table.inputs[i].kind);
      }
      if (has_formulas && random.one_in(5)) rule.when[i] = random_formula(random);
    }
    table.has_formulas = table.has_formulas || has_formulas;
    rule.then = static_cast<int>(random.below(3));
    rule.is_enabled = !random.one_in(10);
    const char* const windows[] = {"", "'from':'2026-01-01'", "'until':'2026-06-01'",
                                   "'from':'2026-01-01','until':'2026-06-01'"};
    rule.effective = is_timed ? windows[random.below(std::size(windows))] : "";
    table.rules.push_back(std::move(rule));
  }
}

/// One or two fields of any kinds as inputs, now and then read twice, or with an input that is computed.
inline AskedTable random_asked_table(Random& random) {
  const char* const hits[] = {"first", "first", "priority", "unique", "any", "collect", "ruleOrder"};
  AskedTable table;
  table.hit = hits[random.below(std::size(hits))];
  table.blanks_are_zero = random.one_in(2);
  const auto& kinds = field_kinds();
  for (std::uint64_t count = 1 + random.below(2); count > 0; --count) {
    const FieldKind* const kind = &kinds[random.below(kinds.size())];
    const std::string name = "F" + std::to_string(table.fields.size());
    table.inputs.push_back({name, kind});
    table.fields.push_back(kind);
    if (kind->type == Type::kPicklist && random.one_in(3)) table.inputs.push_back({"TEXT( " + name + " )", kind});
    if (kind->type == Type::kNumber && random.one_in(3)) {
      table.inputs.push_back({name + " * 2", kind});
      table.has_formulas = true;
    }
  }
  if (random.one_in(5)) table.inputs.push_back({"$Now", &instant_kind()});
  add_random_rules(random, table);
  if (random.one_in(2)) table.otherwise = static_cast<int>(random.below(3));
  return table;
}

/// Every point that the table can tell apart.
inline std::vector<AskedPoint> asked_points(const AskedTable& table) {
  std::vector<AskedPoint> points(1);
  for (const FieldKind* kind : table.fields) {
    std::vector<AskedPoint> longer;
    for (const AskedPoint& point : points) {
      for (std::size_t v = 0; v < kind->values.size(); ++v) {
        longer.push_back(point);
        longer.back().values.push_back(v);
      }
    }
    points = std::move(longer);
  }
  std::vector<AskedPoint> all;
  for (const AskedPoint& point : points) {
    for (std::size_t instant = 0; instant < std::size(kInstants); ++instant) {
      for (const bool is_new : {false, true}) {
        for (const bool is_clone : {false, true}) all.push_back({point.values, is_new, is_clone, instant});
      }
    }
  }
  return all;
}

}  // namespace signalbox::test
