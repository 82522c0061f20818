// What happens to one run happens one after the other; different runs do not wait for each other.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace signalbox::service {

/// A lane for each run that has something to do. Thread-safe.
class RunLanes {
 public:
  /// A task says by calling it, once, on any thread, that the next one of its lane may begin.
  using Release = std::function<void()>;
  using Task = std::function<void(Release)>;
  /// Runs a function on some thread, soon or at once.
  using Execute = std::function<void(std::function<void()>)>;
  struct Limits {
    std::size_t lane = 64;      ///< Tasks of one run.
    std::size_t total = 4'096;  ///< Of all.
  };

  RunLanes(Execute execute, Limits limits) : execute_(std::move(execute)), limits_(limits) {}
  /// Waits until every task has released its lane.
  ~RunLanes();
  RunLanes(const RunLanes&) = delete;
  RunLanes& operator=(const RunLanes&) = delete;

  /// False when there is too much to do already; the task is not run.
  [[nodiscard]] bool add(const std::string& lane, Task task);
  void execute(std::function<void()> function) { execute_(std::move(function)); }

 private:
  void begin(const std::string& lane);
  void release(const std::string& lane);

  Execute execute_;
  Limits limits_;
  std::mutex mutex_;
  std::condition_variable emptied_;
  std::map<std::string, std::deque<Task>> lanes_;  ///< The first task of each is under way.
  std::size_t total_ = 0;
};

}  // namespace signalbox::service
