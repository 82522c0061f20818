#include "formula/misspelling.h"

#include "base/unicode.h"

namespace signalbox::formula {
namespace {

constexpr Misspelling kMisspellings[] = {
    {"{", "{!", "A merge field is written `{!Field}`."},
    {"[", "(", "Groups stand in parentheses."},
    {"|", "||", "`||` is the OR of two conditions."},
    {"\xE2\x80\x9C", "\"", "Texts stand in straight quotes."},
    {"\xE2\x80\x9D", "\"", "Texts stand in straight quotes."},
    {"\xE2\x80\x98", "'", "Texts stand in straight quotes."},
    {"\xE2\x80\x99", "'", "Texts stand in straight quotes."},
    {"\xE2\x88\x92", "-", "The minus sign is `-`."},
    {"\xE2\x80\x93", "-", "The minus sign is `-`."},
    {"\xC2\xA0", " ", "It is a no-break space; write a plain one."},
    {"%", "/100", "10 % is written `0.1` or `10/100`."},
    {"$", "", "Amounts are written without a currency sign."},
    {"\xE2\x82\xAC", "", "Amounts are written without a currency sign."},
    {"\xC2\xA3", "", "Amounts are written without a currency sign."},
    {";", "", "Arguments are separated by `,`, and nothing ends a formula."},
    {"BEGINSWITH", "BEGINS", ""},
    {"COALESCE", "BLANKVALUE", ""},
    {"CONCAT", "", "Texts are joined with `&`."},
    {"CONCATENATE", "", "Texts are joined with `&`."},
    {"COUNT", "", "A formula reads one record only."},
    {"DATEDIFF", "", "The days between two dates are their difference: `CloseDate - TODAY()`."},
    {"ENDSWITH", "", "The end of a text is read with `RIGHT`."},
    {"IFNULL", "BLANKVALUE", ""},
    {"IIF", "IF", ""},
    {"INDEXOF", "FIND", ""},
    {"ISEMPTY", "ISBLANK", ""},
    {"LCASE", "LOWER", ""},
    {"LENGTH", "LEN", ""},
    {"POW", "", "A power is written `x ^ y`."},
    {"POWER", "", "A power is written `x ^ y`."},
    {"REPLACE", "SUBSTITUTE", ""},
    {"STARTSWITH", "BEGINS", ""},
    {"SUBSTR", "MID", ""},
    {"SUBSTRING", "MID", ""},
    {"SUM", "", "Numbers are added with `+`; a formula reads one record only."},
    {"SWITCH", "CASE", ""},
    {"UCASE", "UPPER", ""},
};

}  // namespace

const Misspelling* misspelling(std::string_view written) {
  for (const Misspelling& known : kMisspellings) {
    if (unicode::equals_ignoring_ascii_case(known.written, written)) return &known;
  }
  return nullptr;
}

}  // namespace signalbox::formula
