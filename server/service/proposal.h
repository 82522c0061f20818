// Checking a proposal against what is published, before anything is written.
#pragma once

#include <vector>

#include "server/service/library.h"

namespace signalbox::service {

/// What publishing a proposal would lead to.
struct Outlook {
  Published published;                       ///< Versions of new documents have no number yet.
  std::vector<store::NewVersion> documents;  ///< Those that are new.
  std::vector<store::Title> titles;  ///< Of all documents of the proposal, in order: directory, roster, definitions.
};

/// Refuses with diagnostics when a document does not compile, or when one does not fit another. `roster_body`: of the
/// published roster, which a new directory must still fit.
[[nodiscard]] Result<Outlook> check_proposal(const Proposal& proposal, const Published& published,
                                             const std::optional<std::string>& roster_body);

}  // namespace signalbox::service
