#include "server/service/replay.h"

#include <algorithm>

#include <fmt/format.h>

#include "server/service/library.h"
#include "server/service/workflow_step.h"
#include "server/sha256.h"

namespace signalbox::service {
namespace {

constexpr std::size_t kPage = 200;
constexpr std::size_t kShownBytes = 120;

/// From the first difference on.
ReplayDifference differing(std::int64_t sequence, std::string part, std::string_view log, std::string_view now) {
  const auto [in_log, in_now] = std::mismatch(log.begin(), log.end(), now.begin(), now.end());
  const auto at = static_cast<std::size_t>(in_log - log.begin());
  return {sequence, std::move(part), std::string(log.substr(at, kShownBytes)),
          std::string(now.substr(at, kShownBytes))};
}

class Replay {
 public:
  Replay(WorkflowDocuments& documents, const store::WorkflowRun& run) : documents_(documents), run_(run) {
    verdict_.state = "null";
  }

  /// False: they part here.
  Result<bool> play(const store::WorkflowEntry& entry) {
    if (!is_chained(entry)) return false;
    const Result<WorkflowAnswer> answer = answer_again(entry);
    if (!answer && answer.error().ground != Ground::kInvalid) return tl::unexpected(answer.error());
    if (!answer) {
      verdict_.difference = {entry.sequence, "event", entry.event.substr(0, kShownBytes), answer.error().sentence};
      return false;
    }
    ++verdict_.entries;
    verdict_.engine_then = entry.engine;
    verdict_.state = answer->state;
    compare(entry, *answer);
    return !verdict_.difference;
  }

  /// Behind the last entry.
  ReplayVerdict finish() {
    if (verdict_.difference) return std::move(verdict_);
    if (verdict_.entries != run_.revision) {
      verdict_.difference = differing(run_.revision, "run", fmt::format("{} entries", run_.revision),
                                      fmt::format("{} entries", verdict_.entries));
    } else if (verdict_.state != run_.state) {
      verdict_.difference = differing(run_.revision, "run", run_.state, verdict_.state);
    } else if (head_ != run_.head) {
      verdict_.difference = differing(run_.revision, "run", run_.head, head_);
    }
    return std::move(verdict_);
  }

 private:
  bool is_chained(const store::WorkflowEntry& entry) {
    const store::Hash hash = store::workflow_entry_hash(run_.id, entry);
    if (entry.sequence == verdict_.entries + 1 && entry.previous_hash == head_ && entry.hash == hash) {
      head_ = hash;
      return true;
    }
    verdict_.difference = {entry.sequence, "hash", entry.previous_hash + " " + entry.hash, head_ + " " + hash};
    return false;
  }

  Result<WorkflowAnswer> answer_again(const store::WorkflowEntry& entry) {
    const Result<api::Workflow> workflow = documents_.workflow(entry.definition_hash);
    if (!workflow) return tl::unexpected(workflow.error());
    const Result<api::Directory> directory = documents_.directory(entry.directory_hash);
    if (!directory) return tl::unexpected(directory.error());
    std::optional<api::Roster> roster;
    if (entry.roster_hash) {
      Result<api::Roster> read = documents_.roster(*entry.roster_hash, entry.directory_hash, *directory);
      if (!read) return tl::unexpected(std::move(read.error()));
      roster = std::move(*read);
    }
    return advance({*workflow, *directory, roster, run_.id, verdict_.state, entry.event, std::nullopt});
  }

  void compare(const store::WorkflowEntry& entry, const WorkflowAnswer& answer) {
    const store::Hash state_hash = sha256_hex(answer.state);
    if (entry.trace != answer.trace) {
      verdict_.difference = differing(entry.sequence, "trace", entry.trace, answer.trace);
    } else if (entry.commands != answer.commands) {
      verdict_.difference = differing(entry.sequence, "commands", entry.commands, answer.commands);
    } else if (entry.state_hash != state_hash) {
      verdict_.difference = {entry.sequence, "state", entry.state_hash, state_hash};
    }
  }

  WorkflowDocuments& documents_;
  const store::WorkflowRun& run_;
  ReplayVerdict verdict_;
  store::Hash head_ = store::kNoHash;
};

}  // namespace

Result<ReplayVerdict> replay(store::WorkflowStore& store, WorkflowDocuments& documents, const std::string& id) {
  const auto run = store.workflow_run(id);
  if (!run) return store_failed(run.error());
  if (!*run) return refuse(Ground::kNotFound, "no-run", fmt::format("There is no run `{}`.", id));
  Replay replay(documents, **run);
  for (std::int64_t after = 0;;) {
    const auto page = store.workflow_entries(id, after, kPage);
    if (!page) return store_failed(page.error());
    for (const store::WorkflowEntry& entry : *page) {
      // What came behind the run as it was read is of the next replay.
      if (entry.sequence > (*run)->revision) return replay.finish();
      const Result<bool> goes_on = replay.play(entry);
      if (!goes_on) return tl::unexpected(goes_on.error());
      if (!*goes_on) return replay.finish();
      after = entry.sequence;
    }
    if (page->size() < kPage) return replay.finish();
  }
}

}  // namespace signalbox::service
