#include "formula/functions/registry.h"

#include <array>

#include "base/limits.h"
#include "base/unicode.h"

namespace signalbox::formula {

std::span<const Family> families() {
  static const std::array<Family, 9> all = {{
      {"Logical functions", logical_functions()},
      {"Text functions", text_functions()},
      {"Patterns", pattern_functions()},
      {"JSON", json_functions()},
      {"Formatting and encoding", formatting_functions()},
      {"Math functions", math_functions()},
      {"Location functions", location_functions()},
      {"Date and time functions", date_time_functions()},
      {"Functions that are refused", refused_functions()},
  }};
  return all;
}

const Function* find_function(std::string_view name) {
  for (const Family& family : families()) {
    for (const Function& function : family.functions) {
      if (unicode::equals_ignoring_ascii_case(function.name, name)) return &function;
    }
  }
  return nullptr;
}

std::vector<std::string_view> function_names() {
  std::vector<std::string_view> names;
  for (const Family& family : families()) {
    for (const Function& function : family.functions) {
      if (function.form != Form::kRefused) names.push_back(function.name);
    }
  }
  return names;
}

std::string_view parameter_noun(char letter) {
  switch (letter) {
    case 't':
      return "Text";
    case 'n':
      return "Number";
    case 'b':
      return "Checkbox";
    case 'd':
      return "Date";
    case 's':
      return "DateTime";
    case 'D':
      return "Date or DateTime";
    case 'm':
      return "Time";
    case 'M':
      return "Time or DateTime";
    case 'p':
      return "Picklist";
    case 'g':
      return "Location";
    case 'q':
    case 'Q':
      return "MultiPicklist";
    case 'f':
      return "a field";
    case 'T':
      return "Number, Date, DateTime, Time or Picklist";
    case 'V':
      return "Text, Date or DateTime";
    case 'W':
      return "Text, Time or DateTime";
    case 'X':
      return "Number, Time or DateTime";
    case 'Y':
      return "Checkbox, Time or DateTime";
    default:
      return "a value";
  }
}

bool parameter_takes(char letter, Type type) {
  if (type == Type::kAny) return letter != 'p' && letter != 'q' && letter != 'Q' && letter != 'f' && letter != 'g';
  switch (letter) {
    case 't':
      return is_textual(type);
    case 'n':
      return is_numeric(type);
    case 'b':
      return type == Type::kCheckbox;
    case 'd':
      return type == Type::kDate;
    case 's':
      return type == Type::kDateTime;
    case 'D':
      return type == Type::kDate || type == Type::kDateTime;
    case 'm':
      return type == Type::kTime;
    case 'M':
      return type == Type::kTime || type == Type::kDateTime;
    case 'p':
      return type == Type::kPicklist;
    case 'q':
      return type == Type::kMultiPicklist || type == Type::kPicklist;
    case 'g':
      return type == Type::kLocation;
    case 'Q':
      return type == Type::kMultiPicklist;
    case 'T':
      return type != Type::kCheckbox && type != Type::kMultiPicklist && type != Type::kLocation;
    case 'V':
      return is_textual(type) || type == Type::kDate || type == Type::kDateTime;
    case 'W':
      return is_textual(type) || type == Type::kTime || type == Type::kDateTime;
    case 'X':
      return is_numeric(type) || type == Type::kTime || type == Type::kDateTime;
    case 'Y':
      return type == Type::kCheckbox || type == Type::kTime || type == Type::kDateTime;
    default:
      return true;
  }
}

Value made_text(std::string_view text, Arena& arena) {
  if (text.size() > limits::kMaxTextBytes) return Value::error(ErrorCode::kTextTooLong);
  return Value::text(arena.keep(text));
}

Value made_number(const std::optional<Decimal>& number, ErrorCode otherwise) {
  return number ? Value::number(*number) : Value::error(otherwise);
}

Value call_function(const Function& function, const Call& call) {
  if (function.form == Form::kStrict) {
    for (std::size_t i = 0; i < call.count; ++i) {
      const bool blank = call[i].kind() == Value::Kind::kBlank;
      const char letter = function.parameter(i);
      if (blank && letter != 't') return Value();
    }
  }
  return function.evaluate(call);
}

}  // namespace signalbox::formula
