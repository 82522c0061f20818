// What pugixml lets pass although XML 1.0 does not.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::cli {

struct XmlTrouble {
  std::size_t offset = 0;
  std::string sentence;
};

/// The first place of a document (without a DOCTYPE, in UTF-8, its tags in order) where it is not well-formed: a
/// character that XML 1.0 excludes (2.2), written or as a reference, a reference to an entity other than XML's five
/// (4.1, 4.6), a bare `&`, a `<` inside a tag (3.1) or `]]>` in text (2.4). nullopt when there is none. O(n).
[[nodiscard]] std::optional<XmlTrouble> find_character_trouble(std::string_view xml);

}  // namespace signalbox::cli
