#include "server/store/sqlite/log_writer.h"

#include <algorithm>
#include <future>

#include "server/clock.h"
#include "server/store/chain.h"
#include "server/store/sqlite/entry_rows.h"

namespace signalbox::store {
namespace {

constexpr std::size_t kMaxGroup = 1000;

}  // namespace

LogWriter::LogWriter(std::unique_ptr<Database> database, std::function<void(std::size_t)> on_group)
    : database_(std::move(database)), on_group_(std::move(on_group)), head_{0, kNoHash} {
  {
    Statement last = database_->statement("SELECT sequence, hash FROM decisions ORDER BY sequence DESC LIMIT 1");
    if (last.step()) head_ = {last.number(0), last.text(1)};
  }
  thread_ = std::thread([this] { loop(); });
}

LogWriter::~LogWriter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void LogWriter::append(NewEntry entry, Done done) {
  {
    const std::lock_guard lock(mutex_);
    appends_.push_back({std::move(entry), std::move(done)});
  }
  changed_.notify_one();
}

void LogWriter::run(const std::function<void(Database&)>& work) {
  std::packaged_task<void()> task([&] {
    Transaction transaction(*database_);
    work(*database_);
    transaction.commit();
  });
  std::future<void> done = task.get_future();
  {
    const std::lock_guard lock(mutex_);
    others_.emplace_back([&task] { task(); });
  }
  changed_.notify_one();
  done.get();
}

void LogWriter::loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return stopping_ || !appends_.empty() || !others_.empty(); });
    if (appends_.empty() && others_.empty()) return;
    if (!others_.empty()) {
      const std::function<void()> work = std::move(others_.front());
      others_.pop_front();
      lock.unlock();
      work();
      lock.lock();
      continue;
    }
    const auto end = appends_.begin() + static_cast<std::ptrdiff_t>(std::min(appends_.size(), kMaxGroup));
    std::vector<Append> group(std::make_move_iterator(appends_.begin()), std::make_move_iterator(end));
    appends_.erase(appends_.begin(), end);
    lock.unlock();
    commit_group(std::move(group));
    lock.lock();
  }
}

/// Gives the entry its place in the chain and inserts it, unless its idempotency key is there already.
Appended LogWriter::append_one(NewEntry&& draft, Head& head) {
  if (draft.idempotency_key) {
    Statement same = database_->statement("SELECT " SIGNALBOX_ENTRY_COLUMNS
                                          " FROM decisions WHERE object = ? AND record_id = ? AND idempotency_key = ?");
    same.bind(draft.object).bind(draft.record_id).bind(*draft.idempotency_key);
    if (same.step()) return {read_entry(same), true};
  }
  Entry entry{std::move(draft), head.sequence + 1, now(), head.hash, {}};
  entry.hash = entry_hash(entry);
  insert_entry(*database_, entry);
  head = {entry.sequence, entry.hash};
  return {std::move(entry), false};
}

void LogWriter::commit_group(std::vector<Append> group) {
  std::vector<Appended> appended;
  try {
    Head head = head_;
    Transaction transaction(*database_);
    for (Append& append : group) appended.push_back(append_one(std::move(append.entry), head));
    transaction.commit();
    head_ = head;
  } catch (const DatabaseError& error) {
    for (const Append& append : group) append.done(tl::unexpected(Trouble{error.what()}));
    return;
  }
  on_group_(group.size());
  for (std::size_t i = 0; i < group.size(); ++i) group[i].done(std::move(appended[i]));
}

}  // namespace signalbox::store
