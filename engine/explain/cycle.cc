#include "explain/cycle.h"

#include <algorithm>

#include "explain/words.h"

namespace signalbox::explain {

namespace {

void write_instant(json::Writer& writer, std::string_view name, const std::optional<Instant>& at) {
  writer.key(name).value(at ? Value::date_time(*at) : Value());
}

void write_stretches(json::Writer& writer, const sla::Cycle& cycle) {
  writer.key("paused").begin_array();
  for (std::size_t i = 0; i < cycle.stretches.size(); ++i) {
    const sla::Stretch& stretch = cycle.stretches[i];
    if (!stretch.paused || (cycle.completed && stretch.from > *cycle.completed)) continue;
    auto until = i + 1 < cycle.stretches.size() ? std::optional(cycle.stretches[i + 1].from) : cycle.completed;
    if (!until) until = cycle.ended;
    writer.begin_object();
    write_instant(writer, "from", stretch.from);
    write_instant(writer, "until", until);
    writer.key("reason").text(*stretch.paused);
    writer.end_object();
  }
  writer.end_array();
}

void write_targets(json::Writer& writer, const sla::Cycle& cycle) {
  writer.key("targets").begin_array();
  for (const sla::Cycle::Target& target : cycle.targets) {
    writer.begin_object();
    write_instant(writer, "from", target.at);
    writer.key("minutes").number(shown_minutes(target.target_ms));
    writer.end_object();
  }
  writer.end_array();
}

}  // namespace

void write_cycles(json::Writer& writer, const std::vector<sla::Cycle>& cycles, Instant now) {
  writer.begin_array();
  for (const sla::Cycle& cycle : cycles) {
    const Instant end = cycle.completed.value_or(cycle.ended.value_or(now));
    const std::int64_t elapsed_ms = cycle.elapsed_ms(end);
    writer.begin_object();
    write_instant(writer, "start", cycle.start);
    if (cycle.is_partial) writer.key("partial").boolean(true);
    write_instant(writer, "due", cycle.due());
    write_instant(writer, "completed", cycle.completed);
    if (cycle.ended) write_instant(writer, "ended", cycle.ended);
    writer.key("breached").boolean(cycle.is_breached(now));
    writer.key("elapsedMinutes").number(shown_minutes(elapsed_ms));
    write_targets(writer, cycle);
    write_stretches(writer, cycle);
    writer.end_object();
  }
  writer.end_array();
}

}  // namespace signalbox::explain
