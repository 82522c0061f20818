// `signalbox verify-log`: has anybody changed the decision log?
#include <fmt/format.h>

#include "model/json_writer.h"
#include "server/cli/command.h"
#include "server/cli/store_options.h"

namespace signalbox::cli {
namespace {

std::string verdict_json(const LogVerdict& verdict) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().key("ok").boolean(!verdict.broken_sequence).key("entries").number(verdict.entries);
  writer.key("head").text(verdict.head).key("brokenSequence");
  verdict.broken_sequence ? writer.number(*verdict.broken_sequence) : writer.null();
  writer.end_object();
  return out + "\n";
}

std::string verdict_text(const LogVerdict& verdict) {
  if (!verdict.broken_sequence) {
    return fmt::format("The log is whole: {} entries, the last one {}.\n", verdict.entries, verdict.head);
  }
  return fmt::format(
      "Entry {0} does not fit: it, or the entry before it, was changed, or entries between them are missing. The {1} "
      "entries before it are whole.\n",
      *verdict.broken_sequence, *verdict.broken_sequence - 1);
}

Exit run_verify(const VerifyLog& verify, const Arguments& arguments) {
  const Result<StoreOptions> store = store_options(arguments);
  if (!store) return report(store.error());
  const Result<LogVerdict> verdict = verify(*store);
  if (!verdict) return report(verdict.error());
  fmt::print("{}", arguments.has("json") ? verdict_json(*verdict) : verdict_text(*verdict));
  return verdict->broken_sequence ? Exit::kInputWrong : Exit::kDone;
}

}  // namespace

Command verify_log_command(VerifyLog verify) {
  Syntax syntax{
      .name = "verify-log",
      .operands = "",
      .summary = "Recompute every hash of the decision log and say whether it is whole.",
      .description =
          "Each entry of the log carries the hash of the one before, so a change anywhere shows. Nothing is written, "
          "and "
          "a\n"
          "server may go on using the store. Keep the last entry's hash elsewhere: only then a log that was rewritten "
          "from\n"
          "some entry to its end shows as well.",
      .options = {{"data", "DIR", "The folder of the store."},
                  database_option(),
                  {"json", "", "Print one JSON object."}},
  };
  return {std::move(syntax),
          [verify = std::move(verify)](const Arguments& arguments) { return run_verify(verify, arguments); }};
}

}  // namespace signalbox::cli
