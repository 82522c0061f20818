#include "server/store/sql/writer.h"

#include <algorithm>
#include <chrono>
#include <future>

#include <fmt/format.h>

#include "server/clock.h"
#include "server/log.h"
#include "server/store/chain.h"
#include "server/store/sql/entry_rows.h"
#include "server/store/sql/readers.h"

namespace signalbox::store {
namespace {

using ErrorKind = DatabaseError::Kind;

constexpr std::size_t kMaxGroup = 1000;
constexpr int kMaxConflicts = 10;
constexpr std::chrono::milliseconds kPause{100};
constexpr int kMaxPauses = 50;

class WholeWork final : public Work {
 public:
  WholeWork(std::function<void(Database&)> work, std::function<void(const std::optional<Trouble>&)> done)
      : work_(std::move(work)), done_(std::move(done)) {}
  void finish(Database& database, std::optional<Statement>) override { work_(database); }
  void done(const std::optional<Trouble>& trouble) override { done_(trouble); }

 private:
  std::function<void(Database&)> work_;
  std::function<void(const std::optional<Trouble>&)> done_;
};

}  // namespace

/// Gives the entry its place in the chain and inserts it, unless its idempotency key is there already.
class Writer::Append final : public Work {
 public:
  Append(Writer& writer, NewEntry draft, Done done)
      : writer_(writer), draft_(std::move(draft)), done_(std::move(done)) {}

  std::optional<Statement> begin(Database& database) override {
    database.lock(Lock::kLog);
    if (!draft_.idempotency_key) return std::nullopt;
    Statement same = database.statement("SELECT " SIGNALBOX_ENTRY_COLUMNS
                                        " FROM decisions WHERE object = ? AND record_id = ? AND idempotency_key = ?");
    same.bind(draft_.object).bind(draft_.record_id).bind(*draft_.idempotency_key).send();
    return same;
  }

  void finish(Database& database, std::optional<Statement> same) override {
    if (same && same->step()) {
      appended_ = {read_entry(*same), true};
      return;
    }
    Head& head = writer_.head_ ? *writer_.head_ : writer_.head_.emplace(last_entry(database));
    Entry entry{draft_, head.sequence + 1, now(), head.hash, {}};
    entry.hash = entry_hash(entry);
    insert_entry(database, entry);
    head = {entry.sequence, entry.hash};
    appended_ = {std::move(entry), false};
  }

  void done(const std::optional<Trouble>& trouble) override {
    trouble ? done_(tl::unexpected(*trouble)) : done_(std::move(appended_));
  }

 private:
  static Head last_entry(Database& database) {
    Statement last = database.statement("SELECT sequence, hash FROM decisions ORDER BY sequence DESC LIMIT 1");
    return last.step() ? Head{last.number(0), last.text(1)} : Head{0, kNoHash};
  }

  Writer& writer_;
  NewEntry draft_;
  Done done_;
  Appended appended_;
};

Writer::Writer(Connect connect, std::unique_ptr<Database> database, std::function<void(std::size_t)> on_group)
    : connect_(std::move(connect)),
      database_(std::move(database)),
      is_shared_(database_->is_shared()),
      on_group_(std::move(on_group)) {
  thread_ = std::thread([this] { loop(); });
}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Writer::share(std::unique_ptr<Work> work) {
  {
    const std::lock_guard lock(mutex_);
    shared_.push_back(std::move(work));
  }
  changed_.notify_one();
}

void Writer::share(std::function<void(Database&)> work, std::function<void(const std::optional<Trouble>&)> done) {
  share(std::make_unique<WholeWork>(std::move(work), std::move(done)));
}

void Writer::append(NewEntry entry, Done done) {
  share(std::make_unique<Append>(*this, std::move(entry), std::move(done)));
}

void Writer::run(const std::function<void(Database&)>& work) {
  std::packaged_task<void()> task([&] { transact(work); });
  std::future<void> done = task.get_future();
  {
    const std::lock_guard lock(mutex_);
    others_.emplace_back([&task] { task(); });
  }
  changed_.notify_one();
  done.get();
}

void Writer::loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return stopping_ || !shared_.empty() || !others_.empty(); });
    if (shared_.empty() && others_.empty()) return;
    if (!others_.empty()) {
      const std::function<void()> work = std::move(others_.front());
      others_.pop_front();
      lock.unlock();
      work();
      lock.lock();
      continue;
    }
    const auto end = shared_.begin() + static_cast<std::ptrdiff_t>(std::min(shared_.size(), kMaxGroup));
    std::vector<std::unique_ptr<Work>> group(std::make_move_iterator(shared_.begin()), std::make_move_iterator(end));
    shared_.erase(shared_.begin(), end);
    lock.unlock();
    commit(std::move(group));
    lock.lock();
  }
}

void Writer::carry_out(const std::vector<std::unique_ptr<Work>>& group, Database& database) {
  head_.reset();
  if (!database.is_shared()) {
    for (const auto& work : group) work->finish(database, work->begin(database));
    return;
  }
  std::vector<std::optional<Statement>> begun;
  begun.reserve(group.size());
  for (const auto& work : group) begun.push_back(work->begin(database));
  for (std::size_t i = 0; i < group.size(); ++i) group[i]->finish(database, std::move(begun[i]));
}

/// Whether to, after having waited where that may help.
bool Writer::may_try_again(const DatabaseError& error, int attempt) {
  if (error.kind() == ErrorKind::kConflict) return attempt < kMaxConflicts;
  if (error.kind() != ErrorKind::kLost || is_gone_) return false;
  if (attempt == 0) log_line(fmt::format("the store is gone: {}", error.what()));
  std::unique_lock lock(mutex_);
  is_gone_ = attempt >= kMaxPauses || stopping_;
  if (!is_gone_ && attempt > 0) changed_.wait_for(lock, kPause, [&] { return stopping_; });
  return !is_gone_;
}

void Writer::transact(const std::function<void(Database&)>& work) {
  for (int attempt = 0;; ++attempt) {
    try {
      const bool was_lost = !database_;
      if (was_lost) database_ = connect_(Database::Access::kReadWrite);
      Transaction transaction(*database_);
      work(*database_);
      transaction.commit();
      is_gone_ = false;
      if (was_lost) log_line("the store is back");
      return;
    } catch (const DatabaseError& error) {
      if (error.kind() == ErrorKind::kLost || error.kind() == ErrorKind::kUnknown) database_.reset();
      if (!may_try_again(error, attempt)) throw;
    }
  }
}

void Writer::commit(std::vector<std::unique_ptr<Work>> group) {
  if (is_shared_) {
    std::stable_sort(group.begin(), group.end(),
                     [](const auto& one, const auto& other) { return one->order() < other->order(); });
  }
  std::optional<Trouble> trouble;
  try {
    transact([&](Database& database) { carry_out(group, database); });
  } catch (const DatabaseError& error) {
    if (group.size() > 1 && error.kind() == ErrorKind::kRefused) {
      // One of them may be at fault; it must not take the others with it.
      for (std::unique_ptr<Work>& one : group) {
        std::vector<std::unique_ptr<Work>> alone;
        alone.push_back(std::move(one));
        commit(std::move(alone));
      }
      return;
    }
    trouble = trouble_of(error);
  }
  if (!trouble) on_group_(group.size());
  for (const auto& work : group) work->done(trouble);
}

}  // namespace signalbox::store
