// The slow twin of base/decimal: decimal numbers as strings of digits, calculated as at school. Written to be read;
// linked only into tests.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace signalbox::slow {

/// A whole number without sign: decimal digits, most significant first, no leading zeros; "0" for zero.
using Digits = std::string;

inline Digits trimmed(Digits digits) {
  const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size());
  digits.erase(0, first);
  return digits.empty() ? "0" : digits;
}

inline bool less(const Digits& a, const Digits& b) { return a.size() != b.size() ? a.size() < b.size() : a < b; }

inline Digits add(Digits a, Digits b) {
  if (a.size() < b.size()) std::swap(a, b);
  b.insert(0, a.size() - b.size(), '0');
  int carry = 0;
  for (std::size_t i = a.size(); i-- > 0;) {
    const int sum = (a[i] - '0') + (b[i] - '0') + carry;
    a[i] = static_cast<char>('0' + sum % 10);
    carry = sum / 10;
  }
  if (carry != 0) a.insert(0, 1, '1');
  return trimmed(a);
}

/// a - b, where b is not greater.
inline Digits subtract(Digits a, Digits b) {
  b.insert(0, a.size() - b.size(), '0');
  int borrow = 0;
  for (std::size_t i = a.size(); i-- > 0;) {
    int difference = (a[i] - '0') - (b[i] - '0') - borrow;
    borrow = difference < 0 ? 1 : 0;
    if (difference < 0) difference += 10;
    a[i] = static_cast<char>('0' + difference);
  }
  return trimmed(a);
}

inline Digits multiply(const Digits& a, const Digits& b) {
  Digits product(a.size() + b.size(), '0');
  for (std::size_t i = a.size(); i-- > 0;) {
    int carry = 0;
    for (std::size_t j = b.size(); j-- > 0;) {
      const int part = (a[i] - '0') * (b[j] - '0') + (product[i + j + 1] - '0') + carry;
      product[i + j + 1] = static_cast<char>('0' + part % 10);
      carry = part / 10;
    }
    product[i] = static_cast<char>(product[i] + carry);
  }
  return trimmed(product);
}

/// a x 10^count.
inline Digits raise(const Digits& a, int count) {
  return a == "0" ? a : a + std::string(static_cast<std::size_t>(count), '0');
}

/// Quotient and remainder; b is not zero.
inline std::pair<Digits, Digits> divide(const Digits& a, const Digits& b) {
  Digits quotient;
  Digits rest = "0";
  for (const char digit : a) {
    rest = trimmed(rest + digit);
    char count = '0';
    while (!less(rest, b)) {
      rest = subtract(rest, b);
      ++count;
    }
    quotient += count;
  }
  return {trimmed(quotient), rest};
}

/// a / b rounded half up.
inline Digits divide_half_up(const Digits& a, const Digits& b) {
  auto [quotient, rest] = divide(a, b);
  return less(add(rest, rest), b) ? quotient : add(quotient, "1");
}

/// (-1)^negative x digits x 10^-scale.
struct Number {
  Digits digits = "0";
  int scale = 0;
  bool negative = false;

  /// Plain notation without trailing zeros, as Decimal::to_text.
  [[nodiscard]] std::string text() const {
    Digits all = scale < 0 ? raise(digits, -scale) : digits;
    if (all == "0") return all;
    if (scale > 0) {
      const auto places = static_cast<std::size_t>(scale);
      if (all.size() <= places) all.insert(0, places + 1 - all.size(), '0');
      all.insert(all.size() - places, 1, '.');
      while (all.back() == '0') all.pop_back();
      if (all.back() == '.') all.pop_back();
    }
    return negative ? "-" + all : all;
  }
};

inline constexpr int kMostPlaces = 128;
inline constexpr int kMostWholeDigits = 128;

/// What the engine can hold of a number: coefficient below 2^192, at most 128 places, less than 10^128; else nothing.
inline std::optional<Number> fit(const Number& number) {
  static const Digits kLimit = "6277101735386680763835789423207666416102355444464034512896";  // 2^192
  constexpr int kMostDigits = 58;
  for (int drop = std::max({0, number.scale - kMostPlaces, static_cast<int>(number.digits.size()) - kMostDigits});;
       ++drop) {
    const Digits kept = divide_half_up(number.digits, raise("1", drop));
    if (!less(kept, kLimit)) continue;
    const Number result{kept, number.scale - drop, number.negative && kept != "0"};
    const int whole_digits = static_cast<int>(kept.size()) - result.scale;
    if (kept != "0" && whole_digits > kMostWholeDigits) return std::nullopt;
    return result;
  }
}

/// Both with the scale of the one that has more places.
inline std::pair<Digits, Digits> aligned(const Number& a, const Number& b) {
  return {raise(a.digits, std::max(0, b.scale - a.scale)), raise(b.digits, std::max(0, a.scale - b.scale))};
}

inline std::optional<Number> plus(const Number& a, const Number& b) {
  const auto [left, right] = aligned(a, b);
  const int scale = std::max(a.scale, b.scale);
  if (a.negative == b.negative) return fit({add(left, right), scale, a.negative});
  return less(left, right) ? fit({subtract(right, left), scale, b.negative})
                           : fit({subtract(left, right), scale, a.negative});
}

inline std::optional<Number> times(const Number& a, const Number& b) {
  return fit({multiply(a.digits, b.digits), a.scale + b.scale, a.negative != b.negative});
}

/// java.math.BigDecimal.divide(divisor, new MathContext(39, HALF_UP)), with at most 128 places. b is not zero.
inline std::optional<Number> divided_by(const Number& a, const Number& b) {
  constexpr std::size_t kDigits = 39;
  const int preferred = a.scale - b.scale;
  if (a.digits == "0") return Number{"0", std::clamp(preferred, 0, kMostPlaces), false};
  // The power of ten that gives the quotient of the digits exactly 39 digits before the point.
  int power = static_cast<int>(kDigits) + static_cast<int>(b.digits.size()) - static_cast<int>(a.digits.size());
  const auto scaled = [&](int by) {
    return std::pair{raise(a.digits, std::max(0, by)), raise(b.digits, std::max(0, -by))};
  };
  const auto whole = [&](int by) { return divide(scaled(by).first, scaled(by).second).first; };
  while (whole(power).size() > kDigits) --power;
  power = std::min(power, kMostPlaces - preferred);
  const auto [dividend, divisor] = scaled(power);
  Number result{divide_half_up(dividend, divisor), preferred + power, a.negative != b.negative};
  const bool exact = divide(dividend, divisor).second == "0";
  while ((exact && result.scale > preferred && result.digits.back() == '0') || result.digits.size() > kDigits) {
    result.digits.pop_back();
    --result.scale;
  }
  return fit(result);
}

inline std::optional<Number> remainder(const Number& a, const Number& b) {
  const auto [left, right] = aligned(a, b);
  return fit({divide(left, right).second, std::max(a.scale, b.scale), a.negative});
}

/// -1, 0 or 1.
inline int compare(const Number& a, const Number& b) {
  const auto [left, right] = aligned(a, b);
  const bool a_negative = a.negative && a.digits != "0";
  const bool b_negative = b.negative && b.digits != "0";
  if (a_negative != b_negative) return a_negative ? -1 : 1;
  const int magnitude = less(left, right) ? -1 : (less(right, left) ? 1 : 0);
  return a_negative ? -magnitude : magnitude;
}

}  // namespace signalbox::slow
