#include "server/cli/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "server/clock.h"

namespace signalbox::cli {
namespace {

constexpr std::size_t kReadBytes = 64u << 10;

tl::unexpected<Failure> cannot(std::string_view what, const std::string& path, int error) {
  return fail(Exit::kMachineFailed, fmt::format("Cannot {} `{}`: {}.", what, path, std::strerror(error)));
}

}  // namespace

Result<InputFile> InputFile::open(const std::string& path) {
  if (path == "-") return InputFile(STDIN_FILENO, "standard input");
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return cannot("open", path, errno);
  return InputFile(descriptor, path);
}

InputFile::InputFile(InputFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

InputFile::~InputFile() {
  if (descriptor_ > STDIN_FILENO) ::close(descriptor_);
}

Result<std::size_t> InputFile::read(char* buffer, std::size_t size) {
  for (;;) {
    const ssize_t count = ::read(descriptor_, buffer, size);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return cannot("read", path_, errno);
  }
}

Result<std::string> read_file(const std::string& path, std::size_t max_bytes) {
  Result<InputFile> file = InputFile::open(path);
  if (!file) return tl::unexpected(file.error());
  std::string text;
  std::size_t used = 0;
  while (used <= max_bytes) {
    text.resize(used + kReadBytes);
    const Result<std::size_t> count = file->read(text.data() + used, kReadBytes);
    if (!count) return tl::unexpected(count.error());
    used += *count;
    if (*count == 0) break;
  }
  text.resize(std::min(used, max_bytes + 1));
  return text;
}

Result<std::string> inline_or_file(const std::string& text, std::size_t max_bytes) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && (text[first] == '{' || text[first] == '[')) return text;
  return read_file(text, max_bytes);
}

Result<Instant> instant_option(const Arguments& arguments) {
  const std::optional<std::string> text = arguments.value("at");
  if (!text) return now();
  const std::optional<Instant> instant = parse_instant(*text);
  if (!instant)
    return fail(Exit::kUsage,
                fmt::format("`--at` must be an instant such as `2026-01-31T08:00:00Z`; found `{}`.", *text));
  return *instant;
}

Result<OutputFile> OutputFile::open(const std::string& path) {
  if (path == "-") return OutputFile(STDOUT_FILENO, "");
  const int descriptor = ::open((path + ".part").c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0) return cannot("write", path, errno);
  return OutputFile(descriptor, path);
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)), error_(other.error_) {}

OutputFile::~OutputFile() {
  if (descriptor_ < 0 || path_.empty()) return;
  ::close(descriptor_);
  ::unlink((path_ + ".part").c_str());
}

bool OutputFile::write(std::string_view bytes) {
  while (error_ == 0 && !bytes.empty()) {
    const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      error_ = errno;
    }
  }
  return error_ == 0;
}

Result<void> OutputFile::finish() {
  const std::string name = path_.empty() ? "standard output" : path_;
  if (error_ != 0) return cannot("write", name, error_);
  if (path_.empty()) return {};
  if (::close(std::exchange(descriptor_, -1)) != 0) return cannot("write", name, errno);
  if (std::rename((path_ + ".part").c_str(), path_.c_str()) != 0) return cannot("write", name, errno);
  return {};
}

}  // namespace signalbox::cli
