// `signalbox diff`: what differs between two versions of a definition, by region and over records.
#include <optional>

#include <fmt/format.h>

#include "api/api.h"
#include "base/limits.h"
#include "server/cli/command.h"
#include "server/cli/documents.h"
#include "server/cli/files.h"
#include "server/json_text.h"

namespace signalbox::cli {
namespace {

constexpr std::size_t kMaxRecordsFileBytes = std::size_t{1} << 30;

/// The same file as each version reads it.
struct BothRecords {
  api::Records before;
  api::Records after;
};

Result<std::optional<BothRecords>> read_records(const Arguments& arguments, const api::Program& before,
                                                const api::Program& after) {
  const auto path = arguments.value("records");
  if (!path) return std::nullopt;
  const Result<std::string> text = read_file(*path, kMaxRecordsFileBytes);
  if (!text) return tl::unexpected(text.error());
  return BothRecords{api::Records::read(*text, "auto", before), api::Records::read(*text, "auto", after)};
}

/// Writes a difference for people; `source` is the JSON that the nodes are of.
class DiffLines {
 public:
  explicit DiffLines(std::string_view source) : source_(source) {}

  std::string lines(json::Node difference) {
    const json::Node decisions = *difference.find("decisions");
    for (std::size_t i = 0; i < decisions.size(); ++i) add_decision(decisions.at(i));
    if (const auto records = difference.find("records")) add_records(*records);
    return std::move(lines_);
  }

 private:
  [[nodiscard]] std::string_view raw(json::Node node) const {
    return source_.substr(node.span().begin, node.span().end - node.span().begin);
  }
  [[nodiscard]] std::string_view number(json::Node node, std::string_view name) const { return raw(*node.find(name)); }

  void add_decision(json::Node decision) {
    const std::string_view name = text_member(decision, "decision");
    const std::string_view result = text_member(decision, "result");
    const auto changes = decision.find("changes");
    if (!changes || changes->size() == 0) {
      lines_ += fmt::format("{}: {}\n", name, result);
    } else {
      lines_ += fmt::format("{}: {} in {} {}\n", name, result, number(decision, "count"),
                            number(decision, "count") == "1" ? "region" : "regions");
      for (std::size_t i = 0; i < changes->size(); ++i) add_change(changes->at(i));
    }
    const std::string_view why = text_member(decision, "why");
    if (!why.empty()) lines_ += fmt::format("  {}\n", why);
  }

  void add_change(json::Node change) {
    const json::Node region = *change.find("region");
    std::string where;
    for (std::size_t i = 0; i < region.size(); ++i) {
      where += fmt::format("{}{} is {}", i > 0 ? " and " : "", text_member(region.at(i), "input"),
                           text_member(region.at(i), "test"));
    }
    lines_ += fmt::format("  {}:\n    {} -> {}\n", where.empty() ? "everywhere" : where, raw(*change.find("before")),
                          raw(*change.find("after")));
    const auto witness = change.find("witness");
    if (!witness) return;
    const auto inputs = witness->find("inputs");
    lines_ += fmt::format("    {}: {}\n", inputs ? "for example, inputs" : "for example",
                          raw(inputs ? *inputs : *witness->find("record")));
  }

  void add_records(json::Node records) {
    lines_ += fmt::format("records: {} of {} change\n", number(records, "changed"), number(records, "count"));
    const json::Node decisions = *records.find("decisions");
    for (std::size_t i = 0; i < decisions.size(); ++i) {
      const json::Node changes = *decisions.at(i).find("changes");
      for (std::size_t c = 0; c < changes.size(); ++c) add_moves(decisions.at(i), changes.at(c));
    }
  }

  void add_moves(json::Node decision, json::Node moved) {
    lines_ += fmt::format("  {}: {} -> {}: {}\n   ", text_member(decision, "decision"), raw(*moved.find("before")),
                          raw(*moved.find("after")), number(moved, "count"));
    const json::Node named = *moved.find("records");
    for (std::size_t i = 0; i < named.size(); ++i) {
      const std::string_view id = text_member(named.at(i), "id");
      lines_ += fmt::format(" {}", id.empty() ? "#" + std::string(number(named.at(i), "index")) : std::string(id));
    }
    lines_ += fmt::format("{}\n", std::to_string(named.size()) == number(moved, "count") ? "" : " ...");
  }

  std::string_view source_;
  std::string lines_;
};

Exit run_diff(const Arguments& arguments) {
  const Result<Instant> at = instant_option(arguments);
  if (!at) return report(at.error());
  const Result<api::Program> before = load_definition_file(arguments.operands()[0]);
  if (!before) return report(before.error());
  const Result<api::Program> after = load_definition_file(arguments.operands()[1]);
  if (!after) return report(after.error());
  std::optional<api::Directory> directory;
  if (const auto path = arguments.value("directory")) {
    Result<api::Directory> loaded = load_directory_file(*path);
    if (!loaded) return report(loaded.error());
    directory = std::move(*loaded);
  }
  const auto records = read_records(arguments, *before, *after);
  if (!records) return report(records.error());
  const std::string difference =
      *records ? api::difference(*before, *after, &(*records)->before, &(*records)->after, *at, directory)
               : api::difference(*before, *after, nullptr, nullptr, *at, directory);
  if (arguments.has("json")) {
    fmt::print("{}\n", difference);
  } else {
    const auto document = parse_own(difference);
    fmt::print("{}", DiffLines(difference).lines(document->root()));
  }
  return Exit::kDone;
}

}  // namespace

Command diff_command() {
  Syntax syntax{
      .name = "diff",
      .operands = "OLD NEW",
      .summary = "Show what differs between two versions of a definition: for which inputs, and for which records.",
      .description =
          "For each decision the regions of its inputs whose outcome changes, from what to what, each with a record\n"
          "that shows it. With records also how many of them change, and which; decisions are compared, not queues'\n"
          "agents. What could not be compared within the budget of steps is said to be undecided.",
      .options = {{"records", "FILE", "Decide these records by both versions; `-` is standard input."},
                  {"directory", "FILE",
                   "Where milestones find their business hours; needed for records that have them."},
                  {"at", "INSTANT", "Decide records as of this instant. Default: now."},
                  {"json", "", "Print the difference as JSON."}},
      .min_operands = 2,
      .max_operands = 2,
  };
  return {std::move(syntax), run_diff};
}

}  // namespace signalbox::cli
