#include "api/follow.h"

#include <charconv>

namespace signalbox::api {

namespace {

/// The child that a token of a path names; the path was written by Place itself.
Place child_at(const Place& place, std::string_view token) {
  std::size_t index = 0;
  if (place.node().is(json::Kind::kArray)) {
    std::from_chars(token.data(), token.data() + token.size(), index);
    return place.at(index);
  }
  while (index + 1 < place.node().size() && json::pointer_token(place.node().key(index)) != token) ++index;
  return place.at(index);
}

}  // namespace

Place follow(const Place& root, std::string_view path) {
  Place place = root;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::string_view token = path.substr(0, path.find('/'));
    path.remove_prefix(token.size());
    place = child_at(place, token);
  }
  return place;
}

}  // namespace signalbox::api
