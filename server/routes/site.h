// The files of the web editor.
#pragma once

#include <map>
#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "server/http/router.h"

namespace signalbox::routes {

/// A folder, read once: only what was in it then can be asked for, so that no address reaches outside of it. `name.gz`
/// beside `name` is its compressed form and is sent to who accepts it.
class Site {
 public:
  /// Without a folder: nothing. The error is a sentence.
  static tl::expected<Site, std::string> read(const std::string& folder);
  /// The route for every address that no other route knows.
  [[nodiscard]] static http::Route route(Site site);

 private:
  struct File {
    std::string content_type;
    std::shared_ptr<const std::string> body;
    std::shared_ptr<const std::string> compressed;  ///< May be null.
    std::string entity_tag;
    std::string compressed_tag;
  };

  tl::expected<void, std::string> add(const std::string& path, const std::string& address, std::size_t& bytes);
  void attach_compressed();
  [[nodiscard]] http::Response answer(const http::Request& request) const;

  std::map<std::string, File> files_;  ///< By address: "/index.html".
};

}  // namespace signalbox::routes
