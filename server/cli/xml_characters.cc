#include "server/cli/xml_characters.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include <fmt/format.h>

namespace signalbox::cli {
namespace {

/// XML 1.0, production 2.
bool is_character(std::uint32_t code) {
  if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
  return code < 0xD800 || (code > 0xDFFF && code != 0xFFFE && code != 0xFFFF && code <= 0x10FFFF);
}

/// The code of `#60` or `#x3c`; nullopt when it is none.
std::optional<std::uint32_t> code_of(std::string_view reference) {
  const bool is_hex = reference.substr(0, 2) == "#x";
  const std::string_view digits = reference.substr(is_hex ? 2 : 1);
  std::uint32_t code = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, is_hex ? 16 : 10);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return code;
}

class Scan {
 public:
  explicit Scan(std::string_view xml) : xml_(xml) {}

  std::optional<XmlTrouble> find() {
    while (position_ < xml_.size() && !trouble_) step();
    check_written();
    return trouble_;
  }

 private:
  void step() {
    const std::string_view rest = xml_.substr(position_);
    if (rest.starts_with("<!--")) return skip_behind("-->");
    if (rest.starts_with("<![CDATA[")) return skip_behind("]]>");
    if (rest.starts_with("<?")) return skip_behind("?>");
    if (rest[0] == '<') return tag();
    if (rest[0] == '&') return reference();
    if (rest.starts_with("]]>")) return fail(position_, "`]]>` stands in a text; write `]]&gt;`.");
    ++position_;
  }

  void fail(std::size_t offset, std::string sentence) {
    if (!trouble_ || offset < trouble_->offset) trouble_ = XmlTrouble{offset, std::move(sentence)};
  }

  /// The characters that stand in the file as they are. Of those behind ASCII, U+FFFE and U+FFFF are excluded.
  void check_written() {
    const std::size_t control = static_cast<std::size_t>(
        std::find_if(xml_.begin(), xml_.end(), [](char c) { return !is_character(static_cast<unsigned char>(c)); }) -
        xml_.begin());
    const std::size_t wrong = std::min({control, xml_.find("\xEF\xBF\xBE"), xml_.find("\xEF\xBF\xBF")});
    if (wrong < xml_.size()) fail(wrong, "A control character stands here, which XML cannot hold.");
  }

  void skip_behind(std::string_view end) {
    const std::size_t found = xml_.find(end, position_);
    position_ = found == std::string_view::npos ? xml_.size() : found + end.size();
  }

  /// A start or an end tag; its quotes may hold `>` but no `<`.
  void tag() {
    char quote = 0;
    for (++position_; position_ < xml_.size() && !trouble_; ++position_) {
      const char c = xml_[position_];
      if (c == '<') return fail(position_, "`<` stands inside a tag; write `&lt;`.");
      if (c == '&') {
        reference();
        --position_;
      } else if (quote != 0) {
        if (c == quote) quote = 0;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        ++position_;
        return;
      }
    }
  }

  void reference() {
    constexpr std::size_t kLongest = 32;
    const std::size_t end = xml_.substr(position_, kLongest).find(';');
    if (end == std::string_view::npos) return fail(position_, "A bare `&` stands here; write `&amp;`.");
    const std::string_view name = xml_.substr(position_ + 1, end - 1);
    const bool is_known = name == "lt" || name == "gt" || name == "amp" || name == "quot" || name == "apos";
    const auto code = name.starts_with('#') ? code_of(name) : std::nullopt;
    if (!is_known && !(code && is_character(*code))) {
      return fail(position_, name.starts_with('#') ? fmt::format("`&{};` is no character that XML knows.", name)
                                                   : fmt::format("There is no entity `&{};`.", name));
    }
    position_ += end + 1;
  }

  std::string_view xml_;
  std::size_t position_ = 0;
  std::optional<XmlTrouble> trouble_;
};

}  // namespace

std::optional<XmlTrouble> find_character_trouble(std::string_view xml) { return Scan(xml).find(); }

}  // namespace signalbox::cli
