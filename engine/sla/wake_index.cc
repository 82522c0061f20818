#include "sla/wake_index.h"

namespace signalbox::sla {

bool WakeIndex::is_before(std::uint32_t a, std::uint32_t b) const {
  const Slot& first = slots_[a];
  const Slot& second = slots_[b];
  return first.at != second.at ? first.at < second.at : a < b;
}

void WakeIndex::put(std::size_t place, std::uint32_t record) {
  heap_[place] = record;
  slots_[record].place = static_cast<std::uint32_t>(place);
}

void WakeIndex::move_up(std::size_t place) {
  const std::uint32_t record = heap_[place];
  while (place > 0) {
    const std::size_t above = (place - 1) / 2;
    if (!is_before(record, heap_[above])) break;
    put(place, heap_[above]);
    place = above;
  }
  put(place, record);
}

void WakeIndex::move_down(std::size_t place) {
  const std::uint32_t record = heap_[place];
  for (std::size_t below = 2 * place + 1; below < heap_.size(); below = 2 * place + 1) {
    if (below + 1 < heap_.size() && is_before(heap_[below + 1], heap_[below])) ++below;
    if (!is_before(heap_[below], record)) break;
    put(place, heap_[below]);
    place = below;
  }
  put(place, record);
}

void WakeIndex::set(std::uint32_t record, std::optional<Instant> at) {
  if (record >= slots_.size()) {
    if (!at) return;
    slots_.resize(std::size_t{record} + 1);
  }
  Slot& slot = slots_[record];
  std::size_t place = slot.place;
  if (at) {
    slot.at = *at;
    if (place == kNowhere) {
      place = heap_.size();
      heap_.push_back(record);
      slot.place = static_cast<std::uint32_t>(place);
    }
  } else {
    if (place == kNowhere) return;
    slot.place = kNowhere;
    const std::uint32_t last = heap_.back();
    heap_.pop_back();
    if (last == record) return;
    put(place, last);
  }
  move_up(place);
  move_down(slots_[heap_[place]].place);
}

std::optional<Instant> WakeIndex::find(std::uint32_t record) const {
  if (record >= slots_.size() || slots_[record].place == kNowhere) return std::nullopt;
  return slots_[record].at;
}

std::optional<WakeIndex::Entry> WakeIndex::first() const {
  if (heap_.empty()) return std::nullopt;
  return Entry{slots_[heap_.front()].at, heap_.front()};
}

std::optional<WakeIndex::Entry> WakeIndex::take_due(Instant now) {
  const auto entry = first();
  if (!entry || entry->at > now) return std::nullopt;
  set(entry->record, std::nullopt);
  return entry;
}

}  // namespace signalbox::sla
