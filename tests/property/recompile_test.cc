// Compiling again after an edit gives what compiling anew gives, whatever is edited.
#include "api/recompile.h"

#include <gtest/gtest.h>

#include "api/documents.h"
#include "api/examples.h"
#include "api/outcomes.h"
#include "model/record.h"
#include "tests/support/seeds.h"
#include "tests/support/session.h"

namespace signalbox::api {
namespace {

using test::Random;

const char* const kTexts[] = {"\"a\"", "\"b\"", "\"c\"", "\"dd\"", "\"\""};
const char* const kHits[] = {"first", "unique", "any", "collect", "ruleOrder", "priority"};

/// A definition that is edited rule by rule.
class Draft {
 public:
  explicit Draft(Random& random) : random_(random), hit_(kHits[random.below(std::size(kHits))]) {
    for (std::uint64_t rules = 12 + random.below(30); rules > 0; --rules) {
      rules_.push_back({"r" + std::to_string(rules_.size()), cells(), std::to_string(random.below(3)), ""});
    }
  }

  /// Mostly what is taken over; now and then a formula, validity, another id, or another number of rules.
  void edit() {
    before_ = rules_;
    Row& row = rules_[random_.below(rules_.size())];
    const std::uint64_t column = random_.below(row.cells.size());
    switch (random_.below(12)) {
      case 0:
        row.more = R"(,"enabled":false)";
        break;
      case 1:
        row.id += "x";
        break;
      case 2:
        rules_.push_back({"n" + std::to_string(rules_.size()), cells(), "1", ""});
        break;
      case 3:
        row.then = random_.one_in(3) ? R"("=N + 1")" : "2";
        break;
      case 4:
        row.cells[1] = random_.one_in(2) ? "= N < P" : "[9..2]";
        break;
      case 5:
        row.more = R"(,"note":"why")";
        break;
      case 6:
        row.cells[column] = cell(random_.below(row.cells.size()));
        break;
      default:
        row.cells[column] = cell(column);
    }
  }
  void undo() { rules_ = before_; }

  [[nodiscard]] std::string text() const {
    std::string text =
        R"({"signalbox":1,"name":"n","object":"Case","fields":{"T":"Text","N":"Number","D":"Date",)"
        R"("M":"MultiPicklist","P":"Number"},"decisions":{"other":{"hit":"first","inputs":["T"],)"
        R"("outputs":[{"name":"x","type":"Number"}],"rules":[{"id":"o","when":["-"],"then":[1]}]},"d":{"hit":")" +
        hit_ + R"(","inputs":["T","N","D","M","P"],"outputs":[{"name":"o","type":"Number")" +
        (hit_ == "priority" ? R"(,"values":[1,0,2])" : "") + R"(}],"rules":[)";
    for (const Row& row : rules_) {
      text += (&row == rules_.data() ? "" : ",") + std::string(R"({"id":")") + row.id + R"(","when":[)";
      for (const std::string& cell : row.cells)
        text += (&cell == row.cells.data() ? "\"" : ",\"") + escaped(cell) + "\"";
      text += R"(],"then":[)" + row.then + "]" + row.more + "}";
    }
    return text + R"(]}},"steps":[{"id":"s","decide":"d"}]})";
  }

 private:
  struct Row {
    std::string id;
    std::vector<std::string> cells;
    std::string then;
    std::string more;
  };

  static std::string escaped(const std::string& cell) {
    std::string text;
    for (std::size_t i = 0; i < cell.size(); ++i) {
      const bool is_bare_quote = cell[i] == '"' && (i == 0 || cell[i - 1] != '\\');
      text += is_bare_quote ? "\\\"" : std::string(1, cell[i]);
    }
    return text;
  }

  /// Of a type that the column does not have it is a mistake, which must be reported as ever.
  std::string cell(std::uint64_t column) {
    if (random_.one_in(3)) return "-";
    const std::string low = std::to_string(random_.below(20));
    const std::string high = std::to_string(20 + random_.below(20));
    if (column == 0) return (random_.one_in(3) ? ">= " : "") + text_literal() + (random_.one_in(3) ? "" : ", blank");
    if (column == 2) return "[2026-01-0" + std::to_string(1 + random_.below(9)) + "..2026-02-01)";
    if (column == 3) return (random_.one_in(2) ? "includes(" : "not(") + text_literal() + ")";
    return random_.one_in(2) ? "[" + low + ".." + high + ")" : "not(" + low + ", " + high + ")";
  }
  std::string text_literal() { return kTexts[random_.below(std::size(kTexts))]; }
  std::vector<std::string> cells() { return {cell(0), cell(1), cell(2), cell(3), cell(1)}; }

  Random& random_;
  std::string hit_;
  std::vector<Row> rules_;
  std::vector<Row> before_;
};

std::string records(Random& random) {
  std::string lines;
  for (int i = 0; i < 25; ++i) {
    lines += R"({"T":)" + std::string(kTexts[random.below(std::size(kTexts))]) + R"(,"N":)" +
             std::to_string(random.below(45)) + R"(,"D":"2026-01-0)" + std::to_string(1 + random.below(9)) +
             R"(","M":"a;c")" + (random.one_in(2) ? "" : R"(,"P":)" + std::to_string(random.below(45))) + "}\n";
  }
  return lines;
}

/// All that can be asked of a program.
std::string answers(const Program& program, const std::string& lines) {
  const Instant at{1'769'846'400'000};
  std::string out = analyse(program);
  EXPECT_TRUE(write_cases(program, "d", at, out));
  const Context context{program, empty_directory(), std::nullopt, at, true};
  write_outcomes(context, lines, "jsonl", out);
  Decider decider(context);
  const Records prepared = Records::read(lines, "jsonl", program);
  for (std::size_t i = 0; i < prepared.size(); i += 5) EXPECT_TRUE(decider.decide(prepared, i, out));
  return out;
}

TEST(RecompileTest, GivesTheProgramThatCompilingAnewGives) {
  std::size_t taken_over = 0;
  const std::uint64_t tried = test::for_each_seed(15, [&](std::uint64_t seed) {
    Random random(seed);
    Draft draft(random);
    Diagnostics diagnostics;
    auto program = read_definition(draft.text(), diagnostics);
    ASSERT_TRUE(program) << draft.text();
    const std::string lines = records(random);
    for (int edit = 0; edit < 12; ++edit) {
      draft.edit();
      const std::string text = draft.text();
      Diagnostics found;
      const auto fresh = read_definition(text, found);
      auto next = recompile(*program, text);
      if (!next) {
        // What reports anything is not taken over from.
        if (fresh && found.empty()) program = fresh;
        if (!found.empty()) draft.undo();
        continue;
      }
      ASSERT_TRUE(fresh && found.empty()) << text;
      ASSERT_EQ(next->parts().source, text);
      ASSERT_EQ(next->parts().rule_spans, fresh->parts().rule_spans);
      ASSERT_EQ(answers(*next, lines), answers(*fresh, lines)) << text;
      program = std::move(next);
      ++taken_over;
    }
  });
  test::expect_often(taken_over, 4, tried, "edits that are taken over");
}

TEST(RecompileTest, SaysTheSameThroughASession) {
  test::Talk talk;
  Random random(7);
  Draft draft(random);
  const std::string first = talk.raw("{\"op\":\"compile\"}\n" + draft.text());
  ASSERT_NE(first.find("\"program\":1"), std::string::npos) << first;
  for (int program = 2; program < 30; ++program) {
    draft.edit();
    const std::string from = "{\"op\":\"compile\",\"from\":1}\n" + draft.text();
    std::string answer = talk.raw(from);
    std::string anew = test::Talk().raw("{\"op\":\"compile\"}\n" + draft.text());
    if (answer.find("\"ok\":true") == std::string::npos) {
      EXPECT_EQ(answer, anew);
      return;
    }
    const std::size_t handle = answer.find("\"program\":") + 10;
    answer.replace(handle, answer.find(',', handle) - handle, "1");
    EXPECT_EQ(answer, anew);
  }
}

}  // namespace
}  // namespace signalbox::api
