// How the program holds memory.
#pragma once

#include <malloc.h>

namespace signalbox {

/// Keeps freed memory for the next piece of work. A batch of records takes tens of megabytes for a moment; giving them
/// back to the system each time, as malloc does with large blocks, makes the kernel clear every page anew, which costs
/// as much as reading the records. Source: mallopt(3).
inline void keep_freed_memory() {
  constexpr int kLargestKeptBytes = 32 << 20;  // The most that mallopt takes.
  constexpr int kMostKeptBytes = 256 << 20;
  mallopt(M_MMAP_THRESHOLD, kLargestKeptBytes);
  mallopt(M_TRIM_THRESHOLD, kMostKeptBytes);
}

}  // namespace signalbox
