// Random formulas that type-check, and rows for them with hostile values.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/arena.h"
#include "formula/scope.h"
#include "model/layout.h"
#include "model/value.h"
#include "tests/support/random.h"

namespace signalbox::test {

inline std::shared_ptr<const Layout> formula_layout() {
  static const auto layout =
      std::make_shared<const Layout>(std::vector<Field>{{"Num__c", Type::kNumber, "", {}},
                                                        {"Amount", Type::kCurrency, "", {}},
                                                        {"Rate__c", Type::kPercent, "", {}},
                                                        {"Name", Type::kText, "", {}},
                                                        {"Account.Name", Type::kText, "", {}},
                                                        {"IsClosed", Type::kCheckbox, "", {}},
                                                        {"Due__c", Type::kDate, "", {}},
                                                        {"CreatedDate", Type::kDateTime, "", {}},
                                                        {"At__c", Type::kTime, "", {}},
                                                        {"Status", Type::kPicklist, "", {"New", "Open", "Closed"}}});
  return layout;
}

class FormulaMaker {
 public:
  explicit FormulaMaker(Random& random) : random_(random) {}

  std::string make(Type type, int depth) {
    switch (type) {
      case Type::kNumber:
        return number(depth);
      case Type::kText:
        return text(depth);
      case Type::kCheckbox:
        return checkbox(depth);
      case Type::kDate:
        return moment(depth, "Due__c", type);
      case Type::kDateTime:
        return moment(depth, "CreatedDate", type);
      default:
        return moment(depth, "At__c", type);
    }
  }

  Type type() {
    static constexpr Type kTypes[] = {Type::kNumber,   Type::kNumber, Type::kText,     Type::kCheckbox,
                                      Type::kCheckbox, Type::kDate,   Type::kDateTime, Type::kTime};
    return kTypes[random_.below(std::size(kTypes))];
  }

 private:
  template <std::size_t N>
  std::string one_of(const char* const (&list)[N]) {
    return list[random_.below(N)];
  }

  std::string number(int depth) {
    static const char* const kLeaves[] = {"Num__c", "{!Amount}", "Rate__c",        "0",   "1", "2.5", "0.1",
                                          "-3",     "7",         "1000000.000001", "NULL"};
    if (depth <= 0) return one_of(kLeaves);
    const auto n = [&] { return number(depth - 1); };
    static const char* const kOperators[] = {" + ", " - ", " * ", " / "};
    static const char* const kOne[] = {"ABS", "FLOOR", "CEILING", "MFLOOR", "MCEILING", "ROUND", "TRUNC"};
    static const char* const kParts[] = {"YEAR", "MONTH", "DAY", "WEEKDAY"};
    switch (random_.below(14)) {
      case 0:
        return one_of(kOne) + "(" + n() + ")";
      case 1:
        return one_of({"ROUND", "TRUNC", "MOD"}) + "(" + n() + ", " + n() + ")";
      case 2:
        return one_of({"MIN", "MAX"}) + "(" + n() + ", " + n() + ", " + n() + ")";
      case 3:
        return "LEN(" + text(depth - 1) + ")";
      case 4:
        return one_of(kParts) + "(" + make(Type::kDate, depth - 1) + ")";
      case 5:
        return "(" + n() + " ^ " + one_of({"0", "1", "2", "3", "-1", "0.5"}) + ")";
      case 6:
        return "FIND(" + text(depth - 1) + ", " + text(depth - 1) + ")";
      case 7:
        return "(" + make(Type::kDate, depth - 1) + " - " + make(Type::kDate, 0) + ")";
      case 8:
        return "-" + n();
      case 9:
        return choice(Type::kNumber, depth);
      default:
        return "(" + n() + one_of(kOperators) + n() + ")";
    }
  }

  std::string text(int depth) {
    static const char* const kLeaves[] = {"Name",        "{!Account.Name}", "\"\"",         "\"a\"",
                                          "'Open'",      "\"ab\"",          "\"\xC3\x9F\"", "\"\xF0\x9F\x98\x80z\"",
                                          "TEXT(Status)"};
    if (depth <= 0) return one_of(kLeaves);
    switch (random_.below(9)) {
      case 0:
        return "LEFT(" + text(depth - 1) + ", " + number(depth - 2) + ")";
      case 1:
        return "RIGHT(" + text(depth - 1) + ", " + number(depth - 2) + ")";
      case 2:
        return "MID(" + text(depth - 1) + ", " + number(depth - 2) + ", " + number(depth - 2) + ")";
      case 3:
        return "TEXT(" + number(depth - 1) + ")";
      case 4:
        return "TEXT(" + make(Type::kDate, depth - 1) + ")";
      case 5:
        return choice(Type::kText, depth);
      case 6:
        return one_of({"HTMLENCODE", "URLENCODE"}) + "(" + text(depth - 1) + ")";
      case 7:
        return "FORMATCURRENCY(\"USD\", " + number(depth - 1) + ")";
      default:
        return "(" + text(depth - 1) + one_of({" & ", " + "}) + text(depth - 1) + ")";
    }
  }

  std::string checkbox(int depth) {
    static const char* const kLeaves[] = {"IsClosed",
                                          "TRUE",
                                          "FALSE",
                                          "ISNEW()",
                                          "ISCLONE()",
                                          "ISPICKVAL(Status, \"Open\")",
                                          "ISPICKVAL(Status, \"\")",
                                          "ISCHANGED(Amount)",
                                          "ISCHANGED(Name)"};
    if (depth <= 0) return one_of(kLeaves);
    const auto c = [&] { return checkbox(depth - 1); };
    switch (random_.below(10)) {
      case 0:
        return "NOT(" + c() + ")";
      case 1:
        return "(" + c() + one_of({" && ", " || "}) + c() + ")";
      case 2:
        return one_of({"AND", "OR"}) + "(" + c() + ", " + c() + ", " + c() + ")";
      case 3:
        return one_of({"ISBLANK", "ISNULL"}) + "(" + make(type(), depth - 1) + ")";
      case 4:
        return one_of({"CONTAINS", "BEGINS"}) + "(" + text(depth - 1) + ", " + text(depth - 1) + ")";
      case 5:
        return choice(Type::kCheckbox, depth);
      case 6:
        return "(" + c() + one_of({" = ", " <> "}) + c() + ")";
      case 7:
        return "IN(" + number(depth - 1) + ", " + number(0) + ", " + number(0) + ")";
      default:
        return comparison(depth);
    }
  }

  std::string comparison(int depth) {
    Type type = this->type();
    if (type == Type::kCheckbox) type = Type::kNumber;
    const std::string op = one_of({" = ", " == ", " <> ", " != ", " < ", " <= ", " > ", " >= "});
    return "(" + make(type, depth - 1) + op +
           (random_.one_in(12) ? "NULL" : make(type, random_.one_in(2) ? 0 : depth - 1)) + ")";
  }

  std::string moment(int depth, const char* field, Type type) {
    if (depth <= 0) return random_.one_in(8) ? std::string("PRIORVALUE(") + field + ")" : field;
    if (random_.one_in(3)) return choice(type, depth);
    return "(" + make(type, depth - 1) + one_of({" + ", " - "}) + number(depth - 1) + ")";
  }

  /// A value of that type chosen by something.
  std::string choice(Type type, int depth) {
    const auto value = [&] { return make(type, depth - 1); };
    switch (random_.below(5)) {
      case 0:
        return "IFERROR(" + value() + ", " + value() + ")";
      case 1:
        return "BLANKVALUE(" + value() + ", " + value() + ")";
      case 2:
        return "NULLVALUE(" + value() + ", " + value() + ")";
      case 3: {
        const Type by = this->type();
        return "CASE(" + make(by, depth - 1) + ", " + make(by, 0) + ", " + value() + ", " + make(by, 0) + ", " +
               value() + ", " + value() + ")";
      }
      default:
        return "IF(" + checkbox(depth - 1) + ", " + value() + ", " + value() + ")";
    }
  }

  Random& random_;
};

/// One value for each field of formula_layout(); texts live in `arena`.
inline std::vector<Value> random_row(Random& random, Arena& arena) {
  static const char* const kNumbers[] = {
      "0",    "1", "-1", "0.2", "20", "123456789.123456789", "-0.00034", "99999999999999999999999999999999999999999",
      "1e-30"};
  static const char* const kTexts[] = {
      "", "a", "ab", "Open", "\xC3\x9F", "\xF0\x9F\x98\x80z\xEF\xBF\xBD", "a long text with words in it"};
  std::vector<Value> row;
  const auto layout = formula_layout();
  for (std::size_t slot = 0; slot < layout->size(); ++slot) {
    if (random.one_in(4)) {
      row.push_back(random.one_in(8) ? Value::error(ErrorCode::kFieldType) : Value());
      continue;
    }
    switch (layout->field(slot).type) {
      case Type::kText:
        row.push_back(Value::text(arena.keep(kTexts[random.below(std::size(kTexts))])));
        break;
      case Type::kPicklist:
        row.push_back(Value::text(arena.keep(layout->field(slot).values[random.below(3)])));
        break;
      case Type::kCheckbox:
        row.push_back(Value::checkbox(random.one_in(2)));
        break;
      case Type::kDate:
        row.push_back(Value::date(Date{static_cast<std::int32_t>(random.below(40'000)) - 10'000}));
        break;
      case Type::kDateTime:
        row.push_back(Value::date_time(Instant{static_cast<std::int64_t>(random.below(2'000'000'000)) * 1000}));
        break;
      case Type::kTime:
        row.push_back(Value::time(TimeOfDay{static_cast<std::int32_t>(random.below(86'400'000))}));
        break;
      default:
        row.push_back(Value::number(Decimal::parse(kNumbers[random.below(std::size(kNumbers))]).value()));
    }
  }
  return row;
}

}  // namespace signalbox::test
