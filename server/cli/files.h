// Files and standard streams: whole documents in, lines out.
#pragma once

#include <string>
#include <string_view>

#include "base/time.h"
#include "server/cli/arguments.h"

namespace signalbox::cli {

/// The whole file, or standard input for `-`. Reading stops one byte after `max_bytes`, so that the engine can say that
/// it is too large. A file that cannot be read is a machine failure that names the path and the reason.
[[nodiscard]] Result<std::string> read_file(const std::string& path, std::size_t max_bytes);

/// `text` itself when it starts with `{`, otherwise the file of that name: what `--fields` and `--record` take.
[[nodiscard]] Result<std::string> inline_or_file(const std::string& text, std::size_t max_bytes);

/// The option's instant, or the host's clock when it is absent.
[[nodiscard]] Result<Instant> instant_option(const Arguments& arguments);

/// A descriptor to read from; closes what it opened, never standard input.
class InputFile {
 public:
  static Result<InputFile> open(const std::string& path);
  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&&) = delete;
  ~InputFile();
  /// Bytes read into `buffer`, 0 at the end, or a machine failure.
  Result<std::size_t> read(char* buffer, std::size_t size);

 private:
  InputFile(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  int descriptor_;
  std::string path_;
};

/// Where results go: standard output, or a file that appears under its name only when it is complete.
class OutputFile {
 public:
  static Result<OutputFile> open(const std::string& path);  ///< "-": standard output.
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();
  /// Writes all of it; false once the disk is full or the reader has gone, and from then on.
  bool write(std::string_view bytes);
  /// Closes the file and gives it its name.
  Result<void> finish();

 private:
  OutputFile(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  int descriptor_;
  std::string path_;  ///< Empty for standard output.
  int error_ = 0;     ///< errno of the write that failed.
};

}  // namespace signalbox::cli
