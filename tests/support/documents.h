// Documents written in place by a test.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "model/directory.h"
#include "model/json.h"
#include "model/reader.h"
#include "model/roster.h"

namespace signalbox::test {

/// A JSON text and what was reported about it. The text is given with single quotes for double ones.
class Written {
 public:
  explicit Written(std::string text) {
    for (char& c : text) {
      if (c == '\'') c = '"';
    }
    document_ = json::Document::parse(text, diagnostics_);
    if (!document_) throw std::invalid_argument("not JSON: " + text);
  }

  [[nodiscard]] Place root() { return Place(document_->root(), "", diagnostics_); }
  [[nodiscard]] const Diagnostics& diagnostics() const { return diagnostics_; }
  [[nodiscard]] std::string_view source() const { return document_->source(); }
  /// Codes and paths of all diagnostics, in order: "unknown-skill /agents/ana/skills/Golf".
  [[nodiscard]] std::string findings() const {
    std::string lines;
    for (const Diagnostic& d : diagnostics_) lines += (lines.empty() ? "" : "\n") + d.code + " " + d.path;
    return lines;
  }

 private:
  Diagnostics diagnostics_;
  std::unique_ptr<const json::Document> document_;
};

/// The directory, which must be right.
inline Directory directory_of(const std::string& text) {
  Written written(text);
  auto directory = Directory::read(written.root());
  if (!directory) throw std::invalid_argument("not a directory: " + written.findings());
  return *directory;
}

inline Roster roster_of(const std::string& text, const Directory& directory) {
  Written written(text);
  auto roster = Roster::read(written.root(), directory);
  if (!roster) throw std::invalid_argument("not a roster: " + written.findings());
  return *roster;
}

}  // namespace signalbox::test
