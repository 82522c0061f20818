// What holds for every function of the table: it says what it takes, and refuses the rest.
#include "formula/functions/registry.h"

#include <gtest/gtest.h>

#include <set>

#include "formula/formula.h"

namespace signalbox::formula {
namespace {

Scope scope() {
  static const auto layout =
      std::make_shared<const Layout>(std::vector<Field>{{"Status", Type::kPicklist, "", {"x"}},
                                                        {"Name", Type::kText, "", {}},
                                                        {"Due__c", Type::kDate, "", {}},
                                                        {"CreatedDate", Type::kDateTime, "", {}},
                                                        {"At__c", Type::kTime, "", {}},
                                                        {"Tags__c", Type::kMultiPicklist, "", {}},
                                                        {"Office__c", Type::kLocation, "", {}},
                                                        {"$User.Department", Type::kText, "", {}}});
  return Scope(layout, {{"$Milestone.M.Remaining", Type::kNumber}}, Blanks::kAsZero);
}

Diagnostics diagnostics_of(std::string_view text) {
  Diagnostics diagnostics;
  static_cast<void>(Formula::compile(text, scope(), Type::kAny, diagnostics));
  return diagnostics;
}

std::string codes(std::string_view text) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics_of(text)) out += (out.empty() ? "" : " ") + diagnostic.code;
  return out;
}

std::string fitting(const Function& function, std::size_t index) {
  if (function.constant != nullptr && function.constant->argument == index) {
    if (function.name == "DISTANCE") return "'km'";
    if (function.name == "JSONPATHVALUE") return "'$.a'";
    if (function.name == "FORMATCURRENCY") return "'USD'";
  }
  switch (function.parameter(index)) {
    case 't':
      return "'x'";
    case 'b':
      return "TRUE";
    case 'D':
    case 'V':
      return "Due__c";
    case 'm':
    case 'W':
      return "At__c";
    case 'X':
      return "1";
    case 'Y':
      return "TRUE";
    case 'p':
      return "Status";
    case 'q':
    case 'Q':
      return "Tags__c";
    case 'f':
      return "Name";
    case 'g':
      return "Office__c";
    default:
      return "1";
  }
}

/// Empty where anything fits.
std::string misfitting(char letter) {
  switch (letter) {
    case 'a':
      return "";
    case 't':
    case 'b':
    case 'D':
    case 'm':
    case 'f':
    case 'g':
    case 'Y':
      return "1";
    case 'n':
    case 'p':
    case 'q':
    case 'Q':
      return "'x'";
    default:
      return "TRUE";
  }
}

std::string call(const Function& function, std::size_t count, std::size_t wrong = SIZE_MAX) {
  std::string text = std::string(function.name) + "(";
  for (std::size_t i = 0; i < count; ++i)
    text += (i == 0 ? "" : ", ") + (i == wrong ? misfitting(function.parameter(i)) : fitting(function, i));
  return text + ")";
}

template <class Use>
void for_each_function(Use use) {
  for (const Family& family : families()) {
    for (const Function& function : family.functions) use(function);
  }
}

TEST(FormulaFunctions, EachTakesItsLeastAndItsMostArguments) {
  for_each_function([](const Function& function) {
    if (function.form == Form::kRefused) return;
    EXPECT_EQ(codes(call(function, function.least)), "") << call(function, function.least);
    if (function.most != Function::kAny) {
      EXPECT_EQ(codes(call(function, function.most)), "") << function.name;
    }
  });
}

TEST(FormulaFunctions, EachRefusesFewerAndMore) {
  for_each_function([](const Function& function) {
    if (function.form == Form::kRefused) return;
    if (function.least > 0) {
      EXPECT_EQ(codes(call(function, function.least - 1u)), "argument-count") << function.name;
    }
    if (function.most != Function::kAny) {
      EXPECT_EQ(codes(call(function, function.most + 1u)), "argument-count") << function.name;
    }
  });
}

TEST(FormulaFunctions, EachRefusesAWrongTypeAndSaysWhere) {
  for_each_function([](const Function& function) {
    if (function.form == Form::kRefused) return;
    const std::size_t most = function.most == Function::kAny ? function.least : function.most;
    for (std::size_t i = 0; i < most; ++i) {
      const std::string wrong = misfitting(function.parameter(i));
      if (wrong.empty()) continue;
      const std::string text = call(function, most, i);
      const Diagnostics found = diagnostics_of(text);
      ASSERT_EQ(found.size(), 1u) << text;
      EXPECT_EQ(found[0].code, "argument-type") << text;
      EXPECT_EQ(text.substr(found[0].span.begin, found[0].span.end - found[0].span.begin), wrong) << text;
      EXPECT_FALSE(found[0].expected.empty()) << text;
    }
  });
}

TEST(FormulaFunctions, TheRefusedOnesSayWhy) {
  for (const Function& function : refused_functions()) {
    const Diagnostics found = diagnostics_of(std::string(function.name) + "('x', 1)");
    ASSERT_EQ(found.size(), 1u) << function.name;
    EXPECT_EQ(found[0].code, "unsupported-function");
    EXPECT_NE(found[0].sentence.find(function.sentence), std::string::npos) << found[0].sentence;
  }
}

TEST(FormulaFunctions, NamesAreUniqueAndInCapitalsAndBeginTheirSignature) {
  std::set<std::string_view> names;
  for_each_function([&](const Function& function) {
    EXPECT_TRUE(names.insert(function.name).second) << function.name;
    EXPECT_EQ(function.name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"), std::string_view::npos);
    if (function.form != Form::kRefused) {
      EXPECT_TRUE(function.signature.starts_with(std::string(function.name) + "(")) << function.name;
    }
    EXPECT_TRUE(function.sentence.ends_with(".")) << function.name;
  });
}

/// The function reference of Salesforce Help ("All Formula Operators and Functions") and what its formula engine adds.
TEST(FormulaFunctions, NoneOfSalesforcesReferenceIsMissing) {
  for (const char* name : {"ABS",
                           "ACOS",
                           "ADDMONTHS",
                           "AND",
                           "ASCII",
                           "ASIN",
                           "ATAN",
                           "ATAN2",
                           "BEGINS",
                           "BLANKVALUE",
                           "BR",
                           "CASE",
                           "CASESAFEID",
                           "CEILING",
                           "CHR",
                           "CONTAINS",
                           "COS",
                           "CURRENCYRATE",
                           "DATE",
                           "DATETIMEVALUE",
                           "DATEVALUE",
                           "DAY",
                           "DAYOFYEAR",
                           "DISTANCE",
                           "EXP",
                           "FIND",
                           "FLOOR",
                           "FORMATCURRENCY",
                           "FORMATDURATION",
                           "FROMUNIXTIME",
                           "GEOLOCATION",
                           "GETRECORDIDS",
                           "GETSESSIONID",
                           "HOUR",
                           "HTMLENCODE",
                           "HYPERLINK",
                           "IF",
                           "IFERROR",
                           "IMAGE",
                           "IMAGEPROXYURL",
                           "IN",
                           "INCLUDE",
                           "INCLUDES",
                           "INITCAP",
                           "ISBLANK",
                           "ISCHANGED",
                           "ISCLONE",
                           "ISNEW",
                           "ISNULL",
                           "ISNUMBER",
                           "ISOWEEK",
                           "ISOYEAR",
                           "ISPICKVAL",
                           "JSENCODE",
                           "JSINHTMLENCODE",
                           "JSONPATHVALUE",
                           "JSONVALUE",
                           "JUNCTIONIDLIST",
                           "LEFT",
                           "LEN",
                           "LIKE",
                           "LINKTO",
                           "LN",
                           "LOG",
                           "LOWER",
                           "LPAD",
                           "MAX",
                           "MCEILING",
                           "MFLOOR",
                           "MID",
                           "MILLISECOND",
                           "MIN",
                           "MINUTE",
                           "MOD",
                           "MONTH",
                           "NOT",
                           "NOW",
                           "NULLVALUE",
                           "OR",
                           "PARENTGROUPVAL",
                           "PI",
                           "PICKLISTCOUNT",
                           "PREDICT",
                           "PREVGROUPVAL",
                           "PRIORVALUE",
                           "REGEX",
                           "REQUIRESCRIPT",
                           "REVERSE",
                           "RIGHT",
                           "ROUND",
                           "RPAD",
                           "SECOND",
                           "SIN",
                           "SQRT",
                           "SUBSTITUTE",
                           "SUBSTR",
                           "TAN",
                           "TEXT",
                           "TIMENOW",
                           "TIMEVALUE",
                           "TODAY",
                           "TRIM",
                           "TRUNC",
                           "UNIXTIMESTAMP",
                           "UPPER",
                           "URLENCODE",
                           "URLFOR",
                           "VALUE",
                           "VLOOKUP",
                           "WEEKDAY",
                           "YEAR"}) {
    EXPECT_NE(find_function(name), nullptr) << name;
  }
}

TEST(FormulaFunctions, ArgumentsThatAreWrittenOutAreJudged) {
  EXPECT_EQ(codes("DISTANCE(Office__c, Office__c, 'm')"), "bad-unit");
  EXPECT_EQ(codes("JSONPATHVALUE(Name, 'a.b')"), "bad-path");
  EXPECT_EQ(codes("FORMATCURRENCY('EURO', 1)"), "bad-currency");
  EXPECT_EQ(codes("REGEX(Name, 'a++')"), "bad-pattern");
  EXPECT_EQ(codes("REGEX(Name, '(?=a)')"), "bad-pattern");
  EXPECT_EQ(codes("REGEX(Name, '(a)\\\\1')"), "bad-pattern");
  EXPECT_EQ(codes("DISTANCE(Office__c, Office__c, Name)"), "");
  EXPECT_EQ(codes("2 ^ 0.5"), "whole-exponent");
  EXPECT_EQ(diagnostics_of("Name & TEXT(2 ^ 0.5)")[0].suggestion, "SQRT(2)");
}

TEST(FormulaFunctions, ThePatternsOfOneFormulaTogetherAreBounded) {
  std::string text = "REGEX(Name, '(a{1000}){15}')";
  for (int i = 0; i < 20; ++i) text += " && REGEX(Name, '(a{1000}){15}')";
  EXPECT_EQ(codes(text), "bad-pattern");
}

TEST(FormulaFunctions, LocationsAreNotComparedAndNotShown) {
  EXPECT_EQ(codes("Office__c = Office__c"), "operand-type operand-type");
  EXPECT_EQ(codes("IN(Office__c, Office__c)"), "operand-type");
  EXPECT_EQ(codes("CASE(Office__c, Office__c, 1, 2)"), "operand-type");
  EXPECT_EQ(codes("TEXT(Office__c)"), "argument-type");
  EXPECT_EQ(codes("Office__c & Name"), "operand-type");
  EXPECT_EQ(codes("ISCHANGED(Office__Latitude__s)"), "argument-type");
  EXPECT_EQ(codes("Home__Latitude__s"), "unknown-field");
}

TEST(FormulaMergeFields, StandForTheirField) {
  EXPECT_EQ(codes("{!Name} & {! $User.Department }"), "");
  EXPECT_EQ(codes("{!Nome}"), "unknown-field");
  EXPECT_EQ(codes("{!Name & Name}"), "bad-merge-field");
  EXPECT_EQ(codes("{!}"), "bad-merge-field");
  EXPECT_EQ(codes("LEFT({!Name, 1)"), "unclosed-merge-field unexpected-end argument-count");
  EXPECT_EQ(codes("Name}"), "unexpected-token");
  EXPECT_EQ(diagnostics_of("{Name}")[0].suggestion, "{!");
  EXPECT_EQ(diagnostics_of("{!Name & 1} + 2")[0].span, (Span{0, 11}));
}

TEST(FormulaGlobals, OfSalesforceAreDeclared) {
  EXPECT_EQ(codes("$USER.department = 'x'"), "");
  const Diagnostics found = diagnostics_of("$User.Email = 'x'");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].code, "unknown-global");
  EXPECT_EQ(found[0].sentence,
            "`$User.Email` is not declared. Declare it among the fields of the definition, as `\"$User.Email\": "
            "\"Text\"`, and supply it with the record.");
  EXPECT_EQ(codes("$User"), "unknown-global");
  EXPECT_EQ(diagnostics_of("$Milestone.N.Remaining")[0].suggestion, "$Milestone.M.Remaining");
}

TEST(FormulaSyntax, AdvisesOnCharactersThatPeopleWrite) {
  EXPECT_EQ(diagnostics_of("\xE2\x80\x9CName\xE2\x80\x9D")[0].suggestion, "\"Name\"");
  EXPECT_EQ(diagnostics_of("TRUE | FALSE")[0].suggestion, "||");
  EXPECT_EQ(diagnostics_of("1 \xE2\x88\x92 2")[0].code, "bad-character");
  EXPECT_EQ(codes("'\\uD83D'"), "bad-escape");
  EXPECT_EQ(codes("'\\uD83Dx'"), "bad-escape");
  EXPECT_EQ(codes("'\\uDE00\\uD83D'"), "bad-escape bad-escape");
}

TEST(FormulaLocations, HaveChangedWhenAPartHas) {
  const Location here{1, 2};
  const Location there{1, 3};
  const auto changed = [](const Value& now, const Value& before) {
    Diagnostics none;
    const auto formula = *Formula::compile("ISCHANGED(Office__c)", scope(), Type::kAny, none);
    const std::vector<Value> slots = {{}, {}, {}, {}, {}, {}, now, {}, {}};
    const std::vector<Value> prior = {{}, {}, {}, {}, {}, {}, before, {}, {}};
    Arena arena;
    return formula.evaluate(Frame{slots, prior, Instant{}}, arena).as_checkbox();
  };
  EXPECT_TRUE(changed(Value::location(here), Value::location(there)));
  EXPECT_FALSE(changed(Value::location(here), Value::location(here)));
  EXPECT_TRUE(changed(Value(), Value::location(here)));
}

}  // namespace
}  // namespace signalbox::formula
