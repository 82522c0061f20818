// Any bytes as a formula: a program or diagnostics, and a program is evaluated, printed and parsed again.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/unicode.h"
#include "formula/editing.h"
#include "formula/english.h"
#include "formula/formula.h"
#include "formula/parser.h"
#include "formula/printer.h"
#include "tests/fuzz/require.h"

namespace {

using namespace signalbox;
using test::require;

const formula::Scope& scope() {
  static const auto layout =
      std::make_shared<const Layout>(std::vector<Field>{{"Amount", Type::kCurrency, "", {}},
                                                        {"Rate__c", Type::kPercent, "", {}},
                                                        {"Name", Type::kText, "", {}},
                                                        {"Account.Name", Type::kText, "", {}},
                                                        {"IsClosed", Type::kCheckbox, "", {}},
                                                        {"Due__c", Type::kDate, "", {}},
                                                        {"CreatedDate", Type::kDateTime, "", {}},
                                                        {"At__c", Type::kTime, "", {}},
                                                        {"Status", Type::kPicklist, "", {"New", "Open"}},
                                                        {"Tags__c", Type::kMultiPicklist, "", {}},
                                                        {"Office__c", Type::kLocation, "", {}},
                                                        {"$User.Department", Type::kText, "", {}}});
  static const formula::Scope made(layout, {{"$Milestone.Resolution.Remaining", Type::kNumber}},
                                   formula::Blanks::kAsBlank);
  return made;
}

bool is_readable(const Diagnostic& diagnostic) {
  return unicode::is_valid_utf8(diagnostic.sentence) && unicode::is_valid_utf8(diagnostic.expected) &&
         unicode::is_valid_utf8(diagnostic.found) && unicode::is_valid_utf8(diagnostic.suggestion);
}

void evaluate(const formula::Formula& formula) {
  const Value number = Value::number(Decimal::from_scaled(-1234567, 3));
  const Value rows[][13] = {
      {{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}},
      {number, number, Value::text("a\xC3\x9F\xF0\x9F\x98\x80"), Value::text("x"), Value::checkbox(true),
       Value::date(Date{20'000}), Value::date_time(Instant{1'700'000'000'123}), Value::time(TimeOfDay{1}),
       Value::text("Open"), Value::text("a;b"), Value::location({48'137'154'000'000'000, -1}), Value::text("Sales"),
       number}};
  Arena arena;
  for (const auto& row : rows) {
    static_cast<void>(formula.evaluate(formula::Frame{row, rows[0], Instant{1'700'000'000'000}}, arena));
    arena.reset();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const formula::ColouredToken& token : formula::tokens(text, scope())) require(token.span.end <= size);
  static_cast<void>(formula::complete(text, size / 2, scope()));
  Diagnostics diagnostics;
  const auto formula = formula::Formula::compile(text, scope(), Type::kAny, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics)
    require(diagnostic.span.begin <= diagnostic.span.end && diagnostic.span.end <= size && is_readable(diagnostic));
  require(formula.has_value() == !has_errors(diagnostics));
  if (!formula) return 0;
  evaluate(*formula);
  const formula::English english(scope());
  if (const auto clause = english.condition(text)) require(unicode::is_valid_utf8(said(*clause)));
  require(english.operand(text).has_value());
  Diagnostics none;
  const std::string printed = formula::print(formula::parse(text, none));
  require(formula::print(formula::parse(printed, none)) == printed && !has_errors(none));
  return 0;
}
