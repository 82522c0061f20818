// What is true of every formula, well-formed or not.
#include <gtest/gtest.h>

#include "base/unicode.h"
#include "formula/checker.h"
#include "formula/editing.h"
#include "formula/english.h"
#include "formula/format.h"
#include "formula/formula.h"
#include "formula/functions/registry.h"
#include "formula/help.h"
#include "formula/lexer.h"
#include "formula/parser.h"
#include "formula/printer.h"
#include "tests/support/formula_rows.h"
#include "tests/support/jsonl.h"
#include "tests/support/random_formula.h"
#include "tests/support/seeds.h"

namespace signalbox::formula {
namespace {

bool same_tree(const Ast& a, const Node& x, const Ast& b, const Node& y) {
  if (x.kind != y.kind || x.op != y.op || x.flag != y.flag || x.count != y.count) return false;
  if (x.kind == NodeKind::kNumber && a.numbers[x.payload] != b.numbers[y.payload]) return false;
  if (x.kind == NodeKind::kText && a.texts[x.payload] != b.texts[y.payload]) return false;
  if (x.kind == NodeKind::kName && a.slice(x.name) != b.slice(y.name)) return false;
  for (std::uint32_t i = 0; i < x.count; ++i) {
    if (!same_tree(a, a.child(x, i), b, b.child(y, i))) return false;
  }
  return true;
}

/// Spoils a formula: characters removed, doubled or put in.
std::string spoiled(test::Random& random, std::string text) {
  static const char* const kIntruders[] = {"(", ")", ",", "\"", "'",   "/*", "*/",       "&", "|", "=",
                                           "<", "$", ".", "\\", "IF(", "1e", "\xC3\xA9", "#", " ", "-"};
  for (std::uint64_t i = random.below(4); i-- > 0;) {
    const std::size_t at = random.below(text.size() + 1);
    if (random.one_in(2))
      text.insert(at, kIntruders[random.below(std::size(kIntruders))]);
    else
      text.erase(at, 1 + random.below(3));
  }
  return text;
}

bool is_cut(std::string_view text, std::uint32_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

TEST(FormulaProperty, ParsingThePrintedTextGivesTheSameTree) {
  test::for_each_seed(20'000, [](std::uint64_t seed) {
    test::Random random(seed);
    test::FormulaMaker maker(random);
    const std::string text = maker.make(maker.type(), 1 + static_cast<int>(random.below(4)));
    Diagnostics diagnostics;
    const Ast before = parse(text, diagnostics);
    const std::string printed = print(before);
    Diagnostics after_printing;
    const Ast after = parse(printed, after_printing);
    ASSERT_TRUE(after_printing.empty() && !has_errors(diagnostics)) << text << "\n" << printed;
    EXPECT_TRUE(same_tree(before, before.nodes[before.root], after, after.nodes[after.root])) << text << "\n"
                                                                                              << printed;
    EXPECT_EQ(print(after), printed);
  });
}

TEST(FormulaProperty, FormattingKeepsTheTreeAndTheCommentsAndIsDoneOnce) {
  const Scope scope(test::formula_layout(), {}, Blanks::kAsZero);
  test::for_each_seed(5'000, [&](std::uint64_t seed) {
    test::Random random(seed);
    test::FormulaMaker maker(random);
    std::string text;
    int comments = 0;
    const std::string plain = maker.make(maker.type(), 1 + static_cast<int>(random.below(4)));
    for (Token token = next_token(plain, 0); token.kind != TokenKind::kEnd; token = next_token(plain, token.span.end)) {
      if (random.one_in(5)) text += "/*" + std::to_string(comments++) + "*/";
      text += " " + plain.substr(token.span.begin, token.span.end - token.span.begin);
    }
    Diagnostics diagnostics;
    const auto once = format(text, scope, diagnostics);
    ASSERT_TRUE(once) << text;
    const Ast before = parse(plain, diagnostics);
    const Ast after = parse(*once, diagnostics);
    EXPECT_EQ(print(before), print(after)) << text << "\n" << *once;
    EXPECT_EQ(format(*once, scope, diagnostics), once) << text;
    for (int i = 0; i < comments; ++i)
      EXPECT_NE(once->find("/*" + std::to_string(i) + "*/"), std::string::npos) << *once;
  });
}

TEST(FormulaProperty, EveryFormulaOfTheCorpusIsPrintedAsItself) {
  test::for_each_row("formula", [](const json::Node& row) {
    const std::string_view text = row.find("formula")->as_text();
    Diagnostics diagnostics;
    const Ast before = parse(text, diagnostics);
    if (has_errors(diagnostics)) return;
    const std::string printed = print(before);
    const Ast after = parse(printed, diagnostics);
    EXPECT_FALSE(has_errors(diagnostics)) << printed;
    EXPECT_TRUE(same_tree(before, before.nodes[before.root], after, after.nodes[after.root])) << printed;
  });
}

TEST(FormulaProperty, HelpAndEnglishAnswerForAnyText) {
  const Scope scope(test::formula_layout(), {}, Blanks::kAsZero);
  const English english(scope);
  test::for_each_seed(5'000, [&](std::uint64_t seed) {
    test::Random random(seed);
    test::FormulaMaker maker(random);
    const std::string text = spoiled(random, maker.make(maker.type(), 1 + static_cast<int>(random.below(4))));
    const std::size_t at = random.below(text.size() + 2);
    const auto found = hover(text, at, scope);
    EXPECT_LE(found ? found->span.end : 0, text.size()) << text;
    const auto help = signature_help(text, at);
    EXPECT_TRUE(!help || help->parameter.end <= help->function->signature.size()) << text;
    Diagnostics diagnostics;
    const bool compiles = Formula::compile(text, scope, Type::kAny, diagnostics).has_value();
    EXPECT_EQ(english.operand(text).has_value(), compiles) << text;
    const auto clause = english.condition(text);
    EXPECT_TRUE(!clause || !said(*clause).empty()) << text;
  });
}

TEST(FormulaProperty, SpoiledTextGivesDiagnosticsWithSpansInsideIt) {
  test::for_each_seed(30'000, [](std::uint64_t seed) {
    test::Random random(seed);
    test::FormulaMaker maker(random);
    const std::string text = spoiled(random, maker.make(maker.type(), 1 + static_cast<int>(random.below(3))));
    const Scope scope(test::formula_layout(), {}, Blanks::kAsZero);
    Diagnostics diagnostics;
    const auto formula = Formula::compile(text, scope, Type::kAny, diagnostics);
    EXPECT_EQ(formula.has_value(), !has_errors(diagnostics)) << text;
    for (const Diagnostic& diagnostic : diagnostics) {
      EXPECT_LE(diagnostic.span.begin, diagnostic.span.end) << text;
      EXPECT_LE(diagnostic.span.end, text.size()) << text;
      EXPECT_FALSE(diagnostic.code.empty());
      EXPECT_FALSE(diagnostic.sentence.empty());
    }
  });
}

TEST(FormulaProperty, TokensCoverEverythingButWhiteSpace) {
  test::for_each_seed(20'000, [](std::uint64_t seed) {
    test::Random random(seed);
    test::FormulaMaker maker(random);
    const std::string text = spoiled(random, maker.make(maker.type(), 2));
    const Scope scope(test::formula_layout(), {}, Blanks::kAsZero);
    const bool whole = unicode::is_valid_utf8(text);
    std::uint32_t at = 0;
    for (const ColouredToken& token : tokens(text, scope)) {
      EXPECT_EQ(text.substr(at, token.span.begin - at).find_first_not_of(" \t\r\n\f"), std::string::npos) << text;
      EXPECT_LT(token.span.begin, token.span.end) << text;
      EXPECT_FALSE(whole && is_cut(text, token.span.end)) << text;
      at = token.span.end;
    }
    EXPECT_EQ(text.substr(at).find_first_not_of(" \t\r\n\f"), std::string::npos) << text;
  });
}

TEST(FormulaProperty, CompletionsBeginAtOrBeforeTheCursorAndFitWhatIsTyped) {
  test::for_each_seed(5'000, [](std::uint64_t seed) {
    test::Random random(seed);
    test::FormulaMaker maker(random);
    const std::string text = spoiled(random, maker.make(maker.type(), 2));
    const std::size_t offset = random.below(text.size() + 1);
    const Completions completions = complete(text, offset, Scope(test::formula_layout(), {}, Blanks::kAsZero));
    EXPECT_LE(completions.from, offset) << text;
    for (const Completion& item : completions.items) EXPECT_FALSE(item.label.empty());
  });
}

}  // namespace
}  // namespace signalbox::formula
