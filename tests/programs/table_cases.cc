// Prints generated decision tables, records and what the slow twin says to them, for the hosts to be held to. Usage:
//   table_cases FIRST_SEED COUNT RECORDS
// One line of JSON a seed: {"seed", "definition", "records": [...], "expected": [...]}.
#include <cstdlib>
#include <iostream>
#include <string>

#include "tests/support/random_table.h"

namespace {

using namespace signalbox;

std::string fields() {
  std::string text;
  for (std::size_t c = 0; c < std::size(test::kTableNames); ++c) {
    text += (c > 0 ? ",'" : "'") + std::string(test::kTableNames[c]) + "':'" +
            std::string(type_name(test::kTableTypes[c])) + "'";
  }
  return text;
}

std::string line_of(std::uint64_t seed, int count) {
  test::Random random(seed);
  test::TableMaker maker(random);
  const test::SlowTable table = maker.table();
  std::string text =
      "{'seed':" + std::to_string(seed) + ",'definition':{'signalbox':1,'name':'generated','object':'Case','blanks':'" +
      (table.blanks_are_zero ? "zero" : "blank") + "','fields':{" + fields() +
      "},'decisions':{'t':" + test::TableDocument::decision(table) + "},'steps':[{'id':'t','decide':'t'}]}";
  std::string records;
  std::string expected;
  for (int i = 0; i < count; ++i) {
    const auto record = maker.record();
    records += (i > 0 ? "," : "") + test::TableDocument::record(record);
    expected += (i > 0 ? "," : "") + test::slow_decide(table, record, test::kTableNumeric).output;
  }
  text += ",'records':[" + records + "],'expected':[" + expected + "]}";
  for (char& c : text) {
    if (c == '\'') c = '"';
  }
  return text;
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) {
    std::cerr << "usage: table_cases FIRST_SEED COUNT RECORDS\n";
    return 2;
  }
  const auto first = std::strtoull(words[1], nullptr, 10);
  const auto seeds = std::strtoull(words[2], nullptr, 10);
  for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
    std::cout << line_of(seed, std::atoi(words[3])) << '\n';
  }
  return 0;
}
