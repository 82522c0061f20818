#include <algorithm>

#include "api/run.h"
#include "api/write_decision.h"
#include "api/write_diagnostics.h"
#include "base/limits.h"
#include "model/record.h"
#include "model/record_reader.h"
#include "model/record_template.h"

namespace signalbox::api {

struct Decider::State {
  explicit State(Context given) : context(std::move(given)) {
    if (!context.roster) assumed = signalbox::Roster::assumed(context.directory.parts().directory);
  }

  /// False when the roster was read for another directory: its agents are not these.
  [[nodiscard]] bool roster_fits() const {
    return !context.roster || &context.roster->parts().directory.parts() == &context.directory.parts();
  }
  /// `full`: see RunInput.
  [[nodiscard]] RunInput input(bool full) const {
    const auto& roster = context.roster ? context.roster->parts().roster : *assumed;
    const Directory::Parts& parts = context.directory.parts();
    return {context.program.parts(), parts.directory,     parts.calendar, roster, context.at, full,
            context.explain,         context.winners_only};
  }
  /// Makes `record` of one record; otherwise writes what is wrong with it to `out`.
  bool begin(std::string_view record_json, std::string& out) {
    run.arena.reset();
    if (record_json.size() > limits::kMaxRecordBytes) {
      const std::string limit = std::to_string(limits::kMaxRecordBytes);
      write_failure("json-too-large", "A record has at most " + limit + " bytes.", {}, {}, out);
      return false;
    }
    Diagnostics diagnostics;
    if (read(record_json, diagnostics)) return true;
    write_failure(diagnostics, record_json, out);
    return false;
  }
  /// Into `record`, which may view `record_json`.
  bool read(std::string_view record_json, Diagnostics& diagnostics) {
    const Layout& layout = *context.program.parts().layout;
    record.values.assign(layout.size(), Value());
    if (templates.read(record_json, true, true, run.arena, record.values, record.id)) return true;
    if (!parser.read_only(record_json, diagnostics)) return false;
    if (!reader.read(parser.root(), record.values.data(), record.id, diagnostics)) return false;
    templates.learn(parser.root(), record_json, reader.trace(), layout);
    return true;
  }
  /// `write` writes what is wanted of the run.
  template <class Write>
  bool decide(bool full, std::span<const Value> values, std::string& out, Write write) {
    if (!roster_fits()) {
      write_failure("roster-directory", "The roster was read for another directory.", {}, {}, out);
      return false;
    }
    const RunInput run_input = input(full);
    run.is_clone = context.is_clone;
    api::run(run_input, values, run);
    write(run_input);
    return true;
  }
  bool decide(std::string_view id, std::span<const Value> values, std::string& out) {
    return decide(true, values, out, [&](const RunInput& run_input) { write_decision(run_input, id, run, out); });
  }

  Context context;
  std::optional<signalbox::Roster> assumed;
  Run run;
  Record record;
  json::Parser parser;
  RecordReader reader{*context.program.parts().layout, run.arena};
  TemplateCache templates;
};

Decider::Decider(Context context) : state_(std::make_unique<State>(std::move(context))) {}
Decider::~Decider() = default;
Decider::Decider(Decider&&) noexcept = default;
Decider& Decider::operator=(Decider&&) noexcept = default;

bool Decider::decide(std::string_view record_json, std::string& out) {
  State& state = *state_;
  return state.begin(record_json, out) && state.decide(state.record.id, state.record.values, out);
}

bool Decider::outcome(std::string_view record_json, std::string& out) {
  State& state = *state_;
  if (!state.begin(record_json, out)) return false;
  return state.decide(false, state.record.values, out, [&](const RunInput& run_input) {
    json::Writer writer(out);
    write_outcome(writer, run_input, state.run);
  });
}

bool Decider::decide(const Records& records, std::size_t index, std::string& out) {
  const RecordSet& set = records.set();
  state_->run.arena.reset();
  if (!fits(records)) {
    write_failure("layout-changed", "The records were prepared for other fields.", {}, {}, out);
    return false;
  }
  if (index >= set.size()) {
    write_failure("index", "There is no record with this index.", {}, {}, out);
    return false;
  }
  const auto bad = std::lower_bound(set.bad().begin(), set.bad().end(), index,
                                    [](const RecordSet::Bad& one, std::size_t wanted) { return one.index < wanted; });
  if (bad != set.bad().end() && bad->index == index) {
    write_failure(bad->diagnostic.code, bad->diagnostic.sentence, {}, {}, out);
    return false;
  }
  return state_->decide(set.id(index), set.values(index), out);
}

bool Decider::fits(const Records& records) const {
  return records.set().layout().fingerprint() == state_->context.program.parts().layout->fingerprint();
}

}  // namespace signalbox::api
