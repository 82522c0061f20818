// Records that escalations give to agents: routed by the published roster and by what was given since.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/reassign.h"
#include "model/json.h"
#include "server/service/pinned.h"
#include "server/service/published.h"
#include "server/service/refusal.h"
#include "server/store/runs.h"

namespace signalbox::service {

/// What became of a command `reassign`. JSON texts.
struct Placement {
  std::string command;   ///< In its place, under its key: `owner`, `route`, or itself when it could not be placed.
  std::string decision;  ///< For the log: who has the record now and why, or why nobody.
  std::string event;     ///< Of the record: its new owner. Empty when there is none.
};

/// Gives records to agents who have room. What it gave counts on top of the roster from when it is routed until its
/// command has been carried out: who carries it out tells the roster first, then that it is done. So nobody is given
/// more than there is room for, and after a restart the outbox tells what was given. Of a shared store it tells what
/// other processes have given as well; only at the very same moment two of them may give the same room. Thread-safe.
class Placements {
 public:
  /// Both must outlive it.
  Placements(store::RunStore& runs, PinnedDocuments& pinned) : runs_(runs), pinned_(pinned) {}

  /// What one look gives and takes back. Forgotten with it, unless it has been kept.
  class Hold {
   public:
    explicit Hold(Placements& placements) : placements_(placements) {}
    ~Hold();
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;
    /// It is on the disk.
    void keep();

   private:
    friend class Placements;
    Placements& placements_;
    std::vector<std::pair<std::uint64_t, std::string>> given_;  ///< Numbers in held_, and what they are kept as.
    std::vector<std::string> undone_;
  };

  /// What the record is placed with.
  struct Asked {
    store::RunName name;
    api::Program program;
    api::Directory directory;
    store::Hash directory_hash;
    std::shared_ptr<const Published> published;
    Instant at;
    Instant queued_at;  ///< Since when the record should be elsewhere.
    std::string owner;  ///< Who has it now, as JSON; empty: not known.
  };
  /// Two owners, as JSON.
  struct Handover {
    std::string from;
    std::string to;
  };

  /// Routes the record as its `history` (JSON) says by the policy that the command names. Refused while the store
  /// fails.
  [[nodiscard]] Result<Placement> place(const Asked& asked, std::string_view history, json::Node command, Hold& hold);
  /// The command under this key is taken back. Gives what it did; nullopt when it was not made here, or the owner
  /// before is not known.
  [[nodiscard]] Result<std::optional<Handover>> undo(const store::RunName& name, std::string_view key, Hold& hold);
  /// The command has been carried out.
  void forget(const store::Command& command);

 private:
  [[nodiscard]] Result<void> load();
  [[nodiscard]] Result<api::Roster> roster_of(const Asked& asked);

  store::RunStore& runs_;
  PinnedDocuments& pinned_;
  std::mutex mutex_;
  bool is_loaded_ = false;
  std::uint64_t next_ = 0;
  std::map<std::string, api::GivenWork> kept_;    ///< By run and key of the command.
  std::map<std::uint64_t, api::GivenWork> held_;  ///< By number: of looks that are not on the disk yet.
};

}  // namespace signalbox::service
