// The names of kinds, in the database and for people.
#include "server/store/runs.h"
#include "server/store/store.h"

namespace signalbox::store {

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::kDefinition:
      return "definition";
    case Kind::kDirectory:
      return "directory";
    case Kind::kRoster:
      return "roster";
  }
  return {};
}

std::string_view kind_name(NewRunEntry::Kind kind) {
  switch (kind) {
    case NewRunEntry::Kind::kEvent:
      return "event";
    case NewRunEntry::Kind::kDecision:
      return "decision";
    case NewRunEntry::Kind::kIncident:
      return "incident";
  }
  return {};
}

}  // namespace signalbox::store
