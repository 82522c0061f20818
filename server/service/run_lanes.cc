#include "server/service/run_lanes.h"

#include <utility>

namespace signalbox::service {

RunLanes::~RunLanes() {
  std::unique_lock lock(mutex_);
  emptied_.wait(lock, [this] { return lanes_.empty(); });
}

bool RunLanes::add(const std::string& lane, Task task) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = lanes_.find(lane);
    const std::size_t waiting = found == lanes_.end() ? 0 : found->second.size();
    if (total_ >= limits_.total || waiting >= limits_.lane) return false;
    ++total_;
    lanes_[lane].push_back(std::move(task));
    if (waiting > 0) return true;
  }
  begin(lane);
  return true;
}

void RunLanes::begin(const std::string& lane) {
  execute_([this, lane] {
    Task task;
    {
      const std::lock_guard lock(mutex_);
      task = std::move(lanes_.at(lane).front());
    }
    task([this, lane] { release(lane); });
  });
}

void RunLanes::release(const std::string& lane) {
  bool has_more = false;
  {
    const std::lock_guard lock(mutex_);
    const auto found = lanes_.find(lane);
    found->second.pop_front();
    --total_;
    has_more = !found->second.empty();
    if (!has_more) lanes_.erase(found);
    if (lanes_.empty()) emptied_.notify_all();
  }
  if (has_more) begin(lane);
}

}  // namespace signalbox::service
