#include "base/decimal_wide.h"

#include <algorithm>
#include <bit>

#include "base/limits.h"

namespace signalbox {

Wide Wide::from(std::uint64_t value) {
  Wide wide;
  wide.limbs[0] = value;
  wide.size = value == 0 ? 0 : 1;
  return wide;
}

Wide Wide::power_of_ten(int exponent) {
  Wide wide = from(1);
  wide.multiply_by_power_of_ten(exponent);
  return wide;
}

int Wide::bits() const {
  return size == 0 ? 0 : 64 * size - std::countl_zero(limbs[static_cast<std::size_t>(size) - 1]);
}

int Wide::digits() const {
  if (size == 0) return 1;
  if (size == 1) {
    int count = 1;
    while (count <= kMaxPower64 && limbs[0] >= kPowersOfTen[static_cast<std::size_t>(count)]) ++count;
    return count;
  }
  // 1233 / 4096 is a little less than log10(2): the estimate is right or one too small.
  const int estimate = ((bits() - 1) * 1233) >> 12;
  return estimate + (compare(*this, power_of_ten(estimate + 1)) >= 0 ? 2 : 1);
}

void Wide::trim() {
  while (size > 0 && limbs[static_cast<std::size_t>(size) - 1] == 0) --size;
}

void Wide::multiply(std::uint64_t factor) {
  std::uint64_t carry = 0;
  for (int i = 0; i < size; ++i) {
    const Uint128 part = static_cast<Uint128>(limbs[static_cast<std::size_t>(i)]) * factor + carry;
    limbs[static_cast<std::size_t>(i)] = static_cast<std::uint64_t>(part);
    carry = static_cast<std::uint64_t>(part >> 64);
  }
  if (carry != 0) limbs[static_cast<std::size_t>(size++)] = carry;
  trim();
}

void Wide::add(std::uint64_t addend) {
  for (int i = 0; i < size && addend != 0; ++i) {
    auto& limb = limbs[static_cast<std::size_t>(i)];
    limb += addend;
    addend = limb < addend ? 1 : 0;
  }
  if (addend != 0) limbs[static_cast<std::size_t>(size++)] = addend;
}

void Wide::multiply_by_power_of_ten(int exponent) {
  for (; exponent > kMaxPower64; exponent -= kMaxPower64) multiply(kPowersOfTen[kMaxPower64]);
  if (exponent > 0) multiply(kPowersOfTen[static_cast<std::size_t>(exponent)]);
}

void Wide::shift_left(int count) {
  if (size == 0 || count == 0) return;
  const int whole = count / 64;
  const int part = count % 64;
  limbs[static_cast<std::size_t>(size)] = 0;
  for (int i = size; i >= 0; --i) {
    const std::uint64_t high = limbs[static_cast<std::size_t>(i)] << part;
    const std::uint64_t low = part == 0 || i == 0 ? 0 : limbs[static_cast<std::size_t>(i) - 1] >> (64 - part);
    limbs[static_cast<std::size_t>(i + whole)] = high | low;
  }
  std::fill_n(limbs.begin(), whole, 0);
  size += whole + 1;
  trim();
}

std::uint32_t Wide::divide(std::uint32_t divisor) {
  std::uint64_t remainder = 0;
  for (int i = size; i-- > 0;) {
    auto& limb = limbs[static_cast<std::size_t>(i)];
    const std::uint64_t high = (remainder << 32) | (limb >> 32);
    const std::uint64_t low = ((high % divisor) << 32) | (limb & 0xFFFFFFFFu);
    limb = ((high / divisor) << 32) | (low / divisor);
    remainder = low % divisor;
  }
  trim();
  return static_cast<std::uint32_t>(remainder);
}

int Wide::strip_zeros(int limit) {
  constexpr int kStep = 9;
  int stripped = 0;
  for (int step = kStep; step > 0 && size > 0;) {
    const auto divisor = static_cast<std::uint32_t>(kPowersOfTen[static_cast<std::size_t>(step)]);
    Wide shorter = *this;
    if (stripped + step <= limit && shorter.divide(divisor) == 0) {
      *this = shorter;
      stripped += step;
    } else {
      step = step == kStep ? 4 : step / 2;
    }
  }
  return stripped;
}

int compare(const Wide& a, const Wide& b) {
  if (a.size != b.size) return a.size < b.size ? -1 : 1;
  for (int i = a.size; i-- > 0;) {
    const auto at = static_cast<std::size_t>(i);
    if (a.limbs[at] != b.limbs[at]) return a.limbs[at] < b.limbs[at] ? -1 : 1;
  }
  return 0;
}

Wide sum(const Wide& a, const Wide& b) {
  const Wide& longer = a.size >= b.size ? a : b;
  const Wide& shorter = a.size >= b.size ? b : a;
  Wide result = longer;
  std::uint64_t carry = 0;
  for (int i = 0; i < longer.size; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const Uint128 part = static_cast<Uint128>(longer.limbs[at]) + (i < shorter.size ? shorter.limbs[at] : 0) + carry;
    result.limbs[at] = static_cast<std::uint64_t>(part);
    carry = static_cast<std::uint64_t>(part >> 64);
  }
  if (carry != 0) result.limbs[static_cast<std::size_t>(result.size++)] = carry;
  return result;
}

Wide difference(const Wide& a, const Wide& b) {
  Wide result = a;
  std::uint64_t borrow = 0;
  for (int i = 0; i < a.size; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const Uint128 part = static_cast<Uint128>(a.limbs[at]) - (i < b.size ? b.limbs[at] : 0) - borrow;
    result.limbs[at] = static_cast<std::uint64_t>(part);
    borrow = static_cast<std::uint64_t>(part >> 64) & 1;
  }
  result.trim();
  return result;
}

Wide product(const Wide& a, const Wide& b) {
  Wide result;
  result.size = a.size + b.size;
  std::fill_n(result.limbs.begin(), result.size, 0);
  for (int i = 0; i < a.size; ++i) {
    std::uint64_t carry = 0;
    for (int j = 0; j < b.size; ++j) {
      auto& limb = result.limbs[static_cast<std::size_t>(i + j)];
      const Uint128 part =
          static_cast<Uint128>(a.limbs[static_cast<std::size_t>(i)]) * b.limbs[static_cast<std::size_t>(j)] + limb +
          carry;
      limb = static_cast<std::uint64_t>(part);
      carry = static_cast<std::uint64_t>(part >> 64);
    }
    result.limbs[static_cast<std::size_t>(i + b.size)] = carry;
  }
  result.trim();
  return result;
}

namespace {

/// 32-bit digits, least significant first: Knuth's long division runs on them, because every host divides 64 by 32 bits
/// natively.
using Digits = std::array<std::uint32_t, 2 * Wide::kLimbs + 1>;

int split(const Wide& wide, int shift, Digits& digits) {
  std::uint32_t carry = 0;
  for (int i = 0; i < 2 * wide.size; ++i) {
    const auto digit = static_cast<std::uint32_t>(wide.limbs[static_cast<std::size_t>(i / 2)] >> (i % 2 * 32));
    digits[static_cast<std::size_t>(i)] = (digit << shift) | carry;
    carry = shift == 0 ? 0 : digit >> (32 - shift);
  }
  digits[static_cast<std::size_t>(2 * wide.size)] = carry;
  return 2 * wide.size + 1;
}

Wide join(const Digits& digits, int count, int shift) {
  Wide wide;
  wide.size = (count + 1) / 2;
  std::fill_n(wide.limbs.begin(), wide.size, 0);
  for (int i = 0; i < count; ++i) {
    const std::uint64_t above = i + 1 < count ? digits[static_cast<std::size_t>(i) + 1] : 0;
    const std::uint64_t pair = (above << 32) | digits[static_cast<std::size_t>(i)];
    const auto digit = static_cast<std::uint64_t>(static_cast<std::uint32_t>(pair >> shift));
    wide.limbs[static_cast<std::size_t>(i / 2)] |= digit << (i % 2 * 32);
  }
  wide.trim();
  return wide;
}

/// One digit of the quotient: u[0..n] is reduced by q x v[0..n-1]. Knuth, The Art of Computer Programming 2, 4.3.1,
/// algorithm D.
std::uint32_t quotient_digit(std::uint32_t* u, const std::uint32_t* v, int n) {
  const std::uint64_t top = (static_cast<std::uint64_t>(u[n]) << 32) | u[n - 1];
  std::uint64_t q = top / v[n - 1];
  std::uint64_t rest = top % v[n - 1];
  while ((q >> 32) != 0 || q * v[n - 2] > ((rest << 32) | u[n - 2])) {
    --q;
    rest += v[n - 1];
    if ((rest >> 32) != 0) break;
  }
  std::uint64_t carry = 0;
  std::uint64_t borrow = 0;
  for (int i = 0; i < n; ++i) {
    const std::uint64_t part = q * v[i] + carry;
    carry = part >> 32;
    const std::uint64_t left = static_cast<std::uint64_t>(u[i]) - static_cast<std::uint32_t>(part) - borrow;
    u[i] = static_cast<std::uint32_t>(left);
    borrow = (left >> 32) & 1;
  }
  const std::uint64_t left = static_cast<std::uint64_t>(u[n]) - carry - borrow;
  u[n] = static_cast<std::uint32_t>(left);
  if ((left >> 32) == 0) return static_cast<std::uint32_t>(q);
  std::uint64_t back = 0;
  for (int i = 0; i < n; ++i) {
    back += static_cast<std::uint64_t>(u[i]) + v[i];
    u[i] = static_cast<std::uint32_t>(back);
    back >>= 32;
  }
  u[n] += static_cast<std::uint32_t>(back);
  return static_cast<std::uint32_t>(q - 1);
}

}  // namespace

WideQuotient divide(const Wide& a, const Wide& b) {
  if (compare(a, b) < 0) return {Wide::from(0), a};
  if (b.size == 1 && (b.limbs[0] >> 32) == 0) {
    WideQuotient result{a, {}};
    result.remainder = Wide::from(result.quotient.divide(static_cast<std::uint32_t>(b.limbs[0])));
    return result;
  }
  Digits u;
  Digits v;
  const int shift = std::countl_zero(b.limbs[static_cast<std::size_t>(b.size) - 1]) % 32;
  int n = split(b, shift, v);
  while (v[static_cast<std::size_t>(n) - 1] == 0) --n;
  const int m = split(a, shift, u);
  Digits q;
  for (int j = m - n; j-- > 0;) q[static_cast<std::size_t>(j)] = quotient_digit(u.data() + j, v.data(), n);
  return {join(q, m - n, 0), join(u, n, shift)};
}

bool rounds_up(Decimal::Rounding mode, bool negative, int against_half, bool odd) {
  switch (mode) {
    case Decimal::Rounding::kHalfUp:
      return against_half >= 0;
    case Decimal::Rounding::kHalfEven:
      return against_half > 0 || (against_half == 0 && odd);
    case Decimal::Rounding::kDown:
      return false;
    case Decimal::Rounding::kUp:
      return true;
    case Decimal::Rounding::kFloor:
      return negative;
    case Decimal::Rounding::kCeiling:
      break;
  }
  return !negative;
}

RoundedQuotient divide_rounded(const Wide& a, const Wide& b, Decimal::Rounding mode, bool negative) {
  WideQuotient result = divide(a, b);
  if (result.remainder.is_zero()) return {result.quotient, true};
  const int against_half = compare(result.remainder, difference(b, result.remainder));
  if (rounds_up(mode, negative, against_half, result.quotient.is_odd())) result.quotient.add(1);
  return {result.quotient, false};
}

}  // namespace signalbox
