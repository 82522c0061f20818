#include "sla/contact.h"

#include <algorithm>

#include "formula/located.h"

namespace signalbox::sla {

namespace {

constexpr std::string_view kPrefix = "$Contact.";

/// The formula of an event; nullopt when it is wrong or reads what events do not have.
std::optional<rules::PlacedFormula> read_when(const Place& place, const formula::Scope& scope) {
  auto formula = formula::compile_at(place, scope, Type::kCheckbox);
  if (!formula) return std::nullopt;
  const auto slots = formula->slots();
  if (!slots.empty() && slots.back() >= scope.layout().size()) {
    place.report("contact-reads", "Whether an event counts depends on the record alone.", "fields of the record");
    return std::nullopt;
  }
  return rules::PlacedFormula{std::move(*formula), place.path()};
}

}  // namespace

formula::Global contact_global(std::string_view name) {
  return {std::string(kPrefix) + std::string(name) + ".Count", Type::kNumber,
          "How many events count, in the window before now or ever."};
}

bool is_contact(const formula::Global& global) { return global.name.starts_with(kPrefix); }

std::optional<Contact> compile_contact(const Place& place, std::string_view name, const formula::Scope& scope) {
  if (!place.is_object()) return std::nullopt;
  place.only_members({"when", "window"});
  const auto member = place.required("when");
  auto when = member ? read_when(*member, scope) : std::nullopt;
  std::optional<std::int64_t> window_ms;
  if (const auto window = place.find("window")) {
    const auto text = window->text();
    if (text) window_ms = parse_duration_ms(*text);
    if (text && !window_ms) {
      window->report("bad-duration", "`" + quote_for_message(*text) + "` is not a duration.",
                     "a duration such as `24h` or `7d`");
    }
  }
  if (!when) return std::nullopt;
  return Contact{std::string(name), std::move(*when), window_ms};
}

/// The first event that counts at `at`.
std::vector<Instant>::const_iterator ContactCount::first_at(Instant at) const {
  if (!window_ms_) return events_.begin();
  return std::upper_bound(events_.begin(), events_.end(), Instant{at.ms - *window_ms_});
}

std::int64_t ContactCount::count(Instant at) const { return events_.end() - first_at(at); }

std::optional<Instant> ContactCount::next_change(Instant from) const {
  const auto first = first_at(from);
  if (!window_ms_ || first == events_.end()) return std::nullopt;
  return Instant{first->ms + *window_ms_};
}

}  // namespace signalbox::sla
