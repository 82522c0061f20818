// The floor under one rule: what a person would write by hand in C++ for `sla_remaining <= 0.2 && tier = "enterprise"
// && sentiment < 0` over records that are already in memory. Usage: bench_rule_floor CSV REPEATS, columns
// Id,sla_remaining,tier,sentiment. Prints one line of JSON: records, records that match, least milliseconds.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct Record {
  double sla_remaining;
  std::string tier;
  double sentiment;
};

std::vector<Record> read_records(const char* path) {
  std::ifstream file(path);
  std::vector<Record> records;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    std::string id, sla, tier, sentiment;
    std::getline(cells, id, ',');
    std::getline(cells, sla, ',');
    std::getline(cells, tier, ',');
    std::getline(cells, sentiment, ',');
    records.push_back({std::stod(sla), tier, std::stod(sentiment)});
  }
  return records;
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) {
    std::cerr << "usage: bench_rule_floor CSV REPEATS\n";
    return 2;
  }
  const std::vector<Record> records = read_records(words[1]);
  double least = std::numeric_limits<double>::infinity();
  std::vector<int> outcomes(records.size());
  for (int repeat = std::max(1, std::atoi(words[2])); repeat > 0; --repeat) {
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < records.size(); ++i) {
      const Record& record = records[i];
      outcomes[i] = record.sla_remaining <= 0.2 && record.tier == "enterprise" && record.sentiment < 0;
    }
    const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
    least = std::min(least, spent.count());
  }
  std::cout << "{\"count\":" << records.size() << ",\"matches\":" << std::count(outcomes.begin(), outcomes.end(), 1)
            << ",\"ms\":" << least << "}\n";
  return 0;
}
