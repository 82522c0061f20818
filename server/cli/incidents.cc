// `signalbox incidents`: what waits for a person, and what is done about it.
#include <fmt/format.h>

#include "base/limits.h"
#include "model/json_writer.h"
#include "server/cli/command.h"
#include "server/cli/files.h"
#include "server/cli/server_call.h"
#include "server/json_text.h"

namespace signalbox::cli {
namespace {

constexpr std::size_t kPage = 200;

std::string incident_line(json::Node incident) {
  const std::string_view step = text_member(incident, "step");
  return fmt::format("{}  {}  {}  {}{}: {}\n", text_member(incident, "at"), text_member(incident, "run"),
                     text_member(incident, "incident"), step.empty() ? "" : fmt::format("{}  ", step),
                     text_member(incident, "code"), text_member(incident, "sentence"));
}

Exit list(const AskServer& ask, const Arguments& arguments) {
  std::size_t count = 0;
  for (std::string after;;) {
    const Result<std::string> page =
        ask_server(ask, arguments, "GET", fmt::format("/v1/incidents?limit={}{}", kPage, after));
    if (!page) return report(page.error());
    const auto document = parse_own(*page);
    const json::Node incidents = *document->root().find("incidents");
    for (std::size_t i = 0; i < incidents.size(); ++i, ++count) {
      fmt::print("{}", arguments.has("json") ? fmt::format("{}\n", raw_bytes(*document, incidents.at(i)))
                                             : incident_line(incidents.at(i)));
    }
    const json::Node next = *document->root().find("next");
    if (next.is(json::Kind::kNull)) break;
    after = fmt::format("&after={}", next.as_text());
  }
  if (count == 0 && !arguments.has("json")) fmt::print("Nothing waits for a person.\n");
  return Exit::kDone;
}

Exit show(const AskServer& ask, const Arguments& arguments, const std::string& path, const std::string& run) {
  const Result<std::string> incident = ask_server(ask, arguments, "GET", path);
  if (!incident) return report(incident.error());
  if (arguments.has("json")) {
    fmt::print("{}\n", *incident);
    return Exit::kDone;
  }
  const Result<std::string> view = ask_server(ask, arguments, "GET", "/v1/runs/" + path_segment(run));
  if (!view) return report(view.error());
  const auto document = parse_own(*view);
  const json::Node state = *document->root().find("state");
  fmt::print("{}record  {}\ndata    {}\n", incident_line(parse_own(*incident)->root()),
             raw_bytes(*document, *state.find("record")), raw_bytes(*document, *state.find("data")));
  return Exit::kDone;
}

Result<std::string> action_body(const Arguments& arguments) {
  for (const std::string_view name : {"by", "reason"}) {
    if (!arguments.has(name)) return fail(Exit::kUsage, fmt::format("`--{}` is required: it goes to the log.", name));
  }
  std::string body;
  json::Writer writer(body);
  writer.begin_object().key("by").text(*arguments.value("by")).key("reason").text(*arguments.value("reason"));
  if (const auto to = arguments.value("to")) writer.key("to").text(*to);
  if (const auto path = arguments.value("changed")) {
    Result<std::string> changed = read_file(*path, limits::kMaxRecordBytes);
    if (!changed) return changed;
    writer.key("changed").raw(*changed);
  }
  writer.end_object();
  return body;
}

Exit act(const AskServer& ask, const Arguments& arguments, const std::string& path) {
  const Result<std::string> body = action_body(arguments);
  if (!body) return report(body.error());
  const Result<std::string> answer = ask_server(ask, arguments, "POST", path, *body);
  if (!answer) return report(answer.error());
  const auto document = parse_own(*answer);
  fmt::print("{}", arguments.has("json") ? *answer + "\n"
                                         : fmt::format("The run {} is {}.\n", text_member(document->root(), "run"),
                                                       text_member(document->root(), "status")));
  return Exit::kDone;
}

Exit run_incidents(const AskServer& ask, const Arguments& arguments) {
  const std::vector<std::string>& words = arguments.operands();
  if (words.empty()) return list(ask, arguments);
  constexpr std::size_t kWords = 3;
  if (words.size() != kWords)
    return report({Exit::kUsage, "An incident is named by its run and its id: `signalbox incidents show RUN ID`."});
  const std::string path = "/v1/runs/" + path_segment(words[1]) + "/incidents/" + path_segment(words[2]);
  if (words[0] == "show") return show(ask, arguments, path, words[1]);
  return act(ask, arguments, path + "/" + path_segment(words[0]));
}

}  // namespace

Command incidents_command(AskServer ask) {
  Syntax syntax{
      .name = "incidents",
      .operands = "[ACTION RUN ID]",
      .summary = "List what waits for a person in the runs of workflows, and end it.",
      .description =
          "Without operands: the open incidents, oldest first. ACTION is `show`, `retry` (the step or the delivery is "
          "tried\n"
          "again), `repair` (the same, and --changed mends the record first), `skip` (the run goes on behind the "
          "step),\n"
          "`goTo` (the run goes on at the step of --to) or `cancel` (the run ends).",
      .options = {{"server", "URL", "The server. Default: http://127.0.0.1:8080."},
                  {"token-file", "FILE", "The server's token."},
                  {"by", "NAME", "Who does it."},
                  {"reason", "TEXT", "Why."},
                  {"changed", "FILE", "The fields that change, as a JSON object; `-` is standard input."},
                  {"to", "STEP", "Where the run goes on."},
                  {"json", "", "Print JSON."}},
      .min_operands = 0,
      .max_operands = 3,
  };
  return {std::move(syntax),
          [ask = std::move(ask)](const Arguments& arguments) { return run_incidents(ask, arguments); }};
}

}  // namespace signalbox::cli
