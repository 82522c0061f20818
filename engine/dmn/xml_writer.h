// XML text, written in call order.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox::dmn {

/// Two spaces a level, each element on a line of its own. Equal calls give equal bytes. The caller balances open and
/// close.
class XmlWriter {
 public:
  using Attributes = std::vector<std::pair<std::string_view, std::string>>;

  explicit XmlWriter(std::string& out);
  /// Attributes with an empty value are left out.
  void open(std::string_view name, const Attributes& attributes = {});
  void close();
  /// An element without content.
  void empty(std::string_view name, const Attributes& attributes);
  /// An element that holds nothing but text.
  void text(std::string_view name, std::string_view text);

 private:
  void begin(std::string_view name, const Attributes& attributes);

  std::string& out_;
  std::vector<std::string> open_;
};

/// False when the text holds a character that XML cannot: a control character, U+FFFE, U+FFFF. Valid UTF-8 expected.
[[nodiscard]] bool fits_xml(std::string_view text);

}  // namespace signalbox::dmn
