// Any bytes as a unary test: a test or diagnostics, with places inside the text, and a test is asked about values of
// its type. The first byte chooses the type.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/unicode.h"
#include "rules/test_tokens.h"
#include "rules/unary_test.h"
#include "tests/fuzz/require.h"

namespace {

using namespace signalbox;
using test::require;

constexpr std::array kTypes = {Type::kText, Type::kNumber,   Type::kCheckbox,      Type::kDate, Type::kDateTime,
                               Type::kTime, Type::kPicklist, Type::kMultiPicklist, Type::kAny};

Value sample(Type type) {
  switch (type) {
    case Type::kNumber:
      return Value::number(Decimal::from_scaled(15, 1));
    case Type::kCheckbox:
      return Value::checkbox(true);
    case Type::kDate:
      return Value::date(Date{20'000});
    case Type::kDateTime:
      return Value::date_time(Instant{1'700'000'000'000});
    case Type::kTime:
      return Value::time(TimeOfDay{1});
    default:
      return Value::text("Low;High");
  }
}

void ask(const rules::UnaryTest& test, Type type) {
  for (const auto blanks : {formula::Blanks::kAsZero, formula::Blanks::kAsBlank}) {
    static_cast<void>(rules::passes(test, Value(), blanks));
    static_cast<void>(rules::passes(test, sample(type), blanks));
    require(rules::passes(test, Value::error(ErrorCode::kOverflow), blanks) == test.is_any());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const Type type = kTypes[data[0] % kTypes.size()];
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (!unicode::is_valid_utf8(text)) return 0;  // documents are valid UTF-8
  std::uint32_t end = 0;
  for (const rules::TestToken& token : rules::test_tokens(text)) {
    require(token.span.begin >= end && token.span.end > token.span.begin && token.span.end <= text.size());
    static_cast<void>(rules::colour_of(token, text));
    end = token.span.end;
  }
  static const std::vector<std::string> domain = {"Low", "High"};
  Diagnostics diagnostics;
  const auto test = rules::parse_unary_test(text, type, domain, diagnostics);
  for (const Diagnostic& one : diagnostics) require(one.span.begin <= one.span.end && one.span.end <= text.size());
  require(test.has_value() == !has_errors(diagnostics));
  if (test) ask(*test, type);
  return 0;
}
