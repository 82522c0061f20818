// `signalbox dispatch`: work given out event by event, over files of events.
#include <algorithm>

#include <fmt/format.h>

#include "api/dispatch.h"
#include "api/write_diagnostics.h"
#include "base/limits.h"
#include "server/cli/command.h"
#include "server/cli/diagnostics.h"
#include "server/cli/documents.h"
#include "server/cli/files.h"
#include "server/cli/text_table.h"
#include "server/json_text.h"

namespace signalbox::cli {
namespace {

/// The events of a file as one array.
struct EventText {
  std::string array;
  std::uint32_t added = 0;  ///< Bytes before the first one of the file.
};

/// Lines of JSON as the elements of one array, each in its line; an array stays as it is.
EventText as_array(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos || text[first] != '{') return {text};
  std::string array = "[";
  std::size_t end_of_last = 0;  // of the last line that has something in it
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = std::string_view(text).substr(begin, end - begin);
    const bool is_blank = line.find_first_not_of(" \t\r") == std::string_view::npos;
    if (!is_blank && end_of_last > 0) array.insert(end_of_last, ",");
    array += line;
    if (!is_blank) end_of_last = array.size();
    array += '\n';
    begin = end + 1;
  }
  return {array + "]", 1};
}

/// The places of what is wrong, as if nothing stood before the first byte of the file.
Diagnostics in_file(Diagnostics diagnostics, std::uint32_t added) {
  for (Diagnostic& one : diagnostics) {
    one.span.begin -= std::min(one.span.begin, added);
    one.span.end -= std::min(one.span.end, added);
  }
  return diagnostics;
}

/// One row a command.
std::string table_of(json::Node events, const json::Document& document) {
  const auto row_of = [&](json::Node command) {
    const auto cell = [&](std::string_view name) { return member_cell(document, command, name); };
    return TextTable::Row{cell("at"), cell("do"), cell("item"), cell("agent"), cell("queue"), cell("until")};
  };
  std::vector<TextTable::Row> rows;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const json::Node commands = *events.at(i).find("commands");
    for (std::size_t c = 0; c < commands.size(); ++c) rows.push_back(row_of(commands.at(c)));
  }
  TextTable table({"At", "Do", "Item", "Agent", "Queue", "Until"});
  for (const auto& row : rows) table.widen(row);
  std::string text = table.heading();
  for (const auto& row : rows) text += table.line(row);
  return text;
}

/// What the host must do, event by event, up to where the dispatcher pauses; nullopt with diagnostics on standard
/// error.
std::optional<std::string> answer_to(api::Dispatcher& dispatcher, const std::string& path, const EventText& events,
                                     bool as_table) {
  std::string answer;
  Diagnostics diagnostics;
  json::Writer writer(answer);
  writer.begin_object();
  const bool is_applied = dispatcher.apply(events.array, writer, diagnostics);
  const std::string_view file = std::string_view(events.array).substr(events.added);
  const Diagnostics found = in_file(std::move(diagnostics), events.added);
  fmt::print(stderr, "{}", diagnostic_lines(path, api::diagnostics_json(found, file)));
  if (!is_applied) return std::nullopt;
  writer.end_object();
  const auto document = parse_own(answer);
  const json::Node list = *document->root().find("events");
  if (as_table) return table_of(list, *document);
  std::string lines;
  for (std::size_t i = 0; i < list.size(); ++i) lines.append(raw_bytes(*document, list.at(i))).append("\n");
  return lines;
}

std::string report_of(const api::Dispatcher& dispatcher) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  dispatcher.write_report(writer);
  writer.end_object();
  return text + "\n";
}

Result<std::int64_t> fair_window(const Arguments& arguments) {
  const auto text = arguments.value("fair-window");
  if (!text) return 0;
  if (const auto ms = parse_duration_ms(*text)) return *ms;
  return fail(Exit::kUsage, fmt::format("`--fair-window {}` is no duration such as `24h`.", *text));
}

Exit run_dispatch(const Arguments& arguments) {
  const Result<std::int64_t> window_ms = fair_window(arguments);
  if (!window_ms) return report(window_ms.error());
  const Result<api::Context> context = load_context(arguments);
  if (!context) return report(context.error());
  Result<OutputFile> output = OutputFile::open(arguments.value("output").value_or("-"));
  if (!output) return report(output.error());
  api::Dispatcher dispatcher(context->program, context->directory,
                             context->roster ? *context->roster : api::assumed_roster(context->directory), *window_ms);
  const auto& operands = arguments.operands();
  for (std::size_t i = 1; i < operands.size(); ++i) {
    const Result<std::string> text = read_file(operands[i], limits::kMaxDocumentBytes);
    if (!text) return report(text.error());
    EventText events = as_array(*text);
    do {
      const auto answer = answer_to(dispatcher, operands[i], events, arguments.has("table"));
      if (!answer) {
        const std::string sentence = fmt::format("`{}` has errors; none of its events was applied.", operands[i]);
        return report({Exit::kInputWrong, sentence});
      }
      output->write(*answer);
      events = {"[]"};
    } while (dispatcher.has_more());
  }
  if (arguments.has("report")) output->write(report_of(dispatcher));
  if (const Result<void> finished = output->finish(); !finished) return report(finished.error());
  return Exit::kDone;
}

}  // namespace

Command dispatch_command() {
  Syntax syntax{
      .name = "dispatch",
      .operands = "DEFINITION EVENTS...",
      .summary = "Give work out event by event: arrivals, answers, work that is done, and people who come and go.",
      .description =
          "The events are a JSON array or JSON lines, in the order of their instants; `-` is standard input. Prints "
          "one\n"
          "line of JSON for each: what the host must do, how much waits, and when time alone would change something.\n"
          "Where very much happens by time alone before an event, lines with `more` come before its own.",
      .options = {{"directory", "FILE", "Agents, queues and skills. Required."},
                  {"roster", "FILE", "The live state of the agents. Without it everyone is assumed online and idle."},
                  {"roster-update", "FILE", "A later word about some agents, on top of it. May be repeated.", true},
                  {"fair-window", "DURATION", "What was given longer ago counts no longer for a fair distribution."},
                  {"report", "", "Print at the end how evenly the work was spread, as one more line of JSON."},
                  {"table", "", "Print the commands as an aligned table for people."},
                  {"output", "FILE", "Write to this file; it appears when it is complete. Default: standard output."}},
      .min_operands = 2,
      .max_operands = 1'000,
  };
  return {std::move(syntax), run_dispatch};
}

}  // namespace signalbox::cli
