// What happened to a record: the only thing that moves a run.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "base/decimal.h"
#include "model/reader.h"

namespace signalbox::workflow {

struct Event {
  enum class Kind : std::uint8_t {
    kRecordCreated,
    kRecordUpdated,
    kReplyReceived,
    kChildClosed,
    kTimerDue,
    kCommandAnswered,
    kHumanAnswer,
    kOverride,
    kCancel,
    kMigrate,
  };
  Kind kind = Kind::kTimerDue;
  Instant at;
  std::string id;               ///< Of the event; empty: the host does not number its events.
  std::int64_t jitter_ppm = 0;  ///< A random number of the host, 0 to 1,000,000: spreads the next try of what fails.
  std::optional<Place> body;    ///< The member that names the kind. Lives as long as the document.
};

/// "recordCreated", ...
[[nodiscard]] std::string_view event_name(Event::Kind kind);

/// Reads an event (docs/workflow.md, "Events"). nullopt when it has errors, which are reported.
[[nodiscard]] std::optional<Event> read_event(const Place& place);

}  // namespace signalbox::workflow
