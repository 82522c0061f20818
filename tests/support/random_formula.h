// Random formulas that type-check over the fields of formula_rows.h. They name every function there is.
#pragma once

#include <iterator>
#include <string>

#include "model/type.h"
#include "tests/support/random.h"

namespace signalbox::test {

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
      case Type::kLocation:
        return place(depth);
      default:
        return moment(depth, "At__c", type);
    }
  }

  /// Of what a formula may yield.
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
    static const char* const kLeaves[] = {"Num__c", "{!Amount}", "Rate__c",        "0",    "1",   "2.5", "0.1",
                                          "-3",     "7",         "1000000.000001", "NULL", "PI()"};
    if (depth <= 0) return one_of(kLeaves);
    const auto n = [&] { return number(depth - 1); };
    static const char* const kOperators[] = {" + ", " - ", " * ", " / "};
    static const char* const kOne[] = {"ABS", "FLOOR", "CEILING", "MFLOOR", "MCEILING", "ROUND", "TRUNC"};
    static const char* const kOfTexts[] = {"ASCII({t})",     "VALUE({v})", "FIND({t}, {t}, {k})",   "LEN({t})",
                                           "FIND({t}, {t})", "VALUE({t})", "PICKLISTCOUNT(Tags__c)"};
    static const char* const kOfTimes[] = {"YEAR({d})",         "MONTH({s})",   "DAY({d})",     "WEEKDAY({d})",
                                           "DAYOFYEAR({d})",    "ISOWEEK({d})", "ISOYEAR({s})", "UNIXTIMESTAMP({s})",
                                           "HOUR({m})",         "MINUTE({m})",  "SECOND({m})",  "MILLISECOND({m})",
                                           "UNIXTIMESTAMP({d})"};
    static const char* const kOfPlaces[] = {"DISTANCE({g}, {g}, {u})", "Office__Latitude__s", "Office__Longitude__s"};
    // Rounded well before their last digit, which is not promised.
    static const char* const kInexact[] = {"SQRT({n})", "EXP({n})",  "LN({n})",        "LOG({n})",
                                           "SIN({n})",  "COS({n})",  "TAN({n})",       "ASIN({n})",
                                           "ACOS({n})", "ATAN({n})", "ATAN2({n}, {n})"};
    switch (random_.below(16)) {
      case 0:
        return one_of(kOne) + "(" + n() + ")";
      case 1:
        return one_of({"ROUND", "TRUNC", "MOD"}) + "(" + n() + ", " + n() + ")";
      case 2:
        return one_of({"MIN", "MAX"}) + "(" + n() + ", " + n() + ", " + n() + ")";
      case 3:
        return filled(one_of(kOfTexts), depth);
      case 4:
        return filled(one_of(kOfTimes), depth);
      case 5:
        return "(" + n() + " ^ " + one_of({"0", "1", "2", "3", "-1", "0.5"}) + ")";
      case 6:
        return random_.one_in(3) ? "ROUND(" + filled(one_of(kInexact), depth) + ", 20)" : n();
      case 7:
        return "(" + make(Type::kDate, depth - 1) + " - " + make(Type::kDate, 0) + ")";
      case 8:
        return "-" + n();
      case 9:
        return choice(Type::kNumber, depth);
      case 10:
        return filled(one_of(kOfPlaces), depth);
      default:
        return "(" + n() + one_of(kOperators) + n() + ")";
    }
  }

  std::string text(int depth) {
    static const char* const kLeaves[] = {"Name",        "{!Account.Name}", "\"\"",         "\"a\"",
                                          "'Open'",      "\"ab\"",          "\"\xC3\x9F\"", "\"\xF0\x9F\x98\x80z\"",
                                          "TEXT(Status)"};
    static const char* const kParts[] = {"SUBSTR({t}, {k})",
                                         "SUBSTR({t}, {k}, {k})",
                                         "SUBSTITUTE({t}, {t}, {t})",
                                         "TRIM({t})",
                                         "LPAD({t}, {k})",
                                         "LPAD({t}, {k}, {t})",
                                         "RPAD({t}, {k})",
                                         "RPAD({t}, {k}, {t})",
                                         "REVERSE({t})",
                                         "LOWER({t})",
                                         "LOWER({t}, {l})",
                                         "UPPER({t})",
                                         "UPPER({t}, {l})",
                                         "INITCAP({t})",
                                         "CHR({c})",
                                         "BR()",
                                         "CASESAFEID({i})",
                                         "LEFT({t}, {k})",
                                         "RIGHT({t}, {k})",
                                         "MID({t}, {k}, {k})"};
    static const char* const kMarkup[] = {"HTMLENCODE({t})",
                                          "URLENCODE({t})",
                                          "JSENCODE({t})",
                                          "JSINHTMLENCODE({t})",
                                          "HYPERLINK({t}, {t})",
                                          "HYPERLINK({t}, {t}, {t})",
                                          "IMAGE({t}, {t})",
                                          "IMAGE({t}, {t}, {n}, {k})",
                                          "FORMATCURRENCY(\"USD\", {n})",
                                          "JSONVALUE({j}, {t})",
                                          "JSONPATHVALUE({j}, {p})"};
    static const char* const kOfTimes[] = {"TEXT({d})",
                                           "TEXT({s})",
                                           "TEXT({m})",
                                           "FORMATDURATION({n})",
                                           "FORMATDURATION({n}, {b})",
                                           "FORMATDURATION({m}, {m})",
                                           "FORMATDURATION({s}, {s})"};
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
        return filled(one_of(kOfTimes), depth);
      case 5:
        return choice(Type::kText, depth);
      case 6:
        return filled(one_of(kMarkup), depth);
      case 7:
        return filled(one_of(kParts), depth);
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
                                          "ISCHANGED(Name)",
                                          "ISCHANGED(Office__c)"};
    static const char* const kTests[] = {"ISNUMBER({v})",
                                         "ISNUMBER({t})",
                                         "REGEX({t}, {r})",
                                         "LIKE({t}, {w})",
                                         "INCLUDES(Tags__c, {t})",
                                         "INCLUDES(Status, \"Open\")",
                                         "ISBLANK({g})",
                                         "ISNULL({g})",
                                         "(OwnerId = '005D000000IqhSL')",
                                         "('005D000000IqhSLIAZ' <> OwnerId)",
                                         "(OwnerId <= '005D000000IqhSLIAZ')",
                                         "IN(OwnerId, {t}, '005D000000IqhSL')",
                                         "(OwnerId = {t})",
                                         "ISCHANGED(OwnerId)",
                                         "CASE(OwnerId, '005D000000IqhSLIAZ', TRUE, {t}, FALSE, {b})",
                                         "($Record__Prior.OwnerId = $Record.OwnerId)",
                                         "($Record__Prior.Amount < $Record.Amount)"};
    if (depth <= 0) return one_of(kLeaves);
    const auto c = [&] { return checkbox(depth - 1); };
    switch (random_.below(11)) {
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
      case 8:
        return filled(one_of(kTests), depth);
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
    static const char* const kDates[] = {"DATE({y}, {k}, {k})", "DATEVALUE({s})", "DATEVALUE({a})", "TODAY()",
                                         "ADDMONTHS({d}, {k})", "DATEVALUE({d})"};
    static const char* const kDateTimes[] = {"NOW()", "DATETIMEVALUE({e})", "DATETIMEVALUE({d})", "FROMUNIXTIME({n})",
                                             "ADDMONTHS({s}, {k})"};
    static const char* const kTimes[] = {"TIMENOW()", "TIMEVALUE({s})", "TIMEVALUE({h})"};
    if (random_.one_in(2)) {
      return filled(type == Type::kDate       ? one_of(kDates)
                    : type == Type::kDateTime ? one_of(kDateTimes)
                                              : one_of(kTimes),
                    depth);
    }
    return "(" + make(type, depth - 1) + one_of({" + ", " - "}) + number(depth - 1) + ")";
  }

  std::string place(int depth) {
    if (depth <= 0) return random_.one_in(4) ? "PRIORVALUE(Office__c)" : "Office__c";
    switch (random_.below(4)) {
      case 0:
        return "IF(" + checkbox(depth - 1) + ", " + place(depth - 1) + ", " + place(depth - 1) + ")";
      case 1:
        return "BLANKVALUE(" + place(depth - 1) + ", " + place(depth - 1) + ")";
      case 2:
        return "GEOLOCATION(" + number(depth - 1) + ", " + number(0) + ")";
      default:
        return place(0);
    }
  }

  /// A pattern of a call with its holes filled: {t} by a text, {n} a number, {b} a checkbox, {d} a date, {s} a
  /// date-time, {m} a time, {g} a place, other letters by what constant() says; {!Field} stays.
  std::string filled(const std::string& pattern, int depth) {
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      if (pattern[i] != '{' || pattern[i + 1] == '!') {
        out += pattern[i];
        continue;
      }
      out += hole(pattern[i + 1], depth);
      i += 2;
    }
    return out;
  }

  std::string hole(char letter, int depth) {
    switch (letter) {
      case 't':
        return text(depth - 1);
      case 'n':
        return number(depth - 1);
      case 'b':
        return checkbox(depth - 1);
      case 'd':
        return make(Type::kDate, depth - 1);
      case 's':
        return make(Type::kDateTime, depth - 1);
      case 'm':
        return make(Type::kTime, depth - 1);
      case 'g':
        return place(depth - 1);
      default:
        return constant(letter);
    }
  }

  /// Arguments that mean something to the function, mostly.
  std::string constant(char letter) {
    switch (letter) {
      case 'k':  // A small number.
        return one_of({"0", "1", "2", "3", "2.5", "5", "20", "-2", "Num__c", "NULL"});
      case 'y':  // A year.
        return one_of({"2026", "1", "9999", "0", "2024", "Num__c"});
      case 'c':  // A code point.
        return one_of({"65", "97", "223", "8364", "128512", "0", "-3", "55296", "10", "60", "Num__c"});
      case 'l':  // A locale.
        return one_of({"'tr'", "'en_US'", "'az-AZ'", "'TR_tr'", "Name"});
      case 'u':  // A unit of length.
        return one_of({"\"km\"", "'mi'", "'KM'", "Name"});
      case 'v':  // The text of a number.
        return one_of(
            {"'12'", "' 7 '", "'-3.5'", "'1e3'", "'+4'", "'1.'", "'.5'", "'1.e2'", "'+-1'", "'1e200'", "'x'"});
      case 'i':  // An id.
        return one_of({"'001D000000IqhSL'", "'001d000000iqhsl'", "Name", "'001D000000IqhSLIAZ'"});
      case 'a':  // The text of a date.
        return one_of({"'2026-1-5'", "'2024-02-29'", "'2023-02-29'", "' 2026-12-31 '", "'2026-13-01'", "Name"});
      case 'e':  // The text of a date-time.
        return one_of({"'2026-1-5 8:00:00'", "'2026-01-31 23:59:59'", "'2026-01-31 24:00:00'", "Name"});
      case 'h':  // The text of a time.
        return one_of({"'08:00:00.000'", "'17:30'", "'17:30:01.5Z'", "'24:00'", "Name"});
      case 'j':
        return one_of(
            {R"('{"a":1,"b":{"c":[10,"x",null,true]},"ab":"y","":2}')", "'[1,[2,{\"a\":3}]]'", "'nope'", "''", "'12'"});
      case 'p':
        return one_of({"'$.a'", "'$.b.c[1]'", R"("$['b'].c[0]")", "'$.b.c[9]'", "'$[1][1].a'", "'$'", "Name"});
      case 'w':
        return one_of({"'%'", "'a%'", "'_b%'", "'%pe_'", R"('\\%')", "'%a%'", "Name"});
      default:
        return one_of({"'[a-z]*'", "'a|ab'", "'(Op|Cl)[a-z]+'", "'[^a]*z?'", R"('\\d+')", "'[0-9.-]*'", "Name"});
    }
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

}  // namespace signalbox::test
