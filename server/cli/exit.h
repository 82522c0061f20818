// What the program tells the shell that started it.
#pragma once

#include <string>

#include <tl/expected.hpp>

namespace signalbox::cli {

/// Exit codes of every command.
enum class Exit : int {
  kDone = 0,
  kInputWrong = 1,     ///< A document, a record or a formula is wrong; the output says where.
  kUsage = 2,          ///< The command line is wrong.
  kMachineFailed = 3,  ///< A file, a folder, a port or the disk could not be used.
};

/// Why a command cannot go on: one line for a person on standard error, which says what to do next where there is
/// something to do.
struct Failure {
  Exit exit = Exit::kMachineFailed;
  std::string sentence;
};

template <class T>
using Result = tl::expected<T, Failure>;

[[nodiscard]] inline tl::unexpected<Failure> fail(Exit exit, std::string sentence) {
  return tl::unexpected<Failure>(Failure{exit, std::move(sentence)});
}

}  // namespace signalbox::cli
