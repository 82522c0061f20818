// Sets of selections of a multi-select picklist, as the analysis holds and says them, against sets of words.
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "analysis/axis.h"
#include "tests/support/seeds.h"

namespace signalbox::analysis {
namespace {

using test::Random;

const std::vector<std::string> kDomain = {"A", "B", "C", "D"};

/// What a record selected; nothing is a blank field.
using Chosen = std::set<std::string>;

std::vector<Chosen> all_selections() {
  std::vector<Chosen> all;
  for (unsigned bits = 0; bits < 1u << kDomain.size(); ++bits) {
    Chosen chosen;
    for (std::size_t i = 0; i < kDomain.size(); ++i) {
      if ((bits >> i & 1u) != 0) chosen.insert(kDomain[i]);
    }
    all.push_back(chosen);
  }
  return all;
}

std::string joined(const Chosen& chosen) {
  std::string text;
  for (const std::string& one : chosen) text += (text.empty() ? "" : ";") + one;
  return text;
}

/// A cell, and what docs/engine-api.md says of it ("Unary tests").
struct SelectionCell {
  enum class Kind { kIncludes, kExcludes, kAnyOf, kNoneOf } kind;
  std::vector<std::string> named;
  bool names_blank;  ///< Of a list.

  [[nodiscard]] std::string text() const {
    std::string list;
    for (const std::string& one : named) list += (list.empty() ? "\"" : ",\"") + one + "\"";
    if (names_blank) list += ",blank";
    switch (kind) {
      case Kind::kIncludes:
        return "includes(" + list + ")";
      case Kind::kExcludes:
        return "excludes(" + list + ")";
      case Kind::kAnyOf:
        return list;
      case Kind::kNoneOf:
        break;
    }
    return "not(" + list + ")";
  }

  [[nodiscard]] bool lets_through(const Chosen& chosen) const {
    const auto is_chosen = [&](const std::string& one) { return chosen.count(one) > 0; };
    if (kind == Kind::kIncludes) return std::all_of(named.begin(), named.end(), is_chosen);
    const bool any = std::any_of(named.begin(), named.end(), is_chosen) || (names_blank && chosen.empty());
    return kind == Kind::kAnyOf ? any : !any;
  }
};

SelectionCell random_cell(Random& random) {
  SelectionCell cell{static_cast<SelectionCell::Kind>(random.below(4)), {}, false};
  for (std::uint64_t count = 1 + random.below(3); count > 0; --count) {
    cell.named.push_back(kDomain[random.below(kDomain.size())]);
  }
  const bool is_list = cell.kind == SelectionCell::Kind::kAnyOf || cell.kind == SelectionCell::Kind::kNoneOf;
  cell.names_blank = is_list && random.one_in(4);
  return cell;
}

rules::UnaryTest parsed(const std::string& text) {
  Diagnostics diagnostics;
  const auto test = rules::parse_unary_test(text, Type::kMultiPicklist, kDomain, diagnostics);
  if (!test) throw std::invalid_argument(text + ": " + diagnostics.front().sentence);
  return *test;
}

bool passes(const rules::UnaryTest& test, const std::string& selection) {
  return rules::passes(test, selection.empty() ? Value() : Value::text(selection), formula::Blanks::kAsBlank);
}

/// The class of each selection: that of whose example the same of the named values are chosen. Blank is apart.
std::vector<std::size_t> classes_of(const Axis& axis, const std::vector<SelectionCell>& cells) {
  Chosen named;
  for (const SelectionCell& cell : cells) named.insert(cell.named.begin(), cell.named.end());
  const auto likeness = [&](const Chosen& chosen) {
    Chosen like;
    for (const std::string& one : chosen) like.insert(named.count(one) > 0 ? one : "another");
    if (like.size() > 1) like.erase("another");
    return like;
  };
  std::map<Chosen, std::size_t> known;
  for (std::size_t one = 0; one < axis.classes(); ++one) {
    std::istringstream text(axis.value(one).is_blank() ? "" : std::string(axis.value(one).as_text()));
    Chosen chosen;
    for (std::string word; std::getline(text, word, ';');) chosen.insert(word);
    EXPECT_TRUE(known.emplace(likeness(chosen), one).second) << "two classes of " << joined(chosen);
  }
  std::vector<std::size_t> classes;
  for (const Chosen& chosen : all_selections()) classes.push_back(known.at(likeness(chosen)));
  return classes;
}

TEST(AnalysisSelectionsTest, HoldsAndSaysWhatIncludesAndExcludesLetThrough) {
  std::size_t said = 0;
  const std::vector<Chosen> all = all_selections();
  const std::uint64_t tried = test::for_each_seed(400, [&](std::uint64_t seed) {
    Random random(seed);
    std::vector<SelectionCell> cells;
    std::vector<rules::UnaryTest> tests;
    std::string trace;
    for (std::uint64_t count = 1 + random.below(4); count > 0; --count) {
      cells.push_back(random_cell(random));
      tests.push_back(parsed(cells.back().text()));
      trace += cells.back().text() + "  ";
    }
    SCOPED_TRACE(trace);
    std::vector<AxisTest> asked;
    for (const rules::UnaryTest& test : tests) asked.push_back({&test, formula::Blanks::kAsBlank});
    const Axis axis({"M", "M", Source::kField, Type::kMultiPicklist, false, kDomain, nullptr}, asked);
    ASSERT_TRUE(axis.is_known());
    const std::vector<std::size_t> class_of = classes_of(axis, cells);
    for (std::size_t t = 0; t < tests.size(); ++t) {
      const BitSet& passing = axis.set(axis.set_of_test(t));
      for (std::size_t s = 0; s < all.size(); ++s) {
        ASSERT_EQ(passing.contains(class_of[s]), cells[t].lets_through(all[s])) << joined(all[s]);
        ASSERT_EQ(passes(tests[t], joined(all[s])), cells[t].lets_through(all[s])) << joined(all[s]);
      }
    }
    // Any set of classes: the part that is said as a test lies within, holds the class, and is said exactly.
    BitSet some(axis.classes());
    for (std::size_t one = 0; one < axis.classes(); ++one) {
      if (random.one_in(2)) some.add(one);
    }
    const std::size_t begin = random.below(axis.classes());
    some.add(begin);
    const BitSet part = axis.sayable_part(some, begin);
    ASSERT_TRUE(part.contains(begin));
    const rules::UnaryTest cell = parsed(axis.text_of(part));
    for (std::size_t s = 0; s < all.size(); ++s) {
      if (part.contains(class_of[s])) {
        ASSERT_TRUE(some.contains(class_of[s])) << joined(all[s]);
      }
      ASSERT_EQ(passes(cell, joined(all[s])), part.contains(class_of[s])) << cell.text << " of " << joined(all[s]);
    }
    said += part == some ? 1 : 0;
  });
  test::expect_often(said, 0.05, tried, "sets that one test says");
}

}  // namespace
}  // namespace signalbox::analysis
