#include "api/filter.h"

#include <vector>

#include "api/program.h"
#include "api/run.h"
#include "explain/words.h"
#include "model/json_writer.h"
#include "model/record.h"

namespace signalbox::api {

namespace {

class Filter {
 public:
  Filter(const Program::Parts& program, const calendar::Calendar& calendar, const formula::Formula& condition,
         Instant at)
      : program_(program),
        calendar_(calendar),
        condition_(condition),
        at_(at),
        quantities_read_(program.scope->globals().size()) {
    const std::size_t fields = program.layout->size();
    for (const std::uint32_t slot : condition.slots()) {
      if (slot < fields) continue;
      quantities_read_[slot - fields] = true;
      reads_clocks_ = true;
    }
    if (reads_clocks_) close_over_decisions(program_, quantities_read_);
    errors_.begin_array();
  }

  [[nodiscard]] bool holds(std::size_t index, std::span<const Value> record) {
    run_.arena.reset();
    formula::Frame frame{record, {}, at_};
    if (reads_clocks_) {
      read_slots(program_, calendar_, at_, quantities_read_, record, run_);
      for (const rules::EvaluationError& error : run_.errors) add_error(index, error.code, error.text);
      frame = run_.frame(at_);
    }
    const Value value = condition_.evaluate(frame, run_.arena);
    if (value.is_error()) add_error(index, value.as_error(), condition_.text());
    return value.kind() == Value::Kind::kCheckbox && value.as_checkbox();
  }

  void add_error(std::size_t index, std::string_view code, std::string_view sentence) {
    errors_.begin_object();
    errors_.key("index").number(static_cast<std::int64_t>(index));
    errors_.key("code").text(code);
    errors_.key("sentence").text(sentence);
    errors_.end_object();
  }

  /// A JSON array.
  [[nodiscard]] std::string take_errors() {
    errors_.end_array();
    return std::move(errors_text_);
  }

 private:
  void add_error(std::size_t index, ErrorCode code, std::string_view text) {
    add_error(index, error_name(code), explain::error_sentence(code, text));
  }

  const Program::Parts& program_;
  const calendar::Calendar& calendar_;
  const formula::Formula& condition_;
  Instant at_;
  std::vector<bool> quantities_read_;
  bool reads_clocks_ = false;
  Run run_;
  std::string errors_text_;
  json::Writer errors_{errors_text_};
};

}  // namespace

void write_matches(const Program& program, const calendar::Calendar& calendar, const formula::Formula& condition,
                   Instant at, const Records& records, std::string& out) {
  const RecordSet& set = records.set();
  Filter filter(program.parts(), calendar, condition, at);
  std::vector<std::int64_t> matches;
  auto bad = set.bad().begin();
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (bad != set.bad().end() && bad->index == i) {
      filter.add_error(i, bad->diagnostic.code, bad->diagnostic.sentence);
      while (bad != set.bad().end() && bad->index == i) ++bad;
    } else if (filter.holds(i, set.values(i))) {
      matches.push_back(static_cast<std::int64_t>(i));
    }
  }
  json::Writer writer(out);
  writer.begin_object();
  writer.key("ok").boolean(true);
  writer.key("count").number(static_cast<std::int64_t>(matches.size()));
  writer.key("matches").begin_array();
  for (const std::int64_t match : matches) writer.number(match);
  writer.end_array();
  writer.key("errors").raw(filter.take_errors());
  writer.end_object();
}

}  // namespace signalbox::api
