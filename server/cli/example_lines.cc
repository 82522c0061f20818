#include "server/cli/example_lines.h"

#include <fmt/format.h>

#include "server/json_text.h"

namespace signalbox::cli {
namespace {

/// `/queue should be "A" and is "B"; ...`, or why the example is not decided.
std::string verdict(const json::Document& document, json::Node example) {
  const json::Node differences = *example.find("differences");
  if (differences.size() == 0) return "undecided: its queue or agent needs `--directory`.";
  std::string text = "failed: ";
  for (std::size_t i = 0; i < differences.size(); ++i) {
    const json::Node one = differences.at(i);
    text += fmt::format("{}`{}` should be {} and is {}", i == 0 ? "" : "; ", text_member(one, "path"),
                        raw_bytes(document, *one.find("expected")), raw_bytes(document, *one.find("found")));
  }
  return text + ".";
}

}  // namespace

std::size_t count_failed_examples(std::string_view report) {
  const auto document = parse_own(report);
  const json::Node examples = *document->root().find("examples");
  std::size_t failed = 0;
  for (std::size_t i = 0; i < examples.size(); ++i) failed += text_member(examples.at(i), "result") == "failed" ? 1 : 0;
  return failed;
}

std::string example_lines(std::string_view path, std::string_view report) {
  const auto document = parse_own(report);
  const json::Node examples = *document->root().find("examples");
  std::string lines;
  std::size_t passed = 0;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    const json::Node example = examples.at(i);
    if (text_member(example, "result") == "passed") {
      ++passed;
      continue;
    }
    const std::string_view name = text_member(example, "name");
    lines += fmt::format("{}: example {}{}: {}\n", path, i + 1, name.empty() ? "" : fmt::format(" \"{}\"", name),
                         verdict(*document, example));
    const json::Node because = *example.find("because");
    for (std::size_t s = 0; s < because.size(); ++s) lines += fmt::format("  {}\n", because.at(s).as_text());
  }
  return lines + fmt::format("{}: {} of {} examples passed.\n", path, passed, examples.size());
}

}  // namespace signalbox::cli
