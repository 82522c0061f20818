#include "formula/misspelling.h"

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
};

}  // namespace

const Misspelling* misspelling(std::string_view character) {
  for (const Misspelling& known : kMisspellings) {
    if (known.character == character) return &known;
  }
  return nullptr;
}

}  // namespace signalbox::formula
