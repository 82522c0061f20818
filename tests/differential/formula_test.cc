// Compiled formulas against the walk over their tree, on random formulas and rows.
#include <gtest/gtest.h>

#include <iostream>
#include <set>

#include "formula/checker.h"
#include "formula/formula.h"
#include "formula/parser.h"
#include "formula/printer.h"
#include "tests/support/formula_rows.h"
#include "tests/support/random_formula.h"
#include "tests/support/seeds.h"
#include "tests/support/slow_formula.h"

namespace signalbox::formula {
namespace {

constexpr Instant kNow{1'769'846'400'123};

std::string slowly(const Ast& ast, Blanks blanks, const std::vector<Value>& slots, const std::vector<Value>& prior) {
  try {
    return slow::written(slow::Walker(ast, blanks == Blanks::kAsZero, slots, prior, kNow.ms).walk());
  } catch (ErrorCode error) {
    return slow::written(error);
  }
}

std::string listed(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) out += diagnostic.sentence + "\n";
  return out;
}

/// Rows for each formula: a million pairs in the long mode.
constexpr int kRows = 5;

void compare_with_twin(std::uint64_t seed) {
  test::Random random(seed);
  test::FormulaMaker maker(random);
  const std::string text = maker.make(maker.type(), 1 + static_cast<int>(random.below(4)));
  const Blanks blanks = random.one_in(2) ? Blanks::kAsZero : Blanks::kAsBlank;
  const Scope scope(test::formula_layout(), {}, blanks);
  Diagnostics diagnostics;
  const auto formula = Formula::compile(text, scope, Type::kAny, diagnostics);
  ASSERT_TRUE(formula) << text << "\n" << listed(diagnostics);
  Ast ast = parse(text, diagnostics);
  check(ast, scope, Type::kAny, diagnostics);
  Arena arena;
  for (int row = 0; row < kRows; ++row) {
    Arena fields;
    const std::vector<Value> slots = test::random_row(random, fields);
    const std::vector<Value> prior = random.one_in(2) ? test::random_row(random, fields) : std::vector<Value>{};
    const std::string expected = slowly(ast, blanks, slots, prior);
    EXPECT_EQ(slow::written(formula->evaluate(Frame{slots, prior, kNow}, arena)), expected) << text;
    arena.reset();
  }
}

TEST(FormulaDifferential, EveryFunctionIsAmongTheRandomFormulas) {
  std::set<std::string_view> missing;
  for (const std::string_view name : function_names()) missing.insert(name);
  const Scope scope(test::formula_layout(), {}, Blanks::kAsZero);
  constexpr std::uint64_t kMostSeeds = 20'000;
  for (std::uint64_t seed = 1; seed <= kMostSeeds && !missing.empty(); ++seed) {
    test::Random random(seed);
    test::FormulaMaker maker(random);
    Diagnostics diagnostics;
    const std::string text = maker.make(maker.type(), 3);
    Ast ast = parse(text, diagnostics);
    check(ast, scope, Type::kAny, diagnostics);
    for (const Node& node : ast.nodes) {
      if (node.kind == NodeKind::kCall && node.function != nullptr) missing.erase(node.function->name);
    }
  }
  std::string names;
  for (const std::string_view name : missing) names.append(name).append(" ");
  EXPECT_EQ(names, "");
}

TEST(FormulaDifferential, CompiledFormulasAgreeWithTheWalkOverTheirTree) {
  std::uint64_t pairs = 0;
  test::for_each_seed(20'000, [&](std::uint64_t seed) {
    compare_with_twin(seed);
    pairs += kRows;
  });
  std::cout << pairs << " pairs of a formula and a record were compared\n";
}

}  // namespace
}  // namespace signalbox::formula
