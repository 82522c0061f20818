// Programs, directories and histories for tests.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "api/history.h"
#include "api/program.h"
#include "tests/support/session.h"

namespace signalbox::test {

/// A definition, which must be right; with single quotes for double ones.
inline api::Program program_of(const std::string& text) {
  auto loaded = api::load_definition(quoted(text));
  if (!loaded.value) throw std::invalid_argument("not a definition: " + loaded.diagnostics);
  return *loaded.value;
}

inline api::Directory directory_with(const std::string& business_hours) {
  auto loaded = api::load_directory(
      quoted("{'signalbox':1,'skills':[],'queues':{},'agents':{},'businessHours':" + business_hours + "}"));
  if (!loaded.value) throw std::invalid_argument("not a directory: " + loaded.diagnostics);
  return *loaded.value;
}

inline api::History history_of(const std::string& text, const api::Program& program) {
  Diagnostics diagnostics;
  const auto document = json::Document::parse(quoted(text), diagnostics);
  if (!document) throw std::invalid_argument("not JSON: " + text);
  auto history = api::History::read(Place(document->root(), {}, diagnostics), *program.parts().layout);
  if (!history) throw std::invalid_argument("not a history: " + diagnostics.front().sentence);
  return std::move(*history);
}

}  // namespace signalbox::test
