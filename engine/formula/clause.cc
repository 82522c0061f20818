#include "formula/clause.h"

#include <algorithm>
#include <array>

#include "base/unicode.h"
#include "formula/lexer.h"
#include "formula/printer.h"

namespace signalbox::formula {
namespace {

struct VerbWords {
  std::string_view affirmed;
  std::string_view negated;
  std::string_view neither;
};

/// By Verb.
constexpr std::array<VerbWords, 8> kVerbs = {{
    {"", "", ""},
    {" is ", " is not ", " is neither "},
    {" are ", " are not ", " are neither "},
    {" contains ", " does not contain ", " contains neither "},
    {" begins with ", " does not begin with ", " begins with neither "},
    {" includes ", " does not include ", " includes neither "},
    {" looks like ", " does not look like ", " looks like neither "},
    {" matches the pattern ", " does not match the pattern ", " matches neither of the patterns "},
}};

const VerbWords& words_of(Verb verb) { return kVerbs[static_cast<std::size_t>(verb)]; }

/// Words that a sentence is built with: a bare text with one of them could be read as part of the sentence.
constexpr std::array kOwnWords = {"and",   "or",   "not",   "either", "neither", "nor",   "both",     "is",
                                  "blank", "than", "then",  "when",   "checked", "of",    "contains", "includes",
                                  "today", "now",  "least", "most",   "before",  "after", "to",       "anything"};

bool is_own_word(std::string_view word) {
  return std::any_of(kOwnWords.begin(), kOwnWords.end(),
                     [=](std::string_view own) { return unicode::equals_ignoring_ascii_case(word, own); });
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

/// Do neighbours say the same of one subject, so that they can share it?
bool shares(const Clause& a, const Clause& b, Junction junction) {
  const bool alike = a.shape == Clause::Shape::kOne && b.shape == Clause::Shape::kOne && a.verb == b.verb &&
                     a.subject == b.subject && a.negated == b.negated;
  return alike && a.verb != Verb::kNone && (!a.negated || junction == Junction::kAnd);
}

/// Clauses [begin, end), which share subject and verb, as one.
Clause merged(const std::vector<Clause>& clauses, std::size_t begin, std::size_t end, Junction junction) {
  if (end - begin == 1) return clauses[begin];
  std::vector<std::string> objects;
  for (std::size_t i = begin; i < end; ++i) objects.push_back(clauses[i].object);
  const Clause& first = clauses[begin];
  const std::string words = listed(objects, first.negated ? "nor" : junction == Junction::kAnd ? "and" : "or");
  Clause clause =
      Clause::of(first.subject +
                 std::string(first.negated ? words_of(first.verb).neither : words_of(first.verb).affirmed) + words);
  clause.shape = Clause::Shape::kList;
  return clause;
}

bool is_several(const Clause& clause) { return clause.shape >= Clause::Shape::kAll; }

/// Several statements as one of several: marked where they begin, or in parentheses.
std::string enclosed(const Clause& clause) {
  const bool any = clause.shape == Clause::Shape::kAny;
  if (clause.is_nested || (!any && clause.parts.size() > 2)) return "(" + said(clause) + ")";
  return (any ? "either " : "both ") + said(clause);
}

}  // namespace

std::string listed(const std::vector<std::string>& items, std::string_view word) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 < items.size() ? ", " : " " + std::string(word) + " ";
    text += items[i];
  }
  return text;
}

std::string said(const Clause& clause) {
  if (clause.verb == Verb::kNone) return clause.object;
  const VerbWords& words = words_of(clause.verb);
  return clause.subject + std::string(clause.negated ? words.negated : words.affirmed) + clause.object;
}

Clause joined(Junction junction, std::vector<Clause> clauses) {
  std::vector<Clause> merged_clauses;
  for (std::size_t begin = 0; begin < clauses.size();) {
    std::size_t end = begin + 1;
    while (end < clauses.size() && shares(clauses[begin], clauses[end], junction)) ++end;
    merged_clauses.push_back(merged(clauses, begin, end, junction));
    begin = end;
  }
  if (merged_clauses.size() == 1) return merged_clauses[0];
  Clause all;
  all.shape = junction == Junction::kAnd ? Clause::Shape::kAll : Clause::Shape::kAny;
  bool heavy = false;
  for (std::size_t i = 0; i < merged_clauses.size(); ++i) {
    const Clause& clause = merged_clauses[i];
    const bool last = i + 1 == merged_clauses.size();
    heavy = heavy || clause.shape == Clause::Shape::kList || (is_several(clause) && !last);
    all.is_nested = all.is_nested || clause.shape != Clause::Shape::kOne;
    all.parts.push_back(is_several(clause) ? enclosed(clause) : said(clause));
  }
  const std::string word = junction == Junction::kAnd ? "and" : "or";
  if (!heavy) {
    all.object = listed(all.parts, word);
    return all;
  }
  for (const std::string& part : all.parts) all.object += (all.object.empty() ? "" : ", " + word + " ") + part;
  return all;
}

bool is_plain(std::string_view text, std::initializer_list<std::string_view> inner) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ') return false;
  const auto plain = [](char c) {
    return is_name_start(c) || is_digit(c) || (static_cast<unsigned char>(c) & 0x80) != 0 || c == ' ' || c == '-' ||
           c == '.' || c == '/' || c == '&' || c == '+';
  };
  if (!std::all_of(text.begin(), text.end(), plain)) return false;
  for (bool first = true; !text.empty(); first = false) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    const bool harmless = !first && end < text.size() && std::find(inner.begin(), inner.end(), word) != inner.end();
    if (end == 0 || (!harmless && is_own_word(word))) return false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return true;
}

std::string spoken_text(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string quoted;
  append_text(text, quoted);
  return quoted;
}

std::string spoken_name(std::string_view name) {
  std::string out;
  for (std::size_t i = name.starts_with('$') ? 1 : 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool suffix = c == '_' && (name.substr(i, 3) == "__c" || name.substr(i, 3) == "__r") &&
                        (i + 3 == name.size() || name[i + 3] == '.');
    if (suffix) {
      i += 2;
      continue;
    }
    const bool begins_word = is_upper(c) && i > 0 &&
                             (is_lower(name[i - 1]) || is_digit(name[i - 1]) ||
                              (is_upper(name[i - 1]) && i + 1 < name.size() && is_lower(name[i + 1])));
    const bool gap = begins_word || c == '_' || c == '.';
    if (gap && !out.empty() && out.back() != ' ') out += ' ';
    if (c != '_' && c != '.') out += c;
  }
  return out;
}

std::string sentence(std::string text) {
  const std::string_view first = std::string_view(text).substr(0, text.find(' '));
  const bool own = is_own_word(first) || first == "less" || first == "more" || first == "at" || first == "exactly" ||
                   first == "the" || first == "no" || first == "some" || first == "always" || first == "never";
  if (own && is_lower(text[0])) text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace signalbox::formula
