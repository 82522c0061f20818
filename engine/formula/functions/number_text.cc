#include "formula/functions/number_text.h"

#include <string>

#include "base/limits.h"

namespace signalbox::formula {

std::optional<Decimal> read_number(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  if (text.empty() || text.size() > limits::kMaxNumberBytes) return std::nullopt;
  if (text.front() == '+') {
    text.remove_prefix(1);
    if (text.empty() || text.front() == '-' || text.front() == '+') return std::nullopt;
  }
  // "1." and "1.e2" are numbers here; Decimal::parse wants a digit behind the point. An exponent has no point.
  const std::size_t point = text.substr(0, text.find_first_of("eE")).find('.');
  const bool digit_before =
      point != std::string_view::npos && point > 0 && text[point - 1] >= '0' && text[point - 1] <= '9';
  const bool digit_after =
      point != std::string_view::npos && point + 1 < text.size() && text[point + 1] >= '0' && text[point + 1] <= '9';
  if (!digit_before || digit_after) return Decimal::parse(text);
  std::string without_point(text.substr(0, point));
  without_point += text.substr(point + 1);
  // "1.5" minus its point would read 15, but here no digit follows the point.
  return without_point.find('.') == std::string::npos ? Decimal::parse(without_point) : std::nullopt;
}

}  // namespace signalbox::formula
