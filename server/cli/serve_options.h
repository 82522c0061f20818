// What `signalbox serve` was asked to do.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::cli {

/// Where a store is: in a folder, or in a database of a server.
struct StoreOptions {
  std::optional<std::string> data_folder;
  std::optional<std::string> database_url;  ///< May hold a password: never for people's eyes.
};

struct ServeOptions {
  StoreOptions store;   ///< One of the two.
  std::string address;  ///< IPv4 or IPv6 address without brackets.
  unsigned short port = 0;
  std::optional<std::string> web_folder;
  std::vector<std::string> definition_files;
  std::optional<std::string> directory_file;
  std::optional<std::string> roster_file;
  std::optional<std::string> token_file;
  std::optional<std::string> targets_file;
  std::size_t threads = 1;
  bool json = false;  ///< The line that names the address is JSON.
};

}  // namespace signalbox::cli
