// The floor under a decision table: what a person would write by hand in C++ to find the first row that a record
// passes, over records that are already in memory. Usage: bench_table_floor TABLE RECORDS REPEATS, both as CSV of whole
// numbers, which stand for the texts: a cell of the table is `-` (anything), `3|7` (one of) or `200..400` (without its
// end). Prints one line of JSON: the least milliseconds, and the first row of each record, counted from 0 (the number
// of rows where none is passed).
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

struct Test {
  std::size_t column = 0;
  bool is_range = false;
  std::vector<int> values;  // of a range: its begin and its end
};
using Row = std::vector<Test>;
using Record = std::vector<int>;

std::vector<std::vector<std::string>> read_cells(const char* path) {
  std::ifstream file(path);
  std::vector<std::vector<std::string>> lines;
  for (std::string line; std::getline(file, line);) {
    std::istringstream cells(line);
    lines.emplace_back();
    for (std::string cell; std::getline(cells, cell, ',');) lines.back().push_back(cell);
  }
  return lines;
}

Test read_test(std::size_t column, const std::string& cell) {
  const std::size_t dots = cell.find("..");
  if (dots != std::string::npos) return {column, true, {std::stoi(cell), std::stoi(cell.substr(dots + 2))}};
  Test test{column, false, {}};
  std::istringstream values(cell);
  for (std::string value; std::getline(values, value, '|');) test.values.push_back(std::stoi(value));
  return test;
}

std::vector<Row> read_table(const char* path) {
  std::vector<Row> rows;
  for (const auto& cells : read_cells(path)) {
    rows.emplace_back();
    for (std::size_t column = 0; column < cells.size(); ++column) {
      if (cells[column] != "-") rows.back().push_back(read_test(column, cells[column]));
    }
  }
  return rows;
}

std::vector<Record> read_records(const char* path) {
  std::vector<Record> records;
  for (const auto& cells : read_cells(path)) {
    records.emplace_back();
    for (const std::string& cell : cells) records.back().push_back(std::stoi(cell));
  }
  return records;
}

bool passes(const Row& row, const Record& record) {
  return std::all_of(row.begin(), row.end(), [&](const Test& test) {
    const int value = record[test.column];
    if (test.is_range) return value >= test.values[0] && value < test.values[1];
    return std::find(test.values.begin(), test.values.end(), value) != test.values.end();
  });
}

std::size_t first_row(const std::vector<Row>& rows, const Record& record) {
  std::size_t index = 0;
  while (index < rows.size() && !passes(rows[index], record)) ++index;
  return index;
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) {
    std::cerr << "usage: bench_table_floor TABLE RECORDS REPEATS\n";
    return 2;
  }
  const std::vector<Row> rows = read_table(words[1]);
  const std::vector<Record> records = read_records(words[2]);
  double least = std::numeric_limits<double>::infinity();
  std::vector<std::size_t> answers(records.size());
  for (int repeat = std::max(1, std::atoi(words[3])); repeat > 0; --repeat) {
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < records.size(); ++i) answers[i] = first_row(rows, records[i]);
    const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
    least = std::min(least, spent.count());
  }
  std::cout << "{\"ms\":" << least << ",\"rows\":[";
  for (std::size_t i = 0; i < answers.size(); ++i) std::cout << (i > 0 ? "," : "") << answers[i];
  std::cout << "]}\n";
  return 0;
}
