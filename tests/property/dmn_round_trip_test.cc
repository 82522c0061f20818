// Definitions out and in again, as DMN and as sheets: they decide alike, and the second time out gives the same bytes.
#include <gtest/gtest.h>

#include <array>

#include "api/api.h"
#include "api/exchange.h"
#include "server/cli/xml_tree.h"
#include "server/json_text.h"
#include "tests/support/random.h"
#include "tests/support/seeds.h"

namespace signalbox {
namespace {

/// A random definition: one table over fields of every kind, cells of every shape, any hit policy.
class Definition {
 public:
  explicit Definition(std::uint64_t seed) : random_(seed) {}

  std::string text() {
    const std::string hit = pick({"first", "unique", "any", "collect", "ruleOrder", "priority", "outputOrder"});
    const bool ranked = hit == "priority" || hit == "outputOrder";
    std::string rules;
    const std::size_t count = 1 + random_.below(6);
    for (std::size_t i = 0; i < count; ++i) rules += (i == 0 ? "" : ",") + rule(i);
    std::string json =
        R"({"signalbox":1,"name":"round & <trip>","object":"Case","blanks":")" + pick({"blank", "zero"}) +
        R"(","fields":{"Country":{"type":"Text","label":"Country of origin"},"Rank":"Number",)"
        R"("Tier":{"type":"Picklist","values":["Gold \"A\"","Silver"]},"Open":"Checkbox","Day":"Date",)"
        R"("At":"DateTime","Account.Amount":"Currency","Account.Owner.Tags":"MultiPicklist"},)"
        R"("decisions":{"pick":{"hit":")" +
        hit + R"(","inputs":["Country","Rank","Tier","Open","Day","At",")" +
        pick({"Account.Amount", "Rank * 2 + 1", "LEN(Country)", "IF(Open, Rank, 0 - Rank)"}) +
        R"("],"outputs":[{"name":"to","type":"Text")" + (ranked ? R"(,"values":["A","B","=\"C\"","D, \"d\""])" : "") +
        R"(},{"name":"n","type":"Number"}],"rules":[)" + rules + "]";
    if (random_.one_in(2)) json += R"(,"default":["D, \"d\"",null])";
    return json + R"(}},"steps":[{"id":"pick","decide":"pick"}]})";
  }

  std::string record() {
    return R"({"Country":")" + pick({"DE", "a,b", "", "x\\\"y"}) + R"(","Rank":)" +
           pick({"0", "1", "2.5", "null", "-3"}) + R"(,"Tier":")" + pick({"Gold \\\"A\\\"", "Silver"}) +
           R"(","Open":)" + pick({"true", "false", "null"}) + R"(,"Day":)" +
           pick({"\"2026-01-31\"", "\"2025-12-01\"", "null"}) + R"(,"At":"2026-01-31T08:00:00Z","Account.Amount":)" +
           pick({"1", "5", "99.5"}) + "}";
  }

 private:
  std::string pick(std::initializer_list<const char*> of) { return *(of.begin() + random_.below(of.size())); }

  std::string rule(std::size_t index) {
    std::string json =
        R"({"id":"r )" + std::to_string(index) + R"(","when":[)" +
        cell({R"(\"DE\", \"a,b\")", R"(not(\"DE\"))", R"(!= \"DE\")", "blank", R"(= CONTAINS(Country, \"x\"))"});
    json += "," + cell({"3", ">= 1", "[0..2.5)", "(1..5]", "not(1, blank)", "= Account.Amount > Rank", "= Rank + 1"});
    json += "," + cell({R"(\"Silver\")", R"(\"Gold \\\"A\\\"\", \"Silver\")"}) + "," +
            cell({"true", "false", "= Rank > 1"});
    json += "," + cell({"> 2026-01-01", "[2025-01-01..2025-12-31]", "blank"});
    json += "," + cell({"< 2026-02-01T00:00:00Z", "2026-01-31T08:00:00.000Z"}) + "," + cell({"> 2", "-1.50"});
    json += R"(],"then":[)" + pick({R"("A")", R"("B")", R"("D, \"d\"")", "null"}) + "," +
            pick({"1", "2.50", "null", R"("= Rank * 2")", R"x("=MAX(Rank, 1)")x", R"("=1e2")"}) + "]";
    if (random_.one_in(4)) json += R"(,"note":"why, \"so\"\nand <more> & more")";
    if (random_.one_in(5)) json += R"(,"enabled":false)";
    if (random_.one_in(5)) json += R"(,"effective":{"from":"2026-01-01"})";
    return json + "}";
  }

  std::string cell(std::initializer_list<const char*> of) { return "\"" + (random_.one_in(2) ? "-" : pick(of)) + "\""; }

  test::Random random_;
};

std::string member(const std::string& answer, std::string_view name) {
  const auto document = parse_own(answer);
  const auto found = document->root().find(name);
  if (!found) {
    ADD_FAILURE() << answer;
    return {};
  }
  return std::string(found->is(json::Kind::kText) ? found->as_text() : raw_bytes(*document, *found));
}

/// The decision of one record without what it says about the definition's text.
std::string decide(const std::string& definition, const std::string& record) {
  const auto program = api::load_definition(definition);
  const auto directory = api::load_directory(R"({"signalbox":1,"skills":[],"queues":{},"agents":{}})");
  if (!program.value || !directory.value) return "does not compile: " + program.diagnostics;
  const auto at = parse_instant("2026-01-31T12:00:00Z");
  api::Decider decider({*program.value, *directory.value, std::nullopt, *at, false});
  std::string out;
  decider.decide(record, out);
  const auto document = parse_own(out);
  return std::string(raw_bytes(*document, *document->root().find("outcome")));
}

std::string imported(const std::string& xml) {
  const auto tree = cli::read_xml_tree("x.dmn", xml);
  if (!tree) {
    ADD_FAILURE() << tree.error().sentence;
    return {};
  }
  return member(api::import_model(*tree), "definition");
}

TEST(DmnRoundTrip, ModelsDecideAlikeAndComeOutTheSame) {
  test::for_each_seed(150, [](std::uint64_t seed) {
    Definition generated(seed);
    const std::string first = generated.text();
    SCOPED_TRACE(first);
    const std::string xml = member(api::export_model(first), "xml");
    const std::string second = imported(xml);
    ASSERT_EQ(member(api::export_model(second), "xml"), xml);
    for (int i = 0; i < 5; ++i) {
      const std::string record = generated.record();
      ASSERT_EQ(decide(second, record), decide(first, record)) << record << "\n" << xml;
    }
  });
}

TEST(DmnRoundTrip, SheetsComeBackAsTheyWere) {
  test::for_each_seed(150, [](std::uint64_t seed) {
    const std::string first = Definition(seed).text();
    SCOPED_TRACE(first);
    const std::string sheet = api::export_table(first, "pick");
    const std::string csv = member(sheet, "csv");
    const std::string by_csv = member(api::import_csv(first, csv), "definition");
    const std::string by_rows = member(api::import_table(first, member(sheet, "rows"), "Sheet1"), "definition");
    ASSERT_EQ(by_csv, by_rows);
    ASSERT_EQ(member(api::export_table(by_csv, "pick"), "csv"), csv);
    // Nothing but the order of a rule's members may differ, and that is the same on the second way.
    ASSERT_EQ(member(api::import_csv(by_csv, csv), "definition"), by_csv);
    ASSERT_EQ(member(api::export_model(by_csv), "xml"), member(api::export_model(first), "xml"));
  });
}

}  // namespace
}  // namespace signalbox
