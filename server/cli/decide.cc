// `signalbox decide`: records in, one decision a line out, on all cores.
#include <algorithm>
#include <thread>

#include "api/api.h"
#include "server/cli/command.h"
#include "server/cli/documents.h"
#include "server/cli/files.h"
#include "server/cli/ordered_parallel.h"
#include "server/cli/progress.h"
#include "server/cli/record_reader.h"
#include "server/cli/table.h"

namespace signalbox::cli {
namespace {

/// The decisions of one piece of the records.
struct Decided {
  std::string lines;
  std::size_t records = 0;
  std::vector<std::size_t> bad;  ///< Indexes of those that could not be decided.
};

/// Decides pieces on one thread.
class PieceDecider {
 public:
  explicit PieceDecider(const api::Context& context) : program_(context.program), decider_(context) {}

  void operator()(const RecordPiece& piece, Decided& decided) {
    decided.lines.clear();
    decided.records = 0;
    decided.bad.clear();
    if (piece.is_csv) {
      const api::Records rows = api::Records::read(piece.text, "csv", program_);
      for (std::size_t i = 0; i < rows.size(); ++i) count(decided, decider_.decide(rows, i, decided.lines));
    }
    for (const Span record : piece.records) {
      const std::string_view text = std::string_view(piece.text).substr(record.begin, record.end - record.begin);
      count(decided, decider_.decide(text, decided.lines));
    }
  }

 private:
  static void count(Decided& decided, bool good) {
    decided.lines += '\n';
    if (!good) decided.bad.push_back(decided.records);
    ++decided.records;
  }

  api::Program program_;
  api::Decider decider_;
};

/// Decides all records of `reader` into `output`, or as many as it can take.
void decide_all(RecordReader& reader, const api::Context& context, std::size_t threads, bool as_table,
                OutputFile& output, Progress& progress) {
  DecisionTable table;
  OrderedParallel<RecordPiece, Decided> parallel(
      [&](RecordPiece& piece) { return reader.next(piece); },
      [&] {
        // Shared, because std::function must be able to copy it.
        auto decider = std::make_shared<PieceDecider>(context);
        return [decider](const RecordPiece& piece, Decided& decided) { (*decider)(piece, decided); };
      },
      [&](const Decided& decided) {
        progress.add(decided.records, decided.bad);
        return output.write(as_table ? table.rows(decided.lines) : decided.lines);
      });
  parallel.run(threads);
}

Exit run_decide(const Arguments& arguments) {
  const Result<std::size_t> threads =
      number_option(arguments, "threads", std::max(1u, std::thread::hardware_concurrency()), 1, 256);
  if (!threads) return report(threads.error());
  const Result<api::Context> context = decision_context(arguments);
  if (!context) return report(context.error());
  Result<InputFile> input = InputFile::open(*arguments.value("records"));
  if (!input) return report(input.error());
  Result<OutputFile> output = OutputFile::open(arguments.value("output").value_or("-"));
  if (!output) return report(output.error());

  RecordReader reader{ByteSource(std::move(*input))};
  Progress progress(arguments.has("quiet"));
  decide_all(reader, *context, *threads, arguments.has("table"), *output, progress);
  progress.finish();
  if (const Result<void> finished = output->finish(); !finished) return report(finished.error());
  if (const Result<void> read = reader.state(); !read) return report(read.error());
  return progress.bad() == 0 ? Exit::kDone : Exit::kInputWrong;
}

}  // namespace

Command decide_command() {
  Syntax syntax{
      .name = "decide",
      .operands = "DEFINITION",
      .summary = "Decide records: one decision a line, in input order, on all cores.",
      .description =
          "Records are JSON lines, a JSON array, one JSON object, or CSV with a header of field names; their content "
          "tells which.\n"
          "A record that cannot be read gives a line with its error in its place, and the exit code is 1 at the end;\n"
          "offsets and lines of that error count from the start of the record (CSV: of the header and a run of rows).\n"
          "Equal definition, directory, roster, records and instant give equal bytes, here, on the server and in the "
          "browser.",
      .options = {{"directory", "FILE", "Agents, queues and skills. Required."},
                  {"records", "FILE", "The records to decide; `-` is standard input. Required."},
                  {"roster", "FILE", "The live state of the agents. Without it everyone is assumed online and idle."},
                  {"roster-update", "FILE", "A later word about some agents, on top of it. May be repeated.", true},
                  {"free", "AGENT", "Decide as if this agent were online, available, in office and without work."},
                  {"at", "INSTANT", "Decide as of this instant, for example 2026-01-31T08:00:00Z. Default: now."},
                  {"explain", "", "Add to each decision why it came out so."},
                  {"table", "", "Print an aligned table for people instead of JSON lines."},
                  {"output", "FILE", "Write to this file; it appears when it is complete. Default: standard output."},
                  {"threads", "N", "How many threads decide. Default: one a core."},
                  {"quiet", "", "Print no progress and no summary on standard error."}},
      .min_operands = 1,
      .max_operands = 1,
  };
  return {std::move(syntax), run_decide};
}

}  // namespace signalbox::cli
