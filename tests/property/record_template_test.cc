// Records read one after the other, where most are like one before, against the same records each read alone.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "model/json_writer.h"
#include "model/record.h"
#include "tests/support/seeds.h"

namespace signalbox {
namespace {

constexpr std::uint64_t kBodies = 150;
constexpr std::uint64_t kRecords = 40;

std::shared_ptr<const Layout> layout() {
  static const auto kFields =
      std::make_shared<const Layout>(std::vector<Field>{{"Id", Type::kId, "", {}},
                                                        {"Subject", Type::kText, "", {}},
                                                        {"Amount", Type::kNumber, "", {}},
                                                        {"Share", Type::kPercent, "", {}},
                                                        {"Closed", Type::kCheckbox, "", {}},
                                                        {"Opened", Type::kDateTime, "", {}},
                                                        {"Due", Type::kDate, "", {}},
                                                        {"Account.Tier", Type::kPicklist, "", {}}});
  return kFields;
}

/// Records in a few structures, with values of all kinds, some of them wrong, some bytes of them broken.
class Bodies {
 public:
  explicit Bodies(std::uint64_t seed) : random_(seed), shape_(random_.below(6)), space_(random_.below(3) == 0) {}

  std::string record() {
    if (random_.below(8) == 0) shape_ = random_.below(6);
    std::string text = shaped();
    if (random_.below(12) == 0) text[random_.below(text.size())] = static_cast<char>(1 + random_.below(255));
    for (char& c : text) c = c == '\n' ? ' ' : c;
    return text;
  }

 private:
  std::string member(const std::string& name) { return '"' + name + (space_ ? "\": " : "\":") + value(); }

  std::string shaped() {
    const std::string comma = space_ ? ", " : ",";
    const std::string plain = member("Subject") + comma + member("Amount") + comma + member("Share") + comma +
                              member("Closed") + comma + member("Opened") + comma + member("Due");
    switch (shape_) {
      case 0:
        return "{" + member("Id") + comma + plain + "}";
      case 1:
        return "{" + plain + comma + R"("Account":{)" + member("Tier") + comma + member("Name") + "}}";
      case 2:
        return R"({"apiName":"Case",)" + member("id") + R"(,"fields":{"Subject":{)" + member("value") +
               R"(,"displayValue":)" + value() + R"(},"Amount":{)" + member("value") + "}}}";
      case 3:
        return "{" + member("subject") + comma + member("Subject") + comma + member("Other") + "}";
      case 4:
        return "{" + member("Account") + comma + member("Account.Tier") + comma + member("Unknown") + "}";
      default:
        return "{" + member("Amount") + comma + R"("List":[)" + value() + comma + value() + "]" + comma +
               member("Closed") + "}";
    }
  }

  std::string value() {
    static const std::vector<std::string> kValues = {
        "null",
        "true",
        "false",
        "0",
        "-0",
        "12.50",
        "-7",
        "1e3",
        "2.5E-2",
        "007",
        "1.",
        "-",
        ".5",
        "+1",
        "nul",
        "truex",
        "123456789012345678",
        "12345678901234567",
        "1234567890123456789012345678901234567890",
        "0.000000000000000001",
        R"("")",
        R"("plain")",
        R"("sixteen byte long")",
        R"("a\"b\\c\u00e9\n")",
        "\"M\xC3\xBCnchen und noch etwas mehr\"",
        "\"\xF0\x9F\x9A\x89\"",
        "\"\xC3\"",
        "\"\xED\xA0\x80\"",
        R"("2026-01-31")",
        R"("2026-01-31T08:00:00Z")",
        R"("2026-02-30")",
        R"("12.5")",
        R"("a much longer text that takes several blocks of sixteen bytes, \ud83d\ude89")",
        "\"tab\there\"",
        "{}",
        "[]",
        R"({"x":1})",
        R"("no end)"};
    // Mostly good ones.
    const std::uint64_t common = random_.below(3) != 0 ? 6 : kValues.size();
    return kValues[random_.below(common)];
  }

  test::Random random_;
  std::uint64_t shape_;
  bool space_;
};

/// One record as text: its id, its values, or why it is bad.
std::string written(const RecordSet& set, std::size_t index) {
  for (const RecordSet::Bad& bad : set.bad()) {
    if (bad.index == index) return "bad: " + bad.diagnostic.code + " " + bad.diagnostic.found;
  }
  std::string out(set.id(index));
  json::Writer writer(out);
  writer.begin_array();
  for (const Value& value : set.values(index)) writer.value(value);
  writer.end_array();
  return out;
}

TEST(RecordTemplates, ReadLinesAsEachAlone) {
  test::for_each_seed(kBodies, [](std::uint64_t seed) {
    Bodies bodies(seed);
    std::string body;
    std::vector<std::string> alone;
    for (std::uint64_t i = 0; i < kRecords; ++i) {
      const std::string record = bodies.record();
      body += record + '\n';
      const RecordSet one = RecordSet::read(record, RecordSet::Format::kJsonLines, layout());
      for (std::size_t k = 0; k < one.size(); ++k) alone.push_back(written(one, k));
    }
    const RecordSet all = RecordSet::read(body, RecordSet::Format::kJsonLines, layout());
    ASSERT_EQ(all.size(), alone.size()) << body;
    for (std::size_t i = 0; i < all.size(); ++i) ASSERT_EQ(written(all, i), alone[i]) << i << " of\n" << body;
    std::vector<std::string> streamed;
    RecordSet::stream(body, RecordSet::Format::kJsonLines, layout(), [&](const RecordSet& some, std::size_t first) {
      ASSERT_EQ(first, streamed.size());
      for (std::size_t i = 0; i < some.size(); ++i) streamed.push_back(written(some, i));
    });
    ASSERT_EQ(streamed, alone) << body;
  });
}

TEST(RecordTemplates, ReadArraysAsEachAlone) {
  test::for_each_seed(kBodies, [](std::uint64_t seed) {
    Bodies bodies(seed);
    std::string body = "[";
    std::vector<std::string> alone;
    for (std::uint64_t i = 0; i < kRecords; ++i) {
      const std::string record = bodies.record();
      const RecordSet one = RecordSet::read(record, RecordSet::Format::kJson, layout());
      // A syntax error ends an array.
      if (one.size() != 1 || (!one.bad().empty() && one.bad()[0].diagnostic.code != "record-field-twice")) continue;
      body += (alone.empty() ? "" : ",") + record;
      alone.push_back(written(one, 0));
    }
    const RecordSet all = RecordSet::read(body + "]", RecordSet::Format::kJson, layout());
    ASSERT_EQ(all.size(), alone.size()) << body;
    for (std::size_t i = 0; i < all.size(); ++i) ASSERT_EQ(written(all, i), alone[i]) << i << " of\n" << body;
  });
}

}  // namespace
}  // namespace signalbox
