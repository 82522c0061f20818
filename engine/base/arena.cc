#include "base/arena.h"

#include <algorithm>
#include <cstring>

namespace signalbox {

namespace {

constexpr std::size_t kFirstBlockBytes = 4096;
constexpr std::size_t kLargestBlockBytes = 1u << 20;

}  // namespace

char* Arena::allocate_elsewhere(std::size_t size) {
  while (block_ < blocks_.size()) {
    Block& block = blocks_[block_];
    if (size <= block.size - used_) {
      char* start = block.bytes.get() + used_;
      used_ += size;
      return start;
    }
    ++block_;
    used_ = 0;
  }
  const std::size_t doubled =
      blocks_.empty() ? kFirstBlockBytes : std::min(2 * blocks_.back().size, kLargestBlockBytes);
  const std::size_t bytes = std::max(doubled, size);
  blocks_.push_back({std::unique_ptr<char[]>(new char[bytes]), bytes});
  used_ = size;
  return blocks_.back().bytes.get();
}

std::string_view Arena::keep(std::string_view text) {
  if (text.empty()) return {};
  char* start = allocate(text.size());
  std::memcpy(start, text.data(), text.size());
  return {start, text.size()};
}

void Arena::reset() {
  block_ = 0;
  used_ = 0;
}

}  // namespace signalbox
