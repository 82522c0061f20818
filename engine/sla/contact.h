// Contacts: the events of a record that a condition counts, in a window or ever.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "formula/scope.h"
#include "model/reader.h"
#include "rules/table.h"

namespace signalbox::sla {

/// Immutable once compiled.
struct Contact {
  std::string name;
  rules::PlacedFormula when;              ///< Checkbox: does an event count? Reads fields only, and the record before.
  std::optional<std::int64_t> window_ms;  ///< How long it counts; nullopt: for ever.
};

/// `$Contact.<name>.Count`.
[[nodiscard]] formula::Global contact_global(std::string_view name);

/// Is it the global of a contact?
[[nodiscard]] bool is_contact(const formula::Global& global);

/// Reads and compiles the contact at `place`: `{"when": formula, "window"?: duration}`. nullopt when it has errors, all
/// of which are reported.
[[nodiscard]] std::optional<Contact> compile_contact(const Place& place, std::string_view name,
                                                     const formula::Scope& scope);

/// The events of one record that count so far.
class ContactCount {
 public:
  explicit ContactCount(const Contact& contact) : window_ms_(contact.window_ms) {}

  /// An event that counts, not earlier than the one before.
  void add(Instant at) { events_.push_back(at); }
  /// Those that count at an instant which is not earlier than the last event: they happened not longer ago than the
  /// window, whose end is excluded. O(log events).
  [[nodiscard]] std::int64_t count(Instant at) const;
  /// When the first of them leaves the window after `from`; nullopt when none does. O(log events).
  [[nodiscard]] std::optional<Instant> next_change(Instant from) const;

 private:
  [[nodiscard]] std::vector<Instant>::const_iterator first_at(Instant at) const;

  std::optional<std::int64_t> window_ms_;
  std::vector<Instant> events_;  ///< Ascending.
};

}  // namespace signalbox::sla
