#include "model/record.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/limits.h"
#include "model/json_writer.h"

namespace signalbox {
namespace {

std::shared_ptr<const Layout> case_layout() {
  static const auto layout =
      std::make_shared<const Layout>(std::vector<Field>{{"Subject", Type::kText, "", {}},
                                                        {"Amount__c", Type::kCurrency, "", {}},
                                                        {"Share__c", Type::kPercent, "", {}},
                                                        {"IsClosed", Type::kCheckbox, "", {}},
                                                        {"CreatedDate", Type::kDateTime, "", {}},
                                                        {"Due__c", Type::kDate, "", {}},
                                                        {"At__c", Type::kTime, "", {}},
                                                        {"Account.Tier__c", Type::kPicklist, "", {}},
                                                        {"Account.Owner.Name", Type::kText, "", {}}});
  return layout;
}

/// The values of a row as JSON.
std::string written(std::span<const Value> values) {
  std::string out;
  json::Writer writer(out);
  writer.begin_array();
  for (const Value& value : values) writer.value(value);
  writer.end_array();
  return out;
}

struct ReadRecord {
  bool good = false;
  std::string id;
  std::string values;
  Diagnostics diagnostics;
};

ReadRecord read(std::string_view source) {
  ReadRecord result;
  const auto document = json::Document::parse(source, result.diagnostics);
  EXPECT_TRUE(document) << source;
  Arena arena;
  Record record;
  result.good = read_record(document->root(), *case_layout(), arena, record, result.diagnostics);
  result.id = record.id;
  result.values = written(record.values);
  return result;
}

constexpr const char* kFull =
    R"(["Help",12.5,0.2,true,"2026-01-31T08:00:00.000Z","2026-02-01","08:30:00.000","Enterprise","Ana"])";

TEST(Record, PlainObjectsNestedOrDotted) {
  const ReadRecord nested = read(
      R"({"Id":"500","Subject":"Help","Amount__c":12.50,"Share__c":20,"IsClosed":true,"CreatedDate":"2026-01-31T08:00:00Z",
      "Due__c":"2026-02-01","At__c":"08:30","Account":{"Tier__c":"Enterprise","Owner":{"Name":"Ana"}},"Other":[1]})");
  EXPECT_TRUE(nested.good);
  EXPECT_EQ(nested.id, "500");
  EXPECT_EQ(nested.values, kFull);
  const ReadRecord dotted = read(
      R"({"id":"500","SUBJECT":"Help","amount__C":12.50,"Share__c":20,"IsClosed":true,"CreatedDate":"2026-01-31T10:00:00+0200",
      "Due__c":"2026-02-01","At__c":"08:30:00.000Z","account.tier__c":"Enterprise","Account.Owner":{"Name":"Ana"}})");
  EXPECT_EQ(dotted.id, "500");
  EXPECT_EQ(dotted.values, kFull);
}

TEST(Record, RestObjects) {
  const ReadRecord record = read(
      R"({"attributes":{"type":"Case","url":"/services/data/v60.0/sobjects/Case/500"},"Id":"500","Subject":"Help","Amount__c":12.5,
      "Share__c":20.0,"IsClosed":true,"CreatedDate":"2026-01-31T08:00:00.000+0000","Due__c":"2026-02-01","At__c":"08:30:00.000Z",
      "Account":{"attributes":{"type":"Account","url":"x"},"Tier__c":"Enterprise","Owner":{"attributes":{"type":"User"},"Name":"Ana"}}})");
  EXPECT_TRUE(record.good);
  EXPECT_EQ(record.id, "500");
  EXPECT_EQ(record.values, kFull);
}

TEST(Record, UiApiRecordsAreReadByValueNeverByDisplayValue) {
  const ReadRecord record = read(
      R"({"apiName":"Case","id":"500","fields":{"Subject":{"value":"Help","displayValue":null},"Amount__c":{"value":12.5,"displayValue":"12,50 EUR"},
      "Share__c":{"value":20,"displayValue":"20%"},"IsClosed":{"value":true,"displayValue":null},"CreatedDate":{"value":"2026-01-31T08:00:00.000Z","displayValue":"31.01.2026"},
      "Due__c":{"value":"2026-02-01"},"At__c":{"value":"08:30:00.000Z"},
      "Account":{"displayValue":"Acme","value":{"apiName":"Account","id":"001","fields":{"Tier__c":{"value":"Enterprise","displayValue":"E"},
          "Owner":{"value":{"apiName":"User","id":"005","fields":{"Name":{"value":"Ana"}}}}}}}}})");
  EXPECT_TRUE(record.good);
  EXPECT_EQ(record.id, "500");
  EXPECT_EQ(record.values, kFull);
}

TEST(Record, AbsentAndNullAreBlank) {
  EXPECT_EQ(read("{}").values, "[null,null,null,null,null,null,null,null,null]");
  EXPECT_EQ(read(R"({"Subject":null,"Amount__c":null,"Account":null})").values,
            "[null,null,null,null,null,null,null,null,null]");
}

TEST(Record, AValueOfTheWrongTypeIsAnErrorOfItsFieldOnly) {
  const std::string error = R"({"error":"field-type"})";
  EXPECT_EQ(read(R"({"Subject":1,"Amount__c":"12","Share__c":5})").values,
            "[" + error + "," + error + ",0.05,null,null,null,null,null,null]");
  EXPECT_EQ(
      read(R"({"IsClosed":"true","CreatedDate":"yesterday","Due__c":"2026-02-30","At__c":8,"Account.Tier__c":[]})")
          .values,
      "[null,null,null," + error + "," + error + "," + error + "," + error + "," + error + ",null]");
}

TEST(Record, WhatIsNoObjectIsNoRecord) {
  const ReadRecord record = read("[1]");
  EXPECT_FALSE(record.good);
  ASSERT_EQ(record.diagnostics.size(), 1u);
  EXPECT_EQ(record.diagnostics[0].code, "record-shape");
  EXPECT_EQ(record.diagnostics[0].found, "array");
}

TEST(Record, TwoValuesForOneFieldAreRefused) {
  for (const char* source :
       {R"({"Subject":"a","subject":"b"})", R"({"Account":{"Tier__c":"a"},"Account.Tier__c":"b"})"}) {
    const ReadRecord record = read(source);
    EXPECT_FALSE(record.good);
    ASSERT_EQ(record.diagnostics.size(), 1u);
    EXPECT_EQ(record.diagnostics[0].code, "record-field-twice");
  }
}

TEST(Record, CellsAreReadAsTheirTypeSays) {
  Arena arena;
  const auto cell = [&](std::string_view text, Type type) {
    const Value values[] = {read_cell(text, type, arena)};
    return written(values);
  };
  EXPECT_EQ(cell("", Type::kText), "[null]");
  EXPECT_EQ(cell("", Type::kNumber), "[null]");
  EXPECT_EQ(cell("12.50", Type::kNumber), "[12.5]");
  EXPECT_EQ(cell("20", Type::kPercent), "[0.2]");
  EXPECT_EQ(cell("TRUE", Type::kCheckbox), "[true]");
  EXPECT_EQ(cell("0", Type::kCheckbox), "[false]");
  EXPECT_EQ(cell("a;b", Type::kMultiPicklist), "[\"a;b\"]");
  for (const auto& [text, type] : std::vector<std::pair<const char*, Type>>{
           {"1,5", Type::kNumber}, {"yes", Type::kCheckbox}, {"31.01.2026", Type::kDate}, {"1e400", Type::kNumber}}) {
    EXPECT_EQ(cell(text, type), R"([{"error":"field-type"}])") << text;
  }
}

/// Index, code and path of each bad record: "1 json-syntax /1".
std::string bad(const RecordSet& set) {
  std::string lines;
  for (const RecordSet::Bad& entry : set.bad()) {
    EXPECT_TRUE(set.is_bad(entry.index));
    EXPECT_LT(entry.index, set.size());
    lines += (lines.empty() ? "" : "\n") + std::to_string(entry.index) + " " + entry.diagnostic.code + " " +
             entry.diagnostic.path;
  }
  return lines;
}

std::string ids(const RecordSet& set) {
  std::string out;
  for (std::size_t i = 0; i < set.size(); ++i) out += (i == 0 ? "" : ",") + std::string(set.id(i));
  return out;
}

RecordSet read_set(std::string_view body, RecordSet::Format format = RecordSet::Format::kAuto) {
  return RecordSet::read(body, format, case_layout());
}

TEST(RecordSet, EveryFormatGivesTheSameRecords) {
  const std::string one = R"({"Id":"1","Subject":"a, \"b\"","Amount__c":3})";
  const std::string two = R"({"Id":"2","Subject":"ä","IsClosed":true})";
  const std::string csv = "Id,Subject,Amount__c,IsClosed,Unknown\r\n1,\"a, \"\"b\"\"\",3,,x\r\n2,ä,,1,\r\n";
  for (const std::string& body : {"[" + one + "," + two + "]", " [ " + one + " ,\n" + two + " ] \n", one + "\n" + two,
                                  one + "\r\n\n" + two + "\n", csv}) {
    const RecordSet set = read_set(body);
    EXPECT_EQ(bad(set), "") << body;
    ASSERT_EQ(set.size(), 2u) << body;
    EXPECT_EQ(ids(set), "1,2");
    EXPECT_EQ(written(set.values(0)), R"(["a, \"b\"",3,null,null,null,null,null,null,null])");
    EXPECT_EQ(written(set.values(1)), R"(["ä",null,null,true,null,null,null,null,null])");
  }
}

TEST(RecordSet, OneObjectMayStandOnSeveralLines) {
  const RecordSet set = read_set("\n{\n \"Id\": \"1\",\n \"Subject\": \"a\"\n}\n");
  EXPECT_EQ(bad(set), "");
  EXPECT_EQ(ids(set), "1");
}

TEST(RecordSet, EmptyBodies) {
  EXPECT_EQ(read_set("").size(), 0u);
  EXPECT_EQ(read_set("[]").size(), 0u);
  EXPECT_EQ(bad(read_set("[]")), "");
  EXPECT_EQ(read_set(" \n", RecordSet::Format::kJsonLines).size(), 0u);
  EXPECT_EQ(bad(read_set("", RecordSet::Format::kJson)), "0 json-syntax ");
  EXPECT_EQ(bad(read_set("", RecordSet::Format::kCsv)), "0 csv-header /0");
}

TEST(RecordSet, ABadLineIsOneBadRecord) {
  const std::string body =
      "{\"Id\":\"1\"}\n{\"Id\":}\n[]\n{\"Id\":\"4\",\"Subject\":\"\xFF\"}\n{\"Id\":\"5\"} x\n{\"Id\":\"6\"}";
  const RecordSet set = read_set(body);
  EXPECT_EQ(bad(set), "1 json-syntax /1/Id\n2 record-shape /2\n3 json-utf8 /3/Subject\n4 json-syntax /4");
  EXPECT_EQ(ids(set), "1,,,,,6");
  const Diagnostic& diagnostic = set.bad()[0].diagnostic;
  EXPECT_EQ(diagnostic.sentence.substr(0, 8), "Line 2: ");
  EXPECT_EQ(body.substr(diagnostic.span.begin - 2, 3), "\":}");
}

TEST(RecordSet, ASyntaxErrorEndsAnArrayAndKeepsWhatCameBefore) {
  EXPECT_EQ(bad(read_set(R"([{"Id":"1"},{"Id":"2"},{"Id":x},{"Id":"4"}])")), "2 json-syntax /2/Id");
  EXPECT_EQ(ids(read_set(R"([{"Id":"1"},{"Id":"2"},{"Id":x},{"Id":"4"}])")), "1,2,");
  EXPECT_EQ(bad(read_set(R"([{"Id":"1"} {"Id":"2"}])")), "1 json-syntax /1");
  EXPECT_EQ(bad(read_set(R"([{"Id":"1"})")), "1 json-syntax /1");
  EXPECT_EQ(bad(read_set(R"([{"Id":"1"}] x)")), "1 json-syntax /1");
  EXPECT_EQ(bad(read_set(R"([{"Id":"1"},])")), "1 json-syntax /1");
  EXPECT_EQ(bad(read_set("[")), "0 json-syntax /0");
}

TEST(RecordSet, AnElementThatIsNoRecordEndsNothing) {
  const RecordSet set = read_set(R"([{"Id":"1"},7,{"Id":"3"},{"Subject":"a","SUBJECT":"b","Id":"4"},{"Id":"5"}])");
  EXPECT_EQ(bad(set), "1 record-shape /1\n3 record-field-twice /3");
  EXPECT_EQ(ids(set), "1,,3,4,5");
  EXPECT_EQ(written(set.values(3)), "[null,null,null,null,null,null,null,null,null]");
}

TEST(RecordSet, RecordsAboveTheLimitAreBad) {
  const std::string large = R"({"Subject":")" + std::string(limits::kMaxRecordBytes, 'x') + "\"}";
  EXPECT_EQ(bad(read_set("{\"Id\":\"1\"}\n" + large + "\n{\"Id\":\"3\"}")), "1 record-too-large /1");
  EXPECT_EQ(bad(read_set("[{\"Id\":\"1\"}," + large + "]")), "1 record-too-large /1");
  EXPECT_EQ(bad(read_set(large, RecordSet::Format::kJson)), "0 record-too-large ");
  EXPECT_EQ(bad(read_set("Subject\n" + std::string(limits::kMaxRecordBytes, 'x') + "\ny\n")), "0 record-too-large /0");
}

TEST(RecordSet, BadRowsOfCsvKeepTheirPlace) {
  const RecordSet set = read_set("Id,Subject\n1,a\n2\n3,a,b\n4,\"x\"y\n5,\xFF\n6,z\n");
  EXPECT_EQ(bad(set), "1 csv-ragged /1\n2 csv-ragged /2\n3 csv-quote /3\n4 csv-utf8 /4");
  EXPECT_EQ(ids(set), "1,,,,,6");
  EXPECT_EQ(set.bad()[0].diagnostic.sentence, "Line 3: This row has 1 cell where the header has 2.");
  EXPECT_EQ(set.bad()[1].diagnostic.expected, "2 cells");
  EXPECT_EQ(set.bad()[1].diagnostic.found, "3 cells");
}

TEST(RecordSet, AHeaderThatFitsNothingIsReported) {
  EXPECT_EQ(bad(read_set("what is this\n1\n")), "0 csv-header /0");
  EXPECT_EQ(bad(read_set("Subject,SUBJECT\na,b\n")), "0 csv-header /0");
  EXPECT_EQ(bad(read_set("Id,\"Sub\n")), "0 csv-quote /0");
  EXPECT_EQ(bad(read_set("\xFF,Id\n1,2\n")), "0 csv-utf8 /0");
  EXPECT_EQ(bad(read_set("17", RecordSet::Format::kJson)), "0 record-shape ");
}

TEST(Layout, FindsFieldsInAnyCaseAndTheFirstOfDuplicates) {
  const Layout layout(
      {{"Alpha", Type::kText, "", {}}, {"beta__c", Type::kNumber, "", {}}, {"ALPHA", Type::kDate, "", {}}});
  EXPECT_EQ(layout.find("alpha"), 0u);
  EXPECT_EQ(layout.find("BETA__C"), 1u);
  EXPECT_FALSE(layout.find("gamma"));
  EXPECT_FALSE(layout.find(""));
  EXPECT_FALSE(Layout({}).find("a"));
}

TEST(Layout, FingerprintsTellNamesTypesAndOrderApart) {
  const Field a{"A", Type::kText, "", {}};
  const Field b{"B", Type::kText, "", {}};
  const Field a_number{"A", Type::kNumber, "", {}};
  const Field a_labelled{"A", Type::kText, "Label", {"x"}};
  EXPECT_EQ(Layout({a, b}).fingerprint(), Layout({a_labelled, b}).fingerprint());
  EXPECT_NE(Layout({a, b}).fingerprint(), Layout({b, a}).fingerprint());
  EXPECT_NE(Layout({a}).fingerprint(), Layout({a_number}).fingerprint());
}

TEST(Type, NamesGoInAndOut) {
  for (auto type : {Type::kText, Type::kNumber, Type::kCurrency, Type::kPercent, Type::kCheckbox, Type::kDate,
                    Type::kDateTime, Type::kTime, Type::kPicklist, Type::kMultiPicklist, Type::kId, Type::kLocation}) {
    EXPECT_EQ(parse_type(type_name(type)), type);
  }
  EXPECT_EQ(parse_type("Email"), Type::kText);
  EXPECT_EQ(parse_type("Geolocation"), Type::kLocation);
  for (const char* name : {"text", "any", ""}) EXPECT_FALSE(parse_type(name)) << name;
}

Layout places() {
  return Layout({{"Office__c", Type::kLocation, "", {}},
                 {"Account.BillingAddress", Type::kLocation, "", {}},
                 {"Declared__c", Type::kLocation, "", {}},
                 {"Declared__Latitude__s", Type::kNumber, "", {}}});
}

/// "[office, address, declared, its latitude]" of one record.
std::string placed(std::string_view text) {
  Diagnostics diagnostics;
  const auto document = json::Document::parse(text, diagnostics);
  Arena arena;
  Record record;
  const Layout layout = places();
  if (!document || !read_record(document->root(), layout, arena, record, diagnostics)) return diagnostics[0].code;
  std::string out;
  json::Writer writer(out);
  for (const Value& value : record.values) writer.value(value);
  return out;
}

TEST(Location, IsReadAsAWholeOrInParts) {
  const std::string whole = R"({"latitude":1.5,"longitude":-2})";
  EXPECT_EQ(placed(R"({"Office__c": {"latitude": 1.5, "longitude": -2}})"), whole + ",null,null,null");
  EXPECT_EQ(placed(R"({"office__LATITUDE__s": 1.5, "Office__Longitude__s": -2})"), whole + ",null,null,null");
  EXPECT_EQ(placed(R"({"Account": {"BillingLongitude": -2, "BillingLatitude": 1.5}})"), "null," + whole + ",null,null");
  EXPECT_EQ(placed(R"({"Account.BillingAddress": {"city": "Ulm", "latitude": 1.5, "longitude": -2}})"),
            "null," + whole + ",null,null");
}

TEST(Location, TheWholeWinsOverItsParts) {
  const std::string wanted = R"({"latitude":1,"longitude":2},null,null,null)";
  EXPECT_EQ(placed(R"({"Office__Latitude__s": 5, "Office__c": {"latitude": 1, "longitude": 2}})"), wanted);
  EXPECT_EQ(placed(R"({"Office__c": {"latitude": 1, "longitude": 2}, "Office__Latitude__s": 5})"), wanted);
}

TEST(Location, APartThatIsDeclaredIsAFieldOfItsOwn) {
  EXPECT_EQ(placed(R"({"Declared__Latitude__s": 5, "Declared__Longitude__s": null})"), "null,null,null,5");
}

TEST(Location, HalfOneAndOneOffTheGlobeAreErrors) {
  const std::string error = R"({"error":"field-type"},null,null,null)";
  EXPECT_EQ(placed(R"({"Office__Latitude__s": 5})"), error);
  EXPECT_EQ(placed(R"({"Office__Latitude__s": 5, "Office__Longitude__s": "x"})"), error);
  EXPECT_EQ(placed(R"({"Office__Latitude__s": 95, "Office__Longitude__s": 0})"), error);
  EXPECT_EQ(placed(R"({"Office__c": {"latitude": 5}})"), error);
  EXPECT_EQ(placed(R"({"Office__c": "5,5"})"), error);
  EXPECT_EQ(placed(R"({"Office__Latitude__s": null, "Office__Longitude__s": null})"), "null,null,null,null");
}

TEST(Location, PartsAreReadFromEachOfManyRecordsAlike) {
  const RecordSet set = RecordSet::read(
      "{\"Id\":\"1\",\"Office__Latitude__s\":1,\"Office__Longitude__s\":2}\n"
      "{\"Id\":\"2\",\"Office__Latitude__s\":3,\"Office__Longitude__s\":4}\n"
      "{\"Id\":\"3\",\"Office__Latitude__s\":5,\"Office__Longitude__s\":6}\n",
      RecordSet::Format::kJsonLines, std::make_shared<const Layout>(places()));
  for (int i = 0; i < 3; ++i) {
    const auto wanted = make_location(Decimal::from_int(2 * i + 1), Decimal::from_int(2 * i + 2));
    ASSERT_EQ(set.values(static_cast<std::size_t>(i))[0].kind(), Value::Kind::kLocation);
    EXPECT_EQ(set.values(static_cast<std::size_t>(i))[0].as_location(), wanted);
  }
}

TEST(Location, ColumnsOfACsvHoldItsParts) {
  const RecordSet set = RecordSet::read("Id,Office__Latitude__s,Office__Longitude__s\n1,1.5,-2\n2,,\n3,1,\n",
                                        RecordSet::Format::kCsv, std::make_shared<const Layout>(places()));
  ASSERT_EQ(set.size(), 3u);
  EXPECT_EQ(set.values(0)[0].as_location(), make_location(Decimal::from_scaled(15, 1), Decimal::from_int(-2)));
  EXPECT_TRUE(set.values(1)[0].is_blank());
  EXPECT_TRUE(set.values(2)[0].is_error());
  const RecordSet twice = RecordSet::read("Office__Latitude__s,office__latitude__s\n1,1\n", RecordSet::Format::kCsv,
                                          std::make_shared<const Layout>(places()));
  ASSERT_EQ(twice.bad().size(), 1u);
  EXPECT_EQ(twice.bad()[0].diagnostic.code, "csv-header");
}

}  // namespace
}  // namespace signalbox
