#include "server/store/sqlite/writer.h"

#include <algorithm>
#include <future>

#include "server/clock.h"
#include "server/store/chain.h"
#include "server/store/sqlite/entry_rows.h"

namespace signalbox::store {
namespace {

constexpr std::size_t kMaxGroup = 1000;

}  // namespace

Writer::Writer(std::unique_ptr<Database> database, std::function<void(std::size_t)> on_group)
    : database_(std::move(database)), on_group_(std::move(on_group)), head_{0, kNoHash} {
  {
    Statement last = database_->statement("SELECT sequence, hash FROM decisions ORDER BY sequence DESC LIMIT 1");
    if (last.step()) head_ = {last.number(0), last.text(1)};
  }
  thread_ = std::thread([this] { loop(); });
}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Writer::append(NewEntry entry, Done done) {
  const auto appended = std::make_shared<Appended>();
  share([this, entry = std::move(entry), appended](Database&) { *appended = append_one(entry); },
        [done = std::move(done), appended](std::optional<Trouble> trouble) {
          trouble ? done(tl::unexpected(std::move(*trouble))) : done(std::move(*appended));
        });
}

void Writer::share(std::function<void(Database&)> work, std::function<void(std::optional<Trouble>)> done) {
  {
    const std::lock_guard lock(mutex_);
    shared_.push_back({std::move(work), std::move(done)});
  }
  changed_.notify_one();
}

void Writer::run(const std::function<void(Database&)>& work) {
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
    std::vector<Shared> group(std::make_move_iterator(shared_.begin()), std::make_move_iterator(end));
    shared_.erase(shared_.begin(), end);
    lock.unlock();
    commit(std::move(group));
    lock.lock();
  }
}

/// Gives the entry its place in the chain and inserts it, unless its idempotency key is there already.
Appended Writer::append_one(const NewEntry& draft) {
  if (draft.idempotency_key) {
    Statement same = database_->statement("SELECT " SIGNALBOX_ENTRY_COLUMNS
                                          " FROM decisions WHERE object = ? AND record_id = ? AND idempotency_key = ?");
    same.bind(draft.object).bind(draft.record_id).bind(*draft.idempotency_key);
    if (same.step()) return {read_entry(same), true};
  }
  Entry entry{draft, next_head_.sequence + 1, now(), next_head_.hash, {}};
  entry.hash = entry_hash(entry);
  insert_entry(*database_, entry);
  next_head_ = {entry.sequence, entry.hash};
  return {std::move(entry), false};
}

std::optional<Trouble> Writer::try_commit(const std::vector<Shared>& group) {
  next_head_ = head_;
  try {
    Transaction transaction(*database_);
    for (const Shared& one : group) one.work(*database_);
    transaction.commit();
  } catch (const DatabaseError& error) {
    return Trouble{error.what()};
  }
  head_ = next_head_;
  return std::nullopt;
}

void Writer::commit(std::vector<Shared> group) {
  const std::optional<Trouble> trouble = try_commit(group);
  if (trouble && group.size() > 1) {
    // One of them may be at fault; it must not take the others with it.
    for (Shared& one : group) {
      std::vector<Shared> alone;
      alone.push_back(std::move(one));
      commit(std::move(alone));
    }
    return;
  }
  if (!trouble) on_group_(group.size());
  for (const Shared& one : group) one.done(trouble);
}

}  // namespace signalbox::store
