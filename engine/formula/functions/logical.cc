// Functions that decide: most of them are compiled into jumps, so that only the branch that counts is evaluated.
#include "formula/functions/number_text.h"
#include "formula/functions/registry.h"

namespace signalbox::formula {
namespace {

Value is_number(const Call& call) { return Value::checkbox(read_number(call.text(0)).has_value()); }

using enum Type;
using enum Form;

constexpr Function kFunctions[] = {
    {"AND", "AND(logical1, logical2, ...)", "TRUE when all arguments are true; stops at the first that is not.", "b", 1,
     Function::kAny, Result::kFixed, kCheckbox, kAnd},
    {"OR", "OR(logical1, logical2, ...)", "TRUE when any argument is true; stops at the first that is.", "b", 1,
     Function::kAny, Result::kFixed, kCheckbox, kOr},
    {"NOT", "NOT(logical)", "TRUE when the argument is not true.", "b", 1, 1, Result::kFixed, kCheckbox, kNot},
    {"IF", "IF(logical_test, value_if_true, value_if_false)", "One of two values; only that one is evaluated.", "baa",
     3, 3, Result::kUnified, kAny, kIf},
    {"CASE", "CASE(expression, value1, result1, value2, result2, ..., else_result)",
     "The result beside the first value that equals the expression, or the last result.", "a", 4, Function::kAny,
     Result::kUnified, kAny, kCase},
    {"BLANKVALUE", "BLANKVALUE(expression, substitute)", "The expression, or the substitute when it is blank.", "aa", 2,
     2, Result::kUnified, kAny, kBlankValue},
    {"NULLVALUE", "NULLVALUE(expression, substitute)", "As BLANKVALUE, but a text is never null.", "aa", 2, 2,
     Result::kUnified, kAny, kNullValue},
    {"ISBLANK", "ISBLANK(expression)", "TRUE when the expression has no value; an empty text has none.", "a", 1, 1,
     Result::kFixed, kCheckbox, kIsBlank},
    {"ISNULL", "ISNULL(expression)", "As ISBLANK, but a text is never null.", "a", 1, 1, Result::kFixed, kCheckbox,
     kIsNull},
    {"ISNUMBER", "ISNUMBER(text)", "TRUE when VALUE can read the text.", "t", 1, 1, Result::kFixed, kCheckbox, kStrict,
     is_number},
    {"IFERROR", "IFERROR(expression, substitute)", "The expression, or the substitute when its evaluation fails.", "aa",
     2, 2, Result::kUnified, kAny, kIfError},
    {"IN", "IN(expression, value1, value2, ...)", "TRUE when the expression equals one of the values.", "a", 2,
     Function::kAny, Result::kFixed, kCheckbox, kIn},
    {"ISPICKVAL", "ISPICKVAL(picklist_field, text)", "TRUE when the picklist has this value; \"\" stands for no value.",
     "pt", 2, 2, Result::kFixed, kCheckbox, kIsPickVal},
    {"ISNEW", "ISNEW()", "TRUE while the record is being created.", "a", 0, 0, Result::kFixed, kCheckbox, kIsNew},
    {"ISCLONE", "ISCLONE()", "TRUE when the record has been made as a copy of another one.", "a", 0, 0, Result::kFixed,
     kCheckbox, kIsClone},
    {"ISCHANGED", "ISCHANGED(field)", "TRUE when the field has another value than before; FALSE for a new record.", "f",
     1, 1, Result::kFixed, kCheckbox, kIsChanged},
    {"PRIORVALUE", "PRIORVALUE(field)", "The field's value before the change; the present one for a new record.", "f",
     1, 1, Result::kFirst, kAny, kPriorValue},
};

}  // namespace

std::span<const Function> logical_functions() { return kFunctions; }

}  // namespace signalbox::formula
