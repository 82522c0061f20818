// A file as a window that moves forward: what record and line readers cut their pieces from.
#pragma once

#include <string>
#include <string_view>

#include "server/cli/files.h"

namespace signalbox::cli {

/// Holds only what has been read and not yet dropped. A read error ends the input and stays in failure().
class ByteSource {
 public:
  explicit ByteSource(InputFile file) : file_(std::move(file)) {}

  /// The bytes that are here. Valid until the next call of more() or drop().
  [[nodiscard]] std::string_view window() const { return std::string_view(buffer_).substr(begin_); }
  /// Reads on; false at the end of the input. Returns after one read of the system, so that a person at a terminal or a
  /// program at a pipe is answered at once.
  bool more();
  void drop(std::size_t bytes) { begin_ += bytes; }
  [[nodiscard]] bool at_end() const { return ended_; }
  [[nodiscard]] const Result<void>& state() const { return state_; }

 private:
  InputFile file_;
  std::string buffer_;
  std::size_t begin_ = 0;
  bool ended_ = false;
  Result<void> state_;
};

}  // namespace signalbox::cli
