#include "server/cli/record_cuts.h"

namespace signalbox::cli {
namespace {

/// Follows the nesting of JSON text, blind to brackets inside of strings.
class Nesting {
 public:
  /// True when `c` stands outside of strings.
  bool step(char c) {
    if (in_text_) {
      if (escaped_) {
        escaped_ = false;
      } else if (c == '\\') {
        escaped_ = true;
      } else if (c == '"') {
        in_text_ = false;
      }
      return false;
    }
    if (c == '"') in_text_ = true;
    if (c == '{' || c == '[') ++depth_;
    if (c == '}' || c == ']') --depth_;
    return true;
  }
  [[nodiscard]] int depth() const { return depth_; }

 private:
  int depth_ = 0;
  bool in_text_ = false;
  bool escaped_ = false;
};

}  // namespace

std::optional<std::size_t> json_value_end(std::string_view text) {
  Nesting nesting;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (nesting.step(text[i]) && (text[i] == '}' || text[i] == ']') && nesting.depth() <= 0) return i + 1;
  }
  return std::nullopt;
}

std::optional<std::size_t> json_element_end(std::string_view text) {
  Nesting nesting;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!nesting.step(text[i])) continue;
    if (nesting.depth() < 0 || (nesting.depth() == 0 && text[i] == ',')) return i;
  }
  return std::nullopt;
}

std::optional<std::size_t> csv_row_end(std::string_view text, bool at_end) {
  bool quoted = false;
  bool field_starts = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      quoted = c != '"';  // A doubled quote opens again at its second half.
      field_starts = !quoted;
      continue;
    }
    if (c == '"' && field_starts) {
      quoted = true;
      continue;
    }
    if (c == '\n') return i + 1;
    if (c == '\r' && i + 1 < text.size()) return i + (text[i + 1] == '\n' ? 2 : 1);
    if (c == '\r' && at_end) return i + 1;
    field_starts = c == ',';
  }
  return at_end && !text.empty() ? std::optional(text.size()) : std::nullopt;
}

}  // namespace signalbox::cli
