#include "server/cli/byte_source.h"

namespace signalbox::cli {
namespace {

constexpr std::size_t kReadBytes = 256u << 10;

}  // namespace

bool ByteSource::more() {
  if (ended_) return false;
  buffer_.erase(0, begin_);
  begin_ = 0;
  const std::size_t used = buffer_.size();
  buffer_.resize(used + kReadBytes);
  const Result<std::size_t> count = file_.read(buffer_.data() + used, kReadBytes);
  buffer_.resize(used + count.value_or(0));
  if (!count) state_ = tl::unexpected(count.error());
  ended_ = !count || *count == 0;
  return !ended_;
}

}  // namespace signalbox::cli
