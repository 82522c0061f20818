// Decimal numbers as text and as binary doubles.
#include <algorithm>
#include <bit>

#include "base/decimal.h"
#include "base/decimal_wide.h"
#include "base/limits.h"

namespace signalbox {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A number as written, taken apart.
struct Written {
  std::string_view whole;     ///< Digits before the point.
  std::string_view fraction;  ///< Digits after it.
  int exponent = 0;
  bool negative = false;

  [[nodiscard]] std::size_t digits() const { return whole.size() + fraction.size(); }
  [[nodiscard]] char digit(std::size_t index) const {
    return index < whole.size() ? whole[index] : fraction[index - whole.size()];
  }
};

std::string_view take_digits(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

bool take_sign(std::string_view& text) {
  if (text.empty() || (text[0] != '-' && text[0] != '+')) return false;
  const bool negative = text[0] == '-';
  text.remove_prefix(1);
  return negative;
}

std::optional<Written> take_apart(std::string_view text) {
  Written written;
  written.negative = take_sign(text);
  written.whole = take_digits(text);
  if (!text.empty() && text[0] == '.') {
    text.remove_prefix(1);
    written.fraction = take_digits(text);
  }
  if (written.digits() == 0) return std::nullopt;
  if (text.empty()) return written;
  if (text[0] != 'e' && text[0] != 'E') return std::nullopt;
  text.remove_prefix(1);
  const bool negative = take_sign(text);
  const std::string_view digits = take_digits(text);
  if (digits.empty() || !text.empty()) return std::nullopt;
  constexpr int kSaturated = 1'000'000;  // Far beyond every limit, far below overflow.
  for (char c : digits) written.exponent = std::min(kSaturated, written.exponent * 10 + (c - '0'));
  if (negative) written.exponent = -written.exponent;
  return written;
}

/// The first `count` digits from index `first` on, rounded half up by the digit that follows.
Wide leading_digits(const Written& written, std::size_t first, std::size_t count) {
  Wide value = Wide::from(0);
  for (std::size_t i = first; i < first + count;) {
    const std::size_t step = std::min<std::size_t>(kMaxPower64, first + count - i);
    std::uint64_t chunk = 0;
    for (const std::size_t end = i + step; i < end; ++i)
      chunk = chunk * 10 + static_cast<std::uint64_t>(written.digit(i) - '0');
    value.multiply(kPowersOfTen[step]);
    value.add(chunk);
  }
  if (first + count < written.digits() && written.digit(first + count) >= '5') value.add(1);
  return value;
}

/// Numbers as they mostly are: up to 18 digits, with a point or without, and no exponent. Others, and malformed ones,
/// are left to the rest.
std::optional<Decimal> parse_small(std::string_view text) {
  constexpr std::size_t kMostBytes = 19;  // 18 digits and a point.
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > kMostBytes) return std::nullopt;
  std::uint64_t coefficient = 0;
  int scale = -1;
  for (const char c : text) {
    if (is_digit(c)) {
      coefficient = coefficient * 10 + static_cast<std::uint64_t>(c - '0');
      scale += scale >= 0 ? 1 : 0;
    } else if (c == '.' && scale < 0) {
      scale = 0;
    } else {
      return std::nullopt;
    }
  }
  const bool has_point = scale >= 0;
  if (text.size() == (has_point ? 1u : 0u) || (!has_point && text.size() == kMostBytes)) return std::nullopt;
  const auto magnitude = static_cast<std::int64_t>(coefficient);
  return Decimal::from_scaled(negative ? -magnitude : magnitude, std::max(scale, 0));
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  if (const auto small = parse_small(text)) return small;
  if (text.size() > limits::kMaxNumberBytes) return std::nullopt;
  const auto written = take_apart(text);
  if (!written) return std::nullopt;
  std::size_t first = 0;
  while (first < written->digits() && written->digit(first) == '0') ++first;
  const int scale = static_cast<int>(written->fraction.size()) - written->exponent;
  const int significant = static_cast<int>(written->digits() - first);
  if (significant == 0) return DecimalParts::make(Wide::from(0), scale, false);

  constexpr int kMostDigits = 58;  // 2^192 has 58: they fit only sometimes.
  const int kept = std::min({significant, kMostDigits, significant - scale + limits::kMaxScale});
  if (kept < 0) return Decimal();
  Wide value = leading_digits(*written, first, static_cast<std::size_t>(kept));
  int dropped = significant - kept;
  constexpr int kCoefficientBits = 192;
  if (value.bits() > kCoefficientBits) {
    value = leading_digits(*written, first, static_cast<std::size_t>(kept) - 1);
    ++dropped;
  }
  return DecimalParts::finish(value, scale - dropped, written->negative);
}

namespace {

/// The digits of `magnitude`, without leading zeros; "0" for zero.
std::string digits_of(Wide magnitude) {
  constexpr int kChunkDigits = 9;
  const auto chunk = static_cast<std::uint32_t>(kPowersOfTen[kChunkDigits]);
  std::string reversed;
  do {
    std::uint32_t rest = magnitude.divide(chunk);
    for (int i = 0; i < kChunkDigits && (rest != 0 || !magnitude.is_zero()); ++i, rest /= 10) {
      reversed += static_cast<char>('0' + rest % 10);
    }
  } while (!magnitude.is_zero());
  if (reversed.empty()) reversed.push_back('0');
  std::reverse(reversed.begin(), reversed.end());
  return reversed;
}

std::string plain_notation(const Wide& magnitude, int scale, bool negative) {
  std::string digits = digits_of(magnitude);
  if (scale < 0 && !magnitude.is_zero()) digits.append(static_cast<std::size_t>(-scale), '0');
  if (scale > 0) {
    const auto places = static_cast<std::size_t>(scale);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, 1, '.');
  }
  if (negative) digits.insert(0, 1, '-');
  return digits;
}

}  // namespace

std::string Decimal::to_text() const {
  Wide magnitude = DecimalParts::magnitude(*this);
  const int stripped = scale_ > 0 ? magnitude.strip_zeros(scale_) : 0;
  return plain_notation(magnitude, magnitude.is_zero() ? 0 : scale_ - stripped, negative_);
}

std::string Decimal::to_text_with_scale() const {
  return plain_notation(DecimalParts::magnitude(*this), scale_, negative_);
}

double Decimal::to_double() const {
  if (is_zero()) return 0.0;
  // An integer quotient of at least 64 bits, whose lowest bit stands for everything behind it, rounded once to 53 bits.
  constexpr int kQuotientBits = 64;
  constexpr int kDoubleBits = 53;
  Wide numerator = DecimalParts::magnitude(*this);
  numerator.multiply_by_power_of_ten(std::max(0, -scale_));
  const Wide denominator = Wide::power_of_ten(std::max(0, scale_));
  const int shift = std::max(0, kQuotientBits + denominator.bits() - numerator.bits());
  numerator.shift_left(shift);
  WideQuotient parts = divide(numerator, denominator);
  const int drop = parts.quotient.bits() - kDoubleBits;
  Wide unit = Wide::from(1);
  unit.shift_left(drop);
  WideQuotient halves = divide(parts.quotient, unit);
  std::uint64_t mantissa = halves.quotient.limbs[0];
  Wide half = Wide::from(1);
  half.shift_left(drop - 1);
  const int order = compare(halves.remainder, half);
  if (order > 0 || (order == 0 && (!parts.remainder.is_zero() || (mantissa & 1) != 0))) ++mantissa;
  // 2^53 is exact, and so is each scaling by a power of two in this range.
  auto result = static_cast<double>(mantissa);
  for (int exponent = drop - shift; exponent != 0; exponent += exponent > 0 ? -1 : 1)
    result *= exponent > 0 ? 2.0 : 0.5;
  return negative_ ? -result : result;
}

}  // namespace signalbox
