// One process at a time in a data folder.
#pragma once

#include <string>

#include "server/store/store.h"

namespace signalbox::store {

/// Holds an advisory lock on FOLDER/lock. The kernel gives it up when the process ends, however it ends.
class FolderLock {
 public:
  /// Makes the folder (for its owner only) when it is not there.
  static Result<FolderLock> take(const std::string& folder);
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace signalbox::store
