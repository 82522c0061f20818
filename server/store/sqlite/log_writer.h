// The one thread that writes to the store.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "server/store/sqlite/database.h"
#include "server/store/store.h"

namespace signalbox::store {

/// Owns the connection that writes. Appends to the decision log that wait together share one transaction, so one fsync
/// of the disk; other writes have their own transaction. The destructor finishes what is queued.
class LogWriter {
 public:
  using Done = std::function<void(Result<Appended>)>;

  /// `on_group` as in Store.
  LogWriter(std::unique_ptr<Database> database, std::function<void(std::size_t)> on_group);
  ~LogWriter();

  void append(NewEntry entry, Done done);
  /// Runs `work` in a transaction of its own on the writer's thread and waits for it. Throws what it throws.
  void run(const std::function<void(Database&)>& work);

 private:
  struct Append {
    NewEntry entry;
    Done done;
  };
  struct Head {
    std::int64_t sequence = 0;
    Hash hash;
  };

  void loop();
  void commit_group(std::vector<Append> group);
  Appended append_one(NewEntry&& entry, Head& head);

  std::unique_ptr<Database> database_;
  std::function<void(std::size_t)> on_group_;
  Head head_;  ///< Of what is committed. Only the writer's thread uses it.

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Append> appends_;
  std::deque<std::function<void()>> others_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace signalbox::store
