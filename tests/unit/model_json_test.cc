#include "model/json.h"

#include <gtest/gtest.h>

#include <string>

#include "base/limits.h"
#include "model/json_writer.h"
#include "model/value.h"

namespace signalbox::json {
namespace {

/// The one diagnostic of a text that is no JSON, as "code begin-end path".
std::string trouble(std::string_view source) {
  Diagnostics diagnostics;
  const auto document = Document::parse(source, diagnostics);
  EXPECT_EQ(document, nullptr) << source;
  if (diagnostics.size() != 1) return std::to_string(diagnostics.size()) + " diagnostics";
  const Diagnostic& d = diagnostics[0];
  EXPECT_FALSE(d.sentence.empty());
  return d.code + " " + std::to_string(d.span.begin) + "-" + std::to_string(d.span.end) +
         (d.path.empty() ? "" : " " + d.path);
}

std::unique_ptr<const Document> parsed(std::string_view source) {
  Diagnostics diagnostics;
  auto document = Document::parse(source, diagnostics);
  EXPECT_TRUE(document) << (diagnostics.empty() ? "" : diagnostics[0].sentence);
  EXPECT_TRUE(diagnostics.empty());
  return document;
}

TEST(Json, ValuesKeepTheirPlace) {
  const std::string source = R"( {"a": [1, -2.5e3, "x"], "b": {"c": null, "d": true}} )";
  const auto document = parsed(source);
  const Node root = document->root();
  const auto text_of = [&](Node node) { return source.substr(node.span().begin, node.span().end - node.span().begin); };
  ASSERT_TRUE(root.is(Kind::kObject));
  EXPECT_EQ(root.size(), 2u);
  EXPECT_EQ(root.key(1), "b");
  EXPECT_EQ(source.substr(root.key_span(1).begin, 3), "\"b\"");
  EXPECT_EQ(text_of(root.at(0)), R"([1, -2.5e3, "x"])");
  EXPECT_EQ(text_of(root.at(0).at(1)), "-2.5e3");
  EXPECT_EQ(text_of(root.at(0).at(2)), "\"x\"");
  EXPECT_EQ(root.at(0).at(1).as_text(), "-2.5e3");
  EXPECT_EQ(text_of(*root.find("b")->find("c")), "null");
  EXPECT_TRUE(root.find("b")->find("d")->as_bool());
  EXPECT_FALSE(root.find("B"));
  EXPECT_FALSE(root.at(0).find("a"));
  EXPECT_EQ(root.at(0).kind_name(), "array");
}

TEST(Json, ScalarsAndEmptyContainersAreDocuments) {
  EXPECT_TRUE(parsed("null")->root().is(Kind::kNull));
  EXPECT_EQ(parsed(" -0 ")->root().as_text(), "-0");
  EXPECT_EQ(parsed("1E5")->root().as_text(), "1E5");
  EXPECT_EQ(parsed("[]")->root().size(), 0u);
  EXPECT_EQ(parsed("{ }")->root().size(), 0u);
  EXPECT_EQ(parsed("\"\"")->root().as_text(), "");
}

TEST(Json, EscapesAreDecoded) {
  EXPECT_EQ(parsed(R"("\"\\\/\b\f\n\r\t")")->root().as_text(), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(parsed(R"("a\u00e4\u20AC\ud83d\ude00z")")->root().as_text(), "a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80z");
  EXPECT_EQ(parsed(R"("a\u0000b")")->root().as_text(), std::string_view("a\0b", 3));
  EXPECT_EQ(parsed(R"({"\u0041": 1})")->root().key(0), "A");
}

TEST(Json, PlacesInsideTextsAreFoundBehindEscapes) {
  const std::string source = R"(["a\n\u00e4\ud83d\ude00bc", "plain"])";
  const auto document = parsed(source);
  const auto written = [&](std::size_t element, Span inner) {
    const Span span = document->root().at(element).span_inside_text(inner);
    return source.substr(span.begin, span.end - span.begin);
  };
  EXPECT_EQ(written(0, {0, 1}), "a");
  EXPECT_EQ(written(0, {1, 2}), "\\n");
  EXPECT_EQ(written(0, {2, 4}), "\\u00e4");
  EXPECT_EQ(written(0, {4, 8}), "\\ud83d\\ude00");
  EXPECT_EQ(written(0, {8, 10}), "bc");
  EXPECT_EQ(written(0, {10, 10}), "");
  EXPECT_EQ(written(1, {1, 3}), "la");
}

TEST(Json, SyntaxErrorsHaveTheirExactPlace) {
  EXPECT_EQ(trouble(""), "json-syntax 0-0");
  EXPECT_EQ(trouble("  "), "json-syntax 2-2");
  EXPECT_EQ(trouble("[1,]"), "json-syntax 3-4 /1");
  EXPECT_EQ(trouble(R"({"a":1,})"), "json-syntax 7-8");
  EXPECT_EQ(trouble("{a:1}"), "json-syntax 1-2");
  EXPECT_EQ(trouble(R"({"a" 1})"), "json-syntax 5-6 /a");
  EXPECT_EQ(trouble("1 2"), "json-syntax 2-3");
  EXPECT_EQ(trouble("NaN"), "json-syntax 0-3");
  EXPECT_EQ(trouble("[-Infinity]"), "json-syntax 2-3 /0");
  EXPECT_EQ(trouble("[1, // no\n2]"), "json-syntax 4-5 /1");
  EXPECT_EQ(trouble("'a'"), "json-syntax 0-1");
  EXPECT_EQ(trouble("01"), "json-syntax 0-2");
  EXPECT_EQ(trouble("+1"), "json-syntax 0-1");
  EXPECT_EQ(trouble(".5"), "json-syntax 0-1");
  EXPECT_EQ(trouble("1."), "json-syntax 2-2");
  EXPECT_EQ(trouble("1e+"), "json-syntax 3-3");
  EXPECT_EQ(trouble("\"abc"), "json-syntax 0-4");
  EXPECT_EQ(trouble("\"a\nb\""), "json-syntax 2-3");
  EXPECT_EQ(trouble(std::string_view("\"a\0b\"", 5)), "json-syntax 2-3");
  EXPECT_EQ(trouble(R"("\x")"), "json-syntax 1-3");
  EXPECT_EQ(trouble(R"("\u12g4")"), "json-syntax 1-7");
  EXPECT_EQ(trouble("[[1}"), "json-syntax 3-4 /0/1");
  EXPECT_EQ(trouble("\xEF\xBB\xBF{}"), "json-syntax 0-3");
  EXPECT_EQ(trouble(R"({"a":{"b/c":[0,x]}})"), "json-syntax 15-16 /a/b~1c/1");
}

TEST(Json, IllFormedUtf8IsRefused) {
  EXPECT_EQ(trouble("\"ab\xFF\""), "json-utf8 3-4");
  EXPECT_EQ(trouble("\"\xED\xA0\x80\""), "json-utf8 1-2");
  EXPECT_EQ(trouble("\"\\n\xC3\""), "json-utf8 3-4");
  EXPECT_EQ(trouble("[\xFF]"), "json-utf8 1-2 /0");
}

TEST(Json, HalfSurrogatePairsAreRefused) {
  EXPECT_EQ(trouble(R"(["\ud800"])"), "json-utf8 2-8 /0");
  EXPECT_EQ(trouble(R"("\udc00\ud800")"), "json-utf8 1-7");
  EXPECT_EQ(trouble(R"("\ud800\u0041")"), "json-utf8 1-7");
}

TEST(Json, MembersOfTheSameNameAreRefused) {
  EXPECT_EQ(trouble(R"({"a":1,"b":2,"a":3})"), "json-duplicate-member 13-16");
  EXPECT_EQ(trouble(R"({"x":{"a":1,"\u0061":3}})"), "json-duplicate-member 12-20 /x");
  EXPECT_TRUE(parsed(R"([{"a":1},{"a":2}])"));
}

TEST(Json, OneDuplicateAmongAMillionMembersIsFound) {
  std::string source = "{";
  for (int i = 0; i < 1'000'000; ++i) source += "\"m" + std::to_string(i) + "\":0,";
  const std::string good = source + "\"last\":0}";
  const std::string bad = source + "\"m77\":0}";
  EXPECT_EQ(parsed(good)->root().size(), 1'000'001u);
  EXPECT_EQ(trouble(bad),
            "json-duplicate-member " + std::to_string(source.size()) + "-" + std::to_string(source.size() + 5));
}

TEST(Json, DeepNestingIsRefusedAndNeverRecursedInto) {
  const std::string deep(1'000'000, '[');
  const auto most = limits::kMaxJsonDepth;
  EXPECT_TRUE(parsed(std::string(most, '[') + std::string(most, ']')));
  EXPECT_EQ(trouble(deep).substr(0, 19), "json-too-deep 64-65");
}

TEST(Json, NumbersOutsideTheLimitsAreRefused) {
  EXPECT_EQ(trouble("[1e400]"), "json-number 1-6 /0");
  EXPECT_EQ(trouble(std::string(400, '9')), "json-number 0-400");
  EXPECT_EQ(trouble("0." + std::string(400, '1')), "json-number 0-402");
  EXPECT_TRUE(parsed("0." + std::string(300, '1')));
  EXPECT_TRUE(parsed("1e-400"));
}

TEST(Json, DocumentsAboveTheLimitAreRefused) {
  EXPECT_EQ(trouble(std::string(limits::kMaxDocumentBytes + 1, ' ')), "json-too-large 0-0");
}

TEST(JsonParser, ReadsValuesOneAfterAnother) {
  Parser parser;
  Diagnostics diagnostics;
  std::string_view rest = R"( {"a":"\n"} [2] x)";
  auto size = parser.read_first(rest, diagnostics);
  ASSERT_TRUE(size);
  EXPECT_EQ(parser.root().find("a")->as_text(), "\n");
  rest.remove_prefix(*size);
  size = parser.read_first(rest, diagnostics);
  ASSERT_TRUE(size);
  EXPECT_EQ(parser.root().at(0).as_text(), "2");
  rest.remove_prefix(*size);
  EXPECT_FALSE(parser.read_first(rest, diagnostics));
  EXPECT_EQ(diagnostics.size(), 1u);
  EXPECT_FALSE(parser.read_only("1 2", diagnostics));
  EXPECT_TRUE(parser.read_only(" 1 ", diagnostics));
}

TEST(JsonWriter, WritesCanonically) {
  std::string out;
  Writer writer(out);
  writer.begin_object()
      .key("a")
      .number(*Decimal::parse("1.50"))
      .key("b")
      .begin_array()
      .null()
      .boolean(true)
      .number(std::int64_t{-3});
  writer.begin_object()
      .end_object()
      .raw("[1]")
      .end_array()
      .key("c\"")
      .text("\x01\x1F\b\f\n\r\t\"\\/\xC3\xA4\x7F")
      .end_object();
  EXPECT_EQ(out,
            "{\"a\":1.5,\"b\":[null,true,-3,{},[1]],\"c\\\"\":\"\\u0001\\u001f\\b\\f\\n\\r\\t\\\"\\\\/\xC3\xA4\x7F\"}");
}

TEST(JsonWriter, WritesValuesOfEveryKind) {
  std::string out;
  Writer writer(out);
  writer.begin_array().value(Value()).value(Value::checkbox(false)).value(Value::number(Decimal::from_scaled(-25, 1)));
  writer.value(Value::text("x")).value(Value::date(*parse_date("2026-01-31"))).value(Value::time(*parse_time("08:00")));
  writer.value(Value::date_time(*parse_instant("2026-01-31T08:00Z")))
      .value(Value::error(ErrorCode::kDivisionByZero))
      .end_array();
  EXPECT_EQ(
      out,
      R"([null,false,-2.5,"x","2026-01-31","08:00:00.000","2026-01-31T08:00:00.000Z",{"error":"division-by-zero"}])");
}

}  // namespace
}  // namespace signalbox::json
