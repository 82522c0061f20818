// What is published now: the documents that new decisions are made with.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "api/api.h"
#include "server/store/store.h"

namespace signalbox::service {

struct PublishedDefinition {
  store::Version version;
  api::Program program;
};

struct PublishedDirectory {
  store::Version version;
  api::Directory directory;
};

struct PublishedRoster {
  store::Version version;
  api::Roster roster;  ///< Read against the published directory.
};

/// A consistent set, replaced as a whole: who holds one keeps deciding with it while others publish.
struct Published {
  std::map<std::string, std::shared_ptr<const PublishedDefinition>> definitions;  ///< By name.
  std::shared_ptr<const PublishedDirectory> directory;
  std::shared_ptr<const PublishedRoster> roster;
};

}  // namespace signalbox::service
