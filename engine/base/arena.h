// Memory for the length of one decision.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace signalbox {

/// Bump allocator for text made while deciding. What it hands out lives until `reset` or destruction. Not thread-safe:
/// one for each thread. No allocation happens after the first few decisions, because `reset` keeps the blocks.
class Arena {
 public:
  Arena() = default;
  Arena(Arena&&) = default;
  Arena& operator=(Arena&&) = default;

  /// Uninitialised storage for `size` bytes, aligned for bytes only. O(1) amortised.
  [[nodiscard]] char* allocate(std::size_t size) {
    if (block_ >= blocks_.size() || size > blocks_[block_].size - used_) return allocate_elsewhere(size);
    char* start = blocks_[block_].bytes.get() + used_;
    used_ += size;
    return start;
  }
  /// A copy of `text` that lives in the arena.
  [[nodiscard]] std::string_view keep(std::string_view text);
  /// Forgets everything handed out and keeps the storage.
  void reset();

 private:
  char* allocate_elsewhere(std::size_t size);

  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size;
  };
  std::vector<Block> blocks_;
  std::size_t block_ = 0;  ///< Index of the block in use.
  std::size_t used_ = 0;   ///< Bytes used of it.
};

}  // namespace signalbox
