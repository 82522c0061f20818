#include "api/history.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/sort.h"
#include "model/record_reader.h"

namespace signalbox::api {

namespace {

using Kind = HistoryEvent::Kind;

/// By Kind.
constexpr std::array<std::string_view, 6> kMembers = {"created", "known", "changed", "deleted", "override", "pullBack"};

}  // namespace

class HistoryReader {
 public:
  HistoryReader(const Layout& layout, History& history)
      : layout_(layout), history_(history), reader_(layout, history.arena_) {
    history_.width_ = layout.size();
  }

  void read(const Place& place) {
    place.only_members({"id", "events"});
    if (const auto id = place.find("id")) {
      if (const auto text = id->non_empty_text()) history_.id_ = history_.arena_.keep(*text);
    }
    const auto events = place.required("events");
    if (!events || !events->is_array()) return;
    const std::size_t count = events->node().size();
    if (count == 0 || count > limits::kMaxEvents) {
      events->report("history-size", "A history has 1 to " + std::to_string(limits::kMaxEvents) + " events.",
                     "1 to " + std::to_string(limits::kMaxEvents) + " events", std::to_string(count));
      return;
    }
    for (std::size_t i = 0; i < count; ++i) read_event(events->at(i));
    if (has_errors(place.diagnostics())) return;
    put_in_order();
    for (const Read& event : read_) take(event);
  }

 private:
  struct Read {
    Place place;
    HistoryEvent event;
    std::optional<Place> record;
  };

  void read_event(const Place& place) {
    if (!place.is_object()) return;
    place.only_members(
        {"at", "created", "known", "changed", "deleted", "override", "pullBack", "level", "by", "reason"});
    Read read{place, {}, std::nullopt};
    const auto at = place.required("at");
    const auto instant = at ? at->instant() : std::nullopt;
    if (instant) read.event.at = *instant;
    const auto kind = kind_of(place);
    if (!kind) return;
    read.event.kind = *kind;
    const Place member = *place.find(kMembers[static_cast<std::size_t>(*kind)]);
    if (read.event.is_request()) {
      read.event.rule = kept(member.non_empty_text());
      read_request(place, read.event);
    } else if (*kind == Kind::kDeleted) {
      const auto value = member.boolean();
      if (value && !*value) member.report("history-event", "A record is deleted or it is not an event.", "`true`");
    } else {
      read.record = member;
    }
    read_.push_back(std::move(read));
  }

  std::optional<Kind> kind_of(const Place& place) {
    std::optional<Kind> kind;
    std::size_t found = 0;
    for (std::size_t i = 0; i < kMembers.size(); ++i) {
      if (!place.find(kMembers[i])) continue;
      ++found;
      kind = static_cast<Kind>(i);
    }
    if (found == 1) return kind;
    place.report("history-event", "An event says one thing that happened.",
                 "one of `created`, `known`, `changed`, `deleted`, `override`, `pullBack`",
                 found == 0 ? "none of them" : std::to_string(found) + " of them");
    return std::nullopt;
  }

  void read_request(const Place& place, HistoryEvent& event) {
    const auto text = [&](std::string_view name, bool is_required) {
      const auto member = is_required ? place.required(name) : place.find(name);
      return kept(member ? member->non_empty_text() : std::nullopt);
    };
    event.level = text("level", false);
    event.by = text("by", true);
    event.reason = text("reason", true);
  }

  std::string_view kept(std::optional<std::string_view> text) {
    return text ? history_.arena_.keep(*text) : std::string_view();
  }

  void put_in_order() {
    Instant latest = read_.front().event.at;
    for (const Read& one : read_) {
      if (one.event.at < latest) {
        one.place.report("history-order",
                         "This event was before the one that stands in front of it; it is moved there.",
                         "events in the order of their instants", to_text(one.event.at), {}, Severity::kWarning);
      }
      latest = std::max(latest, one.event.at);
    }
    sort_all(read_, [](const Read& a, const Read& b) { return a.event.at < b.event.at; });
  }

  void take(const Read& read) {
    HistoryEvent event = read.event;
    const bool is_first = history_.events_.empty();
    const bool begins = event.kind == Kind::kCreated || event.kind == Kind::kKnown;
    if (begins != is_first) {
      return read.place.report("history-event",
                               is_first ? "A history begins with the record." : "A record begins only once.",
                               is_first ? "`created` or `known` as the first event" : "`changed`");
    }
    if (is_deleted_ && !event.is_request()) {
      return read.place.report("history-event", "The record was deleted before.", "nothing behind `deleted`");
    }
    is_deleted_ = is_deleted_ || event.kind == Kind::kDeleted;
    event.first_given = static_cast<std::uint32_t>(history_.given_.size());
    event.row = read.record ? add_row(*read.record) : rows_ - 1;
    event.given_count = static_cast<std::uint32_t>(history_.given_.size()) - event.first_given;
    history_.events_.push_back(event);
  }

  /// The record before with the fields that the event gives.
  std::uint32_t add_row(const Place& place) {
    auto& values = history_.values_;
    std::vector<Value> row(layout_.size());
    std::string_view id;
    Diagnostics found;
    if (!reader_.read(place.node(), row.data(), id, found)) {
      for (const Diagnostic& one : found) place.report(one.code, one.sentence, one.expected, one.found);
    }
    if (history_.id_.empty()) history_.id_ = id;
    for (const auto& given : reader_.trace().slots) history_.given_.push_back(given.slot);
    if (rows_ == 0) {
      values = std::move(row);
    } else {
      const auto before = static_cast<std::ptrdiff_t>(values.size() - layout_.size());
      std::vector<Value> merged(values.begin() + before, values.end());
      for (std::size_t slot = 0; slot < row.size(); ++slot) {
        if (row[slot].kind() != Value::Kind::kBlank) merged[slot] = row[slot];
      }
      // What the event gives as blank is blank now.
      for (const auto& given : reader_.trace().slots) merged[given.slot] = row[given.slot];
      values.insert(values.end(), merged.begin(), merged.end());
    }
    return rows_++;
  }

  const Layout& layout_;
  History& history_;
  RecordReader reader_;
  std::vector<Read> read_;
  std::uint32_t rows_ = 0;
  bool is_deleted_ = false;
};

std::optional<History> History::read(const Place& place, const Layout& layout) {
  if (!place.is_object()) return std::nullopt;
  History history;
  HistoryReader(layout, history).read(place);
  if (has_errors(place.diagnostics())) return std::nullopt;
  return history;
}

}  // namespace signalbox::api
