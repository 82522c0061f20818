#include "server/metrics/metrics.h"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include "api/api.h"

namespace signalbox::metrics {
namespace {

void render_counter(std::string& out, std::string_view name, std::string_view help, std::uint64_t value) {
  out += fmt::format("# HELP {0} {1}\n# TYPE {0} counter\n{0} {2}\n", name, help, value);
}

}  // namespace

void Histogram::observe(std::uint64_t units) {
  const std::size_t bucket = units <= 1 ? 0 : static_cast<std::size_t>(std::bit_width(units - 1));
  buckets_[std::min(bucket, kBuckets)].add();
  sum_.add(units);
}

void Histogram::render(std::string& out, std::string_view name, std::string_view help, double size_of_unit) const {
  out += fmt::format("# HELP {0} {1}\n# TYPE {0} histogram\n", name, help);
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < kBuckets; ++i) {
    below += buckets_[i].value();
    out += fmt::format("{}_bucket{{le=\"{}\"}} {}\n", name, static_cast<double>(std::uint64_t{1} << i) * size_of_unit,
                       below);
  }
  below += buckets_[kBuckets].value();
  out += fmt::format("{0}_bucket{{le=\"+Inf\"}} {1}\n{0}_sum {2}\n{0}_count {1}\n", name, below,
                     static_cast<double>(sum_.value()) * size_of_unit);
}

void Metrics::count_request(std::string_view method, std::string_view route, unsigned status) {
  std::string labels = fmt::format("method=\"{}\",route=\"{}\",status=\"{}\"", method, route, status);
  const std::lock_guard lock(mutex_);
  ++requests_[std::move(labels)];
}

std::string Metrics::text() const {
  std::string out = fmt::format(
      "# HELP signalbox_info The engine's version.\n# TYPE signalbox_info gauge\nsignalbox_info{{engine=\"{}\"}} 1\n",
      api::engine_version());
  render_counter(out, "signalbox_decisions_total", "Decisions committed to the log.", decisions.value());
  render_counter(out, "signalbox_repetitions_total",
                 "Decisions answered from the log because of their idempotency key.", repetitions.value());
  render_counter(out, "signalbox_previews_total", "Decisions made as a preview.", previews.value());
  render_counter(out, "signalbox_verified_equal_total", "Logged decisions that came out the same again.",
                 verified_equal.value());
  render_counter(out, "signalbox_verified_different_total", "Logged decisions that came out different.",
                 verified_different.value());
  render_counter(out, "signalbox_run_events_total", "Events of records that are followed.", events.value());
  render_counter(out, "signalbox_timers_total", "Timers carried out.", timers.value());
  render_counter(out, "signalbox_incidents_total", "Runs that could not be carried on, or not as they should be.",
                 incidents.value());
  render_counter(out, "signalbox_commands_total", "Commands put into the outbox.", commands.value());
  render_counter(out, "signalbox_refused_connections_total", "Connections refused because there were too many.",
                 refused_connections.value());
  out += fmt::format(
      "# HELP signalbox_connections Open connections.\n# TYPE signalbox_connections gauge\nsignalbox_connections {}\n",
      connections.value());
  group.render(out, "signalbox_commit_entries", "Entries of the decision log and changes of runs in one commit.", 1);
  timer_late.render(out, "signalbox_timer_late_seconds", "From a timer's instant to its being carried out.", 1e-3);
  request_time.render(out, "signalbox_request_seconds", "Time from a request's last byte to its answer.",
                      kRequestUnitSeconds);
  out += "# HELP signalbox_requests_total HTTP requests.\n# TYPE signalbox_requests_total counter\n";
  const std::lock_guard lock(mutex_);
  for (const auto& [labels, count] : requests_) {
    out += fmt::format("signalbox_requests_total{{{}}} {}\n", labels, count);
  }
  return out;
}

}  // namespace signalbox::metrics
