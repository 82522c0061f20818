#include "dmn/feel_functions.h"

#include <algorithm>
#include <array>

namespace signalbox::dmn {

namespace {

constexpr std::array kForms = {
    FunctionForm{"abs", 1, "ABS($1)", Type::kNumber},
    FunctionForm{"ceiling", 1, "MCEILING($1)", Type::kNumber},
    FunctionForm{"contains", 2, "CONTAINS($1, $2)", Type::kCheckbox},
    FunctionForm{"date", 1, "DATEVALUE($1)", Type::kDate},
    FunctionForm{"date", 3, "DATE($1, $2, $3)", Type::kDate},
    FunctionForm{"day of year", 1, "DAYOFYEAR($1)", Type::kNumber},
    FunctionForm{"ends with", 2, "(RIGHT($1, LEN($2)) = $2)", Type::kCheckbox},
    FunctionForm{"even", 1, "(MOD($1, 2) = 0)", Type::kCheckbox},
    FunctionForm{"exp", 1, "EXP($1)", Type::kNumber},
    FunctionForm{"floor", 1, "MFLOOR($1)", Type::kNumber},
    FunctionForm{"log", 1, "LN($1)", Type::kNumber},
    FunctionForm{"lower case", 1, "LOWER($1)", Type::kText},
    FunctionForm{"modulo", 2, "($1 - $2 * MFLOOR($1 / $2))", Type::kNumber},
    FunctionForm{"not", 1, "NOT($1)", Type::kCheckbox},
    FunctionForm{"now", 0, "NOW()", Type::kDateTime},
    FunctionForm{"number", 1, "VALUE($1)", Type::kNumber},
    FunctionForm{"odd", 1, "(MOD($1, 2) <> 0)", Type::kCheckbox},
    FunctionForm{"round down", 2, "TRUNC($1, $2)", Type::kNumber},
    FunctionForm{"round half up", 2, "ROUND($1, $2)", Type::kNumber},
    FunctionForm{"sqrt", 1, "SQRT($1)", Type::kNumber},
    FunctionForm{"starts with", 2, "BEGINS($1, $2)", Type::kCheckbox},
    FunctionForm{"string length", 1, "LEN($1)", Type::kNumber},
    FunctionForm{"substring", 2, "IF($2 < 0, RIGHT($1, 0 - $2), MID($1, $2, LEN($1)))", Type::kText},
    FunctionForm{"substring after", 2, "IF(CONTAINS($1, $2), MID($1, FIND($2, $1) + LEN($2), LEN($1)), \"\")",
                 Type::kText},
    FunctionForm{"substring before", 2, "IF(CONTAINS($1, $2), LEFT($1, FIND($2, $1) - 1), \"\")", Type::kText},
    FunctionForm{"today", 0, "TODAY()", Type::kDate},
    FunctionForm{"upper case", 1, "UPPER($1)", Type::kText},
    FunctionForm{"week of year", 1, "ISOWEEK($1)", Type::kNumber},
};

struct PartForm {
  std::string_view name;
  bool of_day;  ///< Of a date; else of a time of day.
  std::string_view form;
};

constexpr std::array kParts = {
    PartForm{"year", true, "YEAR($1)"},      PartForm{"month", true, "MONTH($1)"},
    PartForm{"day", true, "DAY($1)"},        PartForm{"hour", false, "HOUR($1)"},
    PartForm{"minute", false, "MINUTE($1)"}, PartForm{"second", false, "SECOND($1)"},
};

}  // namespace

const FunctionForm* find_function(std::string_view name, std::size_t arguments) {
  const auto* found = std::find_if(kForms.begin(), kForms.end(), [&](const FunctionForm& form) {
    return form.name == name && form.arguments == arguments;
  });
  return found == kForms.end() ? nullptr : found;
}

bool is_function(std::string_view name) {
  return std::any_of(kForms.begin(), kForms.end(), [&](const FunctionForm& form) { return form.name == name; });
}

std::vector<std::string_view> function_names() {
  std::vector<std::string_view> names;
  for (const FunctionForm& form : kForms) names.push_back(form.name);
  return names;
}

std::string fill(std::string_view form, const std::vector<std::string>& arguments) {
  std::string filled;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] != '$') {
      filled += form[i];
    } else {
      filled += "(" + arguments[static_cast<std::size_t>(form[++i] - '1')] + ")";
    }
  }
  return filled;
}

std::optional<std::string> part_of(std::string_view part, const std::string& formula, Type of) {
  for (const PartForm& one : kParts) {
    if (one.name != part) continue;
    if (of == Type::kDateTime) return fill(one.form, {(one.of_day ? "DATEVALUE(" : "TIMEVALUE(") + formula + ")"});
    if (of == (one.of_day ? Type::kDate : Type::kTime)) return fill(one.form, {formula});
  }
  return std::nullopt;
}

}  // namespace signalbox::dmn
