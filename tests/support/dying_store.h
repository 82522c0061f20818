// A store in a folder of its own whose process can be made to die just before any of its commits.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>

#include <sqlite3.h>
#include <stdlib.h>

#include "server/store/sqlite/sqlite_store.h"

namespace signalbox::test {

/// A new empty folder, removed with this.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "signalbox-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

/// Counts what a store commits, and refuses every commit from one on, as if the process had died before it: what was
/// not committed then never is. Only what a transaction holds together survives together.
class Mortality {
 public:
  /// Of all connections that are opened from here on. One at a time.
  Mortality() {
    current_ = this;
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(&watch));
  }
  ~Mortality() {
    sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(&watch));
    current_ = nullptr;
  }
  Mortality(const Mortality&) = delete;
  Mortality& operator=(const Mortality&) = delete;

  /// Counts from here; dies before the commit of this number, from 0; nullopt: lives.
  void start(std::optional<std::uint64_t> dies_at) {
    const std::lock_guard lock(mutex_);
    commits_ = groups_ = changes_ = 0;
    dies_at_ = dies_at;
    is_dead_ = false;
  }
  /// Of a store: what `on_group` is to be.
  [[nodiscard]] std::function<void(std::size_t)> on_group() {
    return [this](std::size_t changes) {
      const std::lock_guard lock(mutex_);
      ++groups_;
      changes_ += changes;
      changed_.notify_all();
    };
  }
  /// Asks `is_done` now and after each commit, until it is or the process has died.
  void wait_until(const std::function<bool()>& is_done) {
    for (;;) {
      std::uint64_t seen = 0;
      {
        const std::lock_guard lock(mutex_);
        if (is_dead_) return;
        seen = groups_;
      }
      if (is_done()) return;
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return is_dead_ || groups_ != seen; });
    }
  }
  [[nodiscard]] bool is_dead() {
    const std::lock_guard lock(mutex_);
    return is_dead_;
  }
  [[nodiscard]] std::uint64_t commits() const { return commits_; }
  [[nodiscard]] std::uint64_t groups() const { return groups_; }    ///< Commits that the store tells of.
  [[nodiscard]] std::uint64_t changes() const { return changes_; }  ///< That shared them.

 private:
  static int watch(sqlite3* connection, const char**, const sqlite3_api_routines*) {
    sqlite3_commit_hook(connection, &before_commit, current_);
    return SQLITE_OK;
  }
  /// Anything but 0 makes the commit a rollback.
  static int before_commit(void* self) { return static_cast<Mortality*>(self)->count(); }
  int count() {
    const std::lock_guard lock(mutex_);
    is_dead_ = is_dead_ || commits_ == dies_at_;
    if (is_dead_) {
      changed_.notify_all();
      return 1;
    }
    ++commits_;
    return 0;
  }

  static inline Mortality* current_ = nullptr;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t commits_ = 0;
  std::uint64_t groups_ = 0;
  std::uint64_t changes_ = 0;
  std::optional<std::uint64_t> dies_at_;
  bool is_dead_ = false;
};

}  // namespace signalbox::test
