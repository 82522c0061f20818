// A few things that were made lately, so that they need not be made again.
#pragma once

#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace signalbox::service {

/// Keeps the `capacity` values used last. Thread-safe. O(capacity), which is small.
template <class T>
class Recent {
 public:
  explicit Recent(std::size_t capacity) : capacity_(capacity) {}

  std::optional<T> find(const std::string& key) {
    const std::lock_guard lock(mutex_);
    for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
      if (entry->first != key) continue;
      entries_.splice(entries_.begin(), entries_, entry);
      return entries_.front().second;
    }
    return std::nullopt;
  }

  void keep(std::string key, T value) {
    const std::lock_guard lock(mutex_);
    entries_.remove_if([&](const auto& entry) { return entry.first == key; });
    entries_.emplace_front(std::move(key), std::move(value));
    if (entries_.size() > capacity_) entries_.pop_back();
  }

 private:
  std::size_t capacity_;
  std::mutex mutex_;
  std::list<std::pair<std::string, T>> entries_;
};

}  // namespace signalbox::service
