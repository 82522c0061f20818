// Tables of the slow twin as documents, and as the engine compiles them.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "model/layout.h"
#include "rules/table.h"
#include "tests/support/documents.h"
#include "tests/support/slow_analysis.h"

namespace signalbox::test {

inline std::string cell_text(const SlowValue& value) {
  return value.kind == SlowValue::Kind::kNumber ? std::to_string(value.number) : "\\'" + value.text + "\\'";
}
inline std::string cell_text(const SlowTest& test) {
  if (test.sign == "blank") return "blank";
  if (test.sign != "range") return test.sign + " " + cell_text(test.low);
  return (test.low_open ? "(" : "[") + cell_text(test.low) + ".." + cell_text(test.high) + (test.high_open ? ")" : "]");
}
inline std::string cell_text(const SlowCell& cell) {
  if (cell.any) return "-";
  std::string list;
  for (const SlowTest& test : cell.alternatives) list += (list.empty() ? "" : ", ") + cell_text(test);
  return cell.negated ? "not(" + list + ")" : list;
}

/// With single quotes, as Written takes it.
inline std::string table_text(const SlowTable& table) {
  std::string values;
  for (const int value : table.allowed) values += (values.empty() ? "" : ",") + std::to_string(value);
  std::string text = "{'hit':'" + table.hit + "','inputs':['A','B','C'],'outputs':[{'name':'o','type':'Number'" +
                     (values.empty() ? "" : ",'values':[" + values + "]") + "}]";
  if (table.otherwise) text += ",'default':[" + std::to_string(*table.otherwise) + "]";
  text += ",'rules':[";
  for (std::size_t r = 0; r < table.rules.size(); ++r) {
    text += (r > 0 ? ",{'id':'r" : "{'id':'r") + std::to_string(r) + "','then':[" + std::to_string(table.outputs[r]) +
            "]" + (table.validity[r].enabled ? "" : ",'enabled':false") + ",'when':[";
    for (std::size_t c = 0; c < table.rules[r].size(); ++c) {
      text += (c > 0 ? ",'" : "'") + cell_text(table.rules[r][c]) + "'";
    }
    text += "]}";
  }
  return text + "]}";
}

/// A compiled table and the names that it sees.
class AnalysedTable {
 public:
  explicit AnalysedTable(const SlowTable& slow)
      : scope_(layout(), {}, slow.blanks_are_zero ? formula::Blanks::kAsZero : formula::Blanks::kAsBlank),
        document_(table_text(slow)) {
    auto compiled = rules::compile_table(document_.root(), "t", scope_);
    if (!compiled) throw std::invalid_argument(document_.findings() + "\n" + std::string(document_.source()));
    table_ = std::move(*compiled);
  }
  [[nodiscard]] const rules::Table& table() const { return table_; }
  [[nodiscard]] const formula::Scope& scope() const { return scope_; }
  [[nodiscard]] std::string_view source() const { return document_.source(); }

 private:
  static std::shared_ptr<const Layout> layout() {
    std::vector<Field> fields;
    for (std::size_t c = 0; c < kAnalysedNumeric.size(); ++c) {
      fields.push_back({kAnalysedNames[c], kAnalysedNumeric[c] ? Type::kNumber : Type::kText, "", {}});
    }
    return std::make_shared<Layout>(fields);
  }

  formula::Scope scope_;
  Written document_;
  rules::Table table_;
};

inline SlowValue random_literal(Random& random, bool numeric) {
  if (numeric) return slow_number(kLeast + 2 * static_cast<int>(random.below((kGreatest - kLeast) / 2 + 1)));
  return slow_text(std::string(1 + random.below(2), static_cast<char>('a' + random.below(3))));
}

inline SlowCell random_cell(Random& random, bool numeric) {
  const char* const signs[] = {"=", "=", "=", "!=", "<", "<=", ">", ">=", "range", "range", "blank"};
  SlowCell cell;
  cell.any = random.one_in(3);
  cell.negated = random.one_in(5);
  for (std::uint64_t count = 1 + random.below(2); count > 0; --count) {
    SlowTest test;
    test.sign = signs[random.below(std::size(signs))];
    test.low = random_literal(random, numeric);
    test.high = random_literal(random, numeric);
    test.low_open = random.one_in(2);
    test.high_open = random.one_in(2);
    cell.alternatives.push_back(test);
  }
  return cell;
}

inline SlowTable random_analysed_table(Random& random) {
  const char* const hits[] = {"first", "first", "unique", "any", "priority", "collect", "ruleOrder", "outputOrder"};
  SlowTable table;
  table.hit = hits[random.below(std::size(hits))];
  if (table.hit == "priority" || table.hit == "outputOrder") table.allowed = {2, 0, 1};
  table.blanks_are_zero = random.one_in(2);
  for (std::uint64_t rules = 1 + random.below(7); rules > 0; --rules) {
    table.rules.emplace_back();
    // Half of the rows differ from the one before in one cell only, so that rows can be merged.
    if (table.rules.size() > 1 && random.one_in(2)) {
      table.rules.back() = table.rules[table.rules.size() - 2];
      const std::size_t column = random.below(kAnalysedNumeric.size());
      table.rules.back()[column] = random_cell(random, kAnalysedNumeric[column]);
    } else {
      for (const bool numeric : kAnalysedNumeric) table.rules.back().push_back(random_cell(random, numeric));
    }
    table.outputs.push_back(static_cast<int>(random.below(3)));
    table.validity.push_back({!random.one_in(8), {}, {}});
  }
  if (random.one_in(2)) table.otherwise = static_cast<int>(random.below(3));
  return table;
}

}  // namespace signalbox::test
