// Random decision tables and records for the slow twin, and the same as documents.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "model/type.h"
#include "tests/support/random.h"
#include "tests/support/slow_table.h"

namespace signalbox::test {

/// Columns of the tables: each is a field of that name.
inline const char* const kTableNames[] = {"A", "B", "C", "D", "E", "F"};
inline constexpr Type kTableTypes[] = {Type::kText, Type::kNumber, Type::kNumber,
                                       Type::kText, Type::kDate,   Type::kMultiPicklist};
inline const std::vector<bool> kTableNumeric = {false, true, true, false, false, false};

/// Makes tables with all hit policies and aggregations, formula cells, blanks, dates, selections, defaults, allowed
/// values, and rules that are disabled or effective for a time.
class TableMaker {
 public:
  explicit TableMaker(Random& random) : random_(random) {}

  [[nodiscard]] SlowTable table() {
    const char* const hits[] = {"first", "unique", "any", "priority", "collect", "ruleOrder", "outputOrder"};
    const char* const aggregations[] = {"list", "sum", "min", "max", "count"};
    SlowTable table;
    table.hit = hits[random_.below(7)];
    if (table.hit == "collect") table.aggregation = aggregations[random_.below(5)];
    table.blanks_are_zero = random_.one_in(2);
    for (std::uint64_t rules = random_.below(40); rules > 0; --rules) {
      table.rules.emplace_back();
      for (std::size_t c = 0; c < std::size(kTableTypes); ++c) {
        const bool is_formula = kTableNumeric[c] && random_.one_in(12);
        table.rules.back().push_back(is_formula ? formula_cell(c) : cell(kTableTypes[c]));
      }
      table.validity.push_back(validity());
    }
    add_outputs(table);
    if (random_.one_in(2)) table.otherwise = static_cast<int>(random_.below(40));
    return table;
  }

  [[nodiscard]] std::vector<SlowValue> record() {
    std::vector<SlowValue> values;
    for (const Type type : kTableTypes) values.push_back(value(type));
    return values;
  }

 private:
  [[nodiscard]] SlowValue literal(Type type) {
    if (type == Type::kNumber || type == Type::kDate) {
      return {SlowValue::Kind::kNumber, static_cast<int>(random_.below(9)) - 3, ""};
    }
    if (type == Type::kMultiPicklist) return {SlowValue::Kind::kText, 0, letter()};
    return {SlowValue::Kind::kText, 0, std::string(random_.below(3), letter()[0])};
  }
  [[nodiscard]] std::string letter() { return std::string(1, static_cast<char>('a' + random_.below(3))); }

  [[nodiscard]] SlowValue value(Type type) {
    if (random_.one_in(6)) return {};
    if (random_.one_in(25)) return {SlowValue::Kind::kError, 0, ""};
    SlowValue value = literal(type);
    if (type == Type::kMultiPicklist && random_.one_in(2)) value.text = random_.one_in(2) ? "a;b" : "b;c";
    if (value.kind == SlowValue::Kind::kText && value.text.empty()) value.kind = SlowValue::Kind::kBlank;
    return value;
  }

  [[nodiscard]] SlowTest test(Type type) {
    const char* const signs[] = {"=", "=", "=", "!=", "<", "<=", ">", ">=", "range", "blank"};
    SlowTest test;
    test.sign = signs[random_.below(10)];
    if (type == Type::kMultiPicklist) test.sign = random_.one_in(8) ? "blank" : random_.one_in(4) ? "lacks" : "has";
    test.low = literal(type);
    test.high = literal(type);
    test.low_open = random_.one_in(2);
    test.high_open = random_.one_in(2);
    return test;
  }

  [[nodiscard]] SlowCell cell(Type type) {
    SlowCell cell;
    cell.any = random_.one_in(type == Type::kDate || type == Type::kMultiPicklist ? 2 : 3);
    cell.negated = random_.one_in(5);
    for (std::uint64_t count = 1 + random_.below(3); count > 0; --count) cell.alternatives.push_back(test(type));
    if (type == Type::kMultiPicklist && random_.one_in(4)) {
      cell.all = !cell.negated;
      for (SlowTest& one : cell.alternatives) one.sign = "has";
    }
    return cell;
  }

  /// `= B < C`: reads the other column of numbers.
  [[nodiscard]] SlowCell formula_cell(std::size_t column) {
    const char* const signs[] = {"<", "<=", ">", ">="};
    SlowCell cell;
    cell.formula_sign = signs[random_.below(4)];
    cell.formula_column = column == 1 ? 2 : 1;
    return cell;
  }

  [[nodiscard]] SlowValidity validity() {
    SlowValidity validity;
    validity.enabled = !random_.one_in(10);
    if (random_.one_in(8)) validity.from = static_cast<int>(random_.below(3)) - 1;
    if (random_.one_in(8)) validity.until = static_cast<int>(random_.below(3)) - 1;
    return validity;
  }

  /// Outputs that any lets stand beside each other are likely; allowed values hold every literal.
  void add_outputs(SlowTable& table) {
    const std::uint64_t most = table.hit == "any" ? 2 : 50;
    for (std::size_t r = 0; r < table.rules.size(); ++r) table.outputs.push_back(static_cast<int>(random_.below(most)));
    if (table.hit != "priority" && table.hit != "outputOrder" && !random_.one_in(4)) return;
    table.computed = random_.one_in(3);
    for (int value = 0; value < (table.computed ? 40 : 50); ++value) table.allowed.push_back(value);
    for (std::size_t i = 0; i < table.allowed.size(); ++i) {
      std::swap(table.allowed[i], table.allowed[random_.below(table.allowed.size())]);
    }
  }

  Random& random_;
};

/// Writes tables and records as documents, with single quotes for double ones.
class TableDocument {
 public:
  /// A decision of docs/engine-api.md.
  [[nodiscard]] static std::string decision(const SlowTable& table) {
    std::string inputs;
    for (const char* name : kTableNames) inputs += (inputs.empty() ? "'" : ",'") + std::string(name) + "'";
    std::string text = "{'hit':'" + table.hit + "','inputs':[" + inputs + "],'outputs':[{'name':'o','type':'Number'" +
                       allowed(table) + "}]";
    if (table.hit == "collect") text += ",'collect':'" + table.aggregation + "'";
    if (table.otherwise) text += ",'default':[" + std::to_string(*table.otherwise) + "]";
    text += ",'rules':[";
    for (std::size_t r = 0; r < table.rules.size(); ++r) {
      const std::string output = std::to_string(table.outputs[r]);
      text += (r > 0 ? ",{'id':'r" : "{'id':'r") + std::to_string(r) + "'" + validity(table.validity[r]) + ",'then':[" +
              (table.computed ? "'=" + output + "'" : output) + "],'when':[";
      for (std::size_t c = 0; c < table.rules[r].size(); ++c) {
        text += (c > 0 ? ",'" : "'") + cell(table.rules[r][c], c) + "'";
      }
      text += "]}";
    }
    return text + "]}";
  }

  /// A record as JSON; an error is a value of another type.
  [[nodiscard]] static std::string record(const std::vector<SlowValue>& values) {
    std::string text;
    for (std::size_t c = 0; c < values.size(); ++c) {
      text += (c > 0 ? ",'" : "{'") + std::string(kTableNames[c]) + "':" + json(values[c], kTableTypes[c]);
    }
    return text + "}";
  }

  /// Days from the first of January 1970.
  [[nodiscard]] static std::string day(int offset) { return to_text(Date{offset}); }

 private:
  static std::string json(const SlowValue& value, Type type) {
    if (value.kind == SlowValue::Kind::kBlank) return "null";
    if (value.kind == SlowValue::Kind::kError) return "[]";
    if (type == Type::kDate) return "'" + day(value.number) + "'";
    return value.kind == SlowValue::Kind::kNumber ? std::to_string(value.number) : "'" + value.text + "'";
  }

  static std::string literal(const SlowValue& value, Type type) {
    if (type == Type::kDate) return day(value.number);
    return value.kind == SlowValue::Kind::kNumber ? std::to_string(value.number) : "\\'" + value.text + "\\'";
  }

  static std::string test(const SlowTest& test, Type type) {
    if (test.sign == "blank") return "blank";
    if (test.sign == "has") return literal(test.low, type);
    if (test.sign == "lacks") return "!= " + literal(test.low, type);
    if (test.sign != "range") return test.sign + " " + literal(test.low, type);
    return (test.low_open ? "(" : "[") + literal(test.low, type) + ".." + literal(test.high, type) +
           (test.high_open ? ")" : "]");
  }

  static std::string cell(const SlowCell& cell, std::size_t column) {
    if (!cell.formula_sign.empty()) {
      return std::string("= ") + kTableNames[column] + " " + cell.formula_sign + " " + kTableNames[cell.formula_column];
    }
    if (cell.any) return "-";
    std::string list;
    bool is_plain = kTableTypes[column] == Type::kMultiPicklist;
    for (const SlowTest& one : cell.alternatives) {
      list += (list.empty() ? "" : ", ") + test(one, kTableTypes[column]);
      is_plain = is_plain && one.sign == "has";
    }
    if (cell.all) return "includes(" + list + ")";
    if (!cell.negated) return list;
    return (is_plain ? "excludes(" : "not(") + list + ")";
  }

  static std::string validity(const SlowValidity& validity) {
    std::string text = validity.enabled ? "" : ",'enabled':false";
    if (!validity.from && !validity.until) return text;
    if (validity.from) text += ",'effective':{'from':'" + day(*validity.from) + "'";
    if (validity.until) text += (validity.from ? ",'until':'" : ",'effective':{'until':'") + day(*validity.until) + "'";
    return text + "}";
  }

  static std::string allowed(const SlowTable& table) {
    if (table.allowed.empty()) return "";
    std::string list;
    for (const int value : table.allowed) list += (list.empty() ? "" : ",") + std::to_string(value);
    return ",'values':[" + list + "]";
  }
};

}  // namespace signalbox::test
