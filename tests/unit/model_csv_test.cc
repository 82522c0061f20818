#include "model/csv.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace signalbox::csv {
namespace {

/// All rows, with `|` between fields and `/` behind each row.
std::string rows(std::string_view text, Diagnostics& diagnostics) {
  Reader reader(text);
  std::vector<std::string_view> fields;
  std::string out;
  while (reader.next(fields, diagnostics)) {
    for (std::size_t i = 0; i < fields.size(); ++i) out += (i == 0 ? "" : "|") + std::string(fields[i]);
    out += "/";
  }
  return out;
}

std::string good_rows(std::string_view text) {
  Diagnostics diagnostics;
  const std::string out = rows(text, diagnostics);
  EXPECT_TRUE(diagnostics.empty());
  return out;
}

TEST(Csv, RowsEndInEveryWay) {
  EXPECT_EQ(good_rows("a,b\n1,2\r\n3,4\r5,6"), "a|b/1|2/3|4/5|6/");
  EXPECT_EQ(good_rows("a,b\n"), "a|b/");
  EXPECT_EQ(good_rows(""), "");
  EXPECT_EQ(good_rows("\xEF\xBB\xBF"
                      "a,b"),
            "a|b/");
}

TEST(Csv, SemicolonsOrTabsSeparateWhereTheFirstLineHasThoseAndNoComma) {
  EXPECT_EQ(good_rows("a;b\n1,5;2\n"), "a|b/1,5|2/");
  EXPECT_EQ(good_rows("a\tb\n1;2\t3,4\n"), "a|b/1;2|3,4/");
  EXPECT_EQ(good_rows("\"a,b\";c\n\"1;2\";3"), "a,b|c/1;2|3/");
  EXPECT_EQ(good_rows("a;b,c\n1;2,3"), "a;b|c/1;2|3/");
  EXPECT_EQ(good_rows("a\n1;2\n"), "a/1;2/");
}

TEST(Csv, BlankLinesAreSkippedAndEmptyFieldsAreNot) {
  EXPECT_EQ(good_rows("\n\r\na\n\n\nb\n\n"), "a/b/");
  EXPECT_EQ(good_rows(",\n,,\n\"\"\n"), "|/||//");
  EXPECT_EQ(good_rows("a,"), "a|/");
}

TEST(Csv, QuotedFieldsHoldCommasQuotesAndLines) {
  EXPECT_EQ(good_rows("\"a,b\",\"say \"\"hi\"\"\",\"x\ny\"\nz"), "a,b|say \"hi\"|x\ny/z/");
  EXPECT_EQ(good_rows("\"\"\"\""), "\"/");
  EXPECT_EQ(good_rows("5\" pipe,b"), "5\" pipe|b/");
  std::string many;
  std::string expected;
  for (int i = 0; i < 100; ++i) {
    many += (i == 0 ? "" : ",") + std::string("\"") + std::string(static_cast<std::size_t>(i), 'x') + "\"\"\"";
    expected += (i == 0 ? "" : "|") + std::string(static_cast<std::size_t>(i), 'x') + "\"";
  }
  EXPECT_EQ(good_rows(many), expected + "/");
}

TEST(Csv, AnUnclosedQuoteIsReportedAndEndsTheText) {
  Diagnostics diagnostics;
  EXPECT_EQ(rows("a\n\"b,c\nd", diagnostics), "a/b,c\nd/");
  ASSERT_EQ(diagnostics.size(), 1u);
  EXPECT_EQ(diagnostics[0].code, "csv-quote");
  EXPECT_EQ(diagnostics[0].span, (Span{2, 3}));
}

TEST(Csv, TextBehindAClosingQuoteIsReportedAndTheNextRowIsRead) {
  Diagnostics diagnostics;
  EXPECT_EQ(rows("\"a\"b,c\nd,e", diagnostics), "a|c/d|e/");
  ASSERT_EQ(diagnostics.size(), 1u);
  EXPECT_EQ(diagnostics[0].code, "csv-quote");
  EXPECT_EQ(diagnostics[0].span, (Span{3, 4}));
}

TEST(Csv, RowsKnowTheirLineAndPlace) {
  Reader reader("a\r\n\"x\ny\"\n\nlast\n");
  Diagnostics diagnostics;
  std::vector<std::string_view> fields;
  ASSERT_TRUE(reader.next(fields, diagnostics));
  EXPECT_EQ(reader.line(), 1u);
  ASSERT_TRUE(reader.next(fields, diagnostics));
  EXPECT_EQ(reader.line(), 2u);
  EXPECT_EQ(reader.offset(), 3u);
  ASSERT_TRUE(reader.next(fields, diagnostics));
  EXPECT_EQ(reader.line(), 5u);
  EXPECT_EQ(reader.offset(), 10u);
  EXPECT_EQ(reader.end_offset(), 15u);
  EXPECT_FALSE(reader.next(fields, diagnostics));
}

}  // namespace
}  // namespace signalbox::csv
