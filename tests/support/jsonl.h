// Corpora: JSON lines under tests/corpus, one row a line.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/json.h"

namespace signalbox::test {

/// Calls `check(row)` for every row of every file of tests/corpus/<folder>; a failure names file and line. Fails when
/// there is no row.
template <class Check>
void for_each_row(const std::string& folder, Check check) {
  const std::filesystem::path path = std::filesystem::path(SIGNALBOX_SOURCE_DIR) / "tests/corpus" / folder;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(path)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  int rows = 0;
  for (const auto& file : files) {
    std::ifstream lines(file);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
      SCOPED_TRACE(file.filename().string() + ":" + std::to_string(number) + ": " + line);
      Diagnostics diagnostics;
      const auto document = json::Document::parse(line, diagnostics);
      ASSERT_TRUE(document) << "the row is not JSON";
      check(document->root());
      ++rows;
    }
  }
  EXPECT_GT(rows, 0) << "no rows in " << path;
}

/// Codes of a row's array of texts, or of diagnostics, with commas between them.
inline std::string joined(const json::Node& texts) {
  std::string all;
  for (std::size_t i = 0; i < texts.size(); ++i) all += (i > 0 ? ", " : "") + std::string(texts.at(i).as_text());
  return all;
}
inline std::string codes(const Diagnostics& diagnostics) {
  std::string all;
  for (const Diagnostic& one : diagnostics) all += (all.empty() ? "" : ", ") + one.code;
  return all;
}

}  // namespace signalbox::test
