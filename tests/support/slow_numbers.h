// Functions of numbers and places in the slow twin. What no decimal holds exactly is calculated by Boost.Multiprecision
// with 80 digits.
#pragma once

#include <algorithm>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <cctype>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "tests/support/slow_value.h"

namespace signalbox::slow {

using Real = boost::multiprecision::number<boost::multiprecision::cpp_dec_float<80>, boost::multiprecision::et_off>;

inline Real real(const Number& number) { return Real(number.text()); }

/// Rounded to so many significant digits.
inline std::optional<Number> number_of(const Real& value, int digits) {
  const std::string text = value.str(digits - 1, std::ios::scientific);
  const std::size_t mark = text.find('e');
  Number number = number_of(text.substr(0, mark));
  number.scale -= std::stoi(text.substr(mark + 1));
  if (number.scale < 0) {
    number.digits = raise(number.digits, -number.scale);
    number.scale = 0;
  }
  return fit(number);
}

/// An angle counts as its nearest binary64.
inline Real angle_of(const Number& number) {
  const Real angle = std::strtod(number.text().c_str(), nullptr);
  if (abs(angle) > Real("1e15")) throw ErrorCode::kBadArgument;
  return angle;
}

inline const Real& pi() {
  static const Real value = 4 * atan(Real(1));
  return value;
}

inline Real arc_tangent(const Number& y, const Number& x) {
  if (y.digits == "0" && x.digits == "0") return 0;
  return atan2(real(y), real(x));
}

inline Real transcendental(const std::string& name, const std::vector<Thing>& given) {
  const Number& x = given[0].number;
  const bool beyond_one = compare(Number{x.digits, x.scale, false}, whole_number(1)) > 0;
  const bool wrong = ((name == "ASIN" || name == "ACOS") && beyond_one) || (name == "SQRT" && x.negative) ||
                     ((name == "LN" || name == "LOG") && (x.negative || x.digits == "0"));
  if (wrong) throw ErrorCode::kBadArgument;
  if (name == "SIN") return sin(angle_of(x));
  if (name == "COS") return cos(angle_of(x));
  if (name == "TAN") return tan(angle_of(x));
  if (name == "SQRT") return sqrt(real(x));
  if (name == "LN") return log(real(x));
  if (name == "LOG") return log10(real(x));
  if (name == "ASIN") return asin(real(x));
  if (name == "ACOS") return acos(real(x));
  if (name == "ATAN") return atan(real(x));
  if (name == "ATAN2") return arc_tangent(x, given[1].number);
  const bool too_large = compare(Number{x.digits, x.scale, false}, whole_number(300)) > 0;
  if (too_large && !x.negative) throw ErrorCode::kOverflow;
  return too_large ? Real(0) : exp(real(x));
}

/// Kilometres, by the haversine formula.
inline Real great_circle(const Thing& a, const Thing& b) {
  const auto radians = [](std::int64_t degrees) { return Real(degrees) * pi() / Real("180e15"); };
  const Real north = sin(radians(a.count - b.count) / 2);
  const Real east = sin(radians(a.longitude - b.longitude) / 2);
  // Of the complement, so that a pole is on the axis.
  const auto cosine = [&](std::int64_t degrees) { return sin(radians(90'000'000'000'000'000 - std::abs(degrees))); };
  const Real square = north * north + cosine(a.count) * cosine(b.count) * east * east;
  return 2 * asin(sqrt(square < 1 ? square : Real(1))) * Real("6371.0088");
}

inline Thing distance(const std::vector<Thing>& given) {
  std::string unit = to_utf8(given[2].text);
  for (char& c : unit) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (unit != "km" && unit != "mi") throw ErrorCode::kBadArgument;
  const Real km = great_circle(given[0], given[1]);
  constexpr int kDigits = 15;
  return thing(number_of(unit == "km" ? km : km / Real("1.609344"), kDigits));
}

inline Thing geolocation(const std::vector<Thing>& given) {
  const auto degrees = [&](std::size_t index, int most) {
    constexpr int kPlaces = 15;
    const Number number = cut(given[index].number, kPlaces, Cut::kHalfUp);
    if (compare(Number{number.digits, number.scale, false}, whole_number(most)) > 0) throw ErrorCode::kBadArgument;
    const std::int64_t count = std::stoll(raise(number.digits, kPlaces - number.scale));
    return number.negative ? -count : count;
  };
  Thing made = counted(Thing::Kind::kLocation, degrees(0, 90));
  made.longitude = degrees(1, 180);
  return made;
}

inline std::optional<Thing> whole_number_function(const std::string& name, const std::vector<Thing>& given) {
  const Number& number = given[0].number;
  const int places =
      given.size() > 1 ? static_cast<int>(std::clamp<std::int64_t>(whole_of(given[1].number), -1000, 1000)) : 0;
  if (name == "ABS") return thing(Number{number.digits, number.scale, false});
  if (name == "ROUND") return thing(cut(trusted(number), places, Cut::kHalfUp));
  if (name == "TRUNC") return thing(cut(trusted(number), places, Cut::kDown));
  if (name == "FLOOR") return thing(cut(trusted(number), 0, Cut::kDown));
  if (name == "CEILING") return thing(cut(trusted(number), 0, Cut::kUp));
  if (name == "MFLOOR") return thing(cut(trusted(number), 0, Cut::kFloor));
  if (name == "MCEILING") return thing(cut(trusted(number), 0, Cut::kCeiling));
  return std::nullopt;
}

inline std::optional<Thing> number_function(const std::string& name, const std::vector<Thing>& given) {
  static const std::set<std::string> kTranscendental = {"SIN",  "COS",  "TAN",  "SQRT",  "LN", "LOG",
                                                        "ASIN", "ACOS", "ATAN", "ATAN2", "EXP"};
  constexpr int kDigits = 36;
  if (name == "PI") return thing(number_of("3.14159265358979323846264338327950288419716939937510582097"));
  if (name == "ATAN2" && (given[0].is_blank() || given[1].is_blank())) throw ErrorCode::kBadArgument;
  if (kTranscendental.contains(name)) return thing(number_of(transcendental(name, given), kDigits));
  if (name == "DISTANCE") return distance(given);
  if (name == "GEOLOCATION") return geolocation(given);
  if (name == "MOD") {
    if (given[1].number.digits == "0") throw ErrorCode::kDivisionByZero;
    return thing(remainder(given[0].number, given[1].number));
  }
  if (name == "MIN" || name == "MAX") {
    Thing best = given[0];
    for (const Thing& other : given) {
      if (compare(other.number, best.number) == (name == "MIN" ? -1 : 1)) best = other;
    }
    return best;
  }
  return given.empty() ? std::nullopt : whole_number_function(name, given);
}

}  // namespace signalbox::slow
