// Places and the distance between them.
#include "base/unicode.h"
#include "formula/functions/registry.h"
#include "formula/functions/transcendental.h"

namespace signalbox::formula {
namespace {

Decimal constant(std::string_view text) { return Decimal::parse(text).value_or(Decimal()); }

Decimal times(const Decimal& a, const Decimal& b) {
  constexpr int kDigits = 48;
  return a.times(b).value_or(Decimal()).rounded_to_precision(kDigits, Decimal::Rounding::kHalfUp);
}

/// Mean radius of the earth (International Union of Geodesy and Geophysics), in kilometres.
const Decimal& earth_radius_km() {
  static const Decimal radius = constant("6371.0088");
  return radius;
}
const Decimal& km_per_mile() {
  static const Decimal km = constant("1.609344");
  return km;
}

/// Half of an angle in units of 10^-15 degrees, in radians.
Decimal half_in_radians(std::int64_t degrees) {
  static const Decimal half_degree = pi().divided_by(Decimal::from_int(360)).value_or(Decimal());
  return times(Decimal::from_scaled(degrees, kLocationScale), half_degree);
}
Decimal sine_of_half(std::int64_t degrees) { return sine(half_in_radians(degrees)).value_or(Decimal()); }
Decimal cosine_of(std::int64_t degrees) {
  const Decimal half = sine_of_half(degrees);
  const Decimal square = times(half, half);
  return Decimal::from_int(1).minus(square.plus(square).value_or(Decimal())).value_or(Decimal());
}

/// The short way round: across the date line rather than around the globe.
std::int64_t between_meridians(std::int64_t a, std::int64_t b) {
  constexpr std::int64_t kHalfTurn = 180'000'000'000'000'000;
  const std::int64_t degrees = a - b;
  if (degrees > kHalfTurn) return degrees - 2 * kHalfTurn;
  return degrees < -kHalfTurn ? degrees + 2 * kHalfTurn : degrees;
}

/// The haversine formula: exact enough from a millimetre to the other side of the globe.
Decimal great_circle_km(Location a, Location b) {
  const Decimal north = sine_of_half(a.latitude - b.latitude);
  const Decimal east = sine_of_half(between_meridians(a.longitude, b.longitude));
  const Decimal width = times(times(cosine_of(a.latitude), cosine_of(b.latitude)), times(east, east));
  const Decimal haversine = times(north, north).plus(width).value_or(Decimal());
  const Decimal rest = Decimal::from_int(1).minus(haversine).value_or(Decimal());
  // Rounding may leave a trace of either beyond its range.
  const Decimal opposite = square_root(haversine).value_or(Decimal());
  const Decimal adjacent = square_root(rest).value_or(Decimal());
  const Decimal half_angle = arc_tangent(opposite, adjacent).value_or(Decimal());
  return times(times(half_angle, Decimal::from_int(2)), earth_radius_km());
}

bool is_unit(std::string_view text, std::string_view unit) { return unicode::equals_ignoring_ascii_case(text, unit); }

Value distance(const Call& call) {
  constexpr int kDigits = 15;
  const bool in_miles = is_unit(call.text(2), "mi");
  if (!in_miles && !is_unit(call.text(2), "km")) return Value::error(ErrorCode::kBadArgument);
  const Decimal km = great_circle_km(call[0].as_location(), call[1].as_location());
  const auto length = in_miles ? km.divided_by(km_per_mile()) : km;
  return made_number(length ? std::optional(length->rounded_to_precision(kDigits, Decimal::Rounding::kHalfUp))
                            : std::nullopt);
}

Value geolocation(const Call& call) {
  const auto location = make_location(call.number(0), call.number(1));
  return location ? Value::location(*location) : Value::error(ErrorCode::kBadArgument);
}

std::string unit_complaint(std::string_view text, std::size_t&) {
  return is_unit(text, "mi") || is_unit(text, "km") ? "" : "A distance is measured in `mi` or `km`.";
}
constexpr ConstantCheck kUnit{2, "bad-unit", "`\"mi\"` or `\"km\"`", unit_complaint};

/// The second argument stands for a blank location.
Value part(const Call& call, Decimal (*of)(Location)) {
  return call[0].kind() == Value::Kind::kLocation ? Value::number(of(call[0].as_location())) : call[1];
}
Value latitude_part(const Call& call) { return part(call, latitude_of); }
Value longitude_part(const Call& call) { return part(call, longitude_of); }

using enum Type;
using enum Form;

constexpr Function kFunctions[] = {
    {"DISTANCE", "DISTANCE(location1, location2, unit)",
     "The length of the great circle between two places, in \"mi\" or \"km\".", "ggt", 3, 3, Result::kFixed, kNumber,
     kStrict, distance, &kUnit},
    {"GEOLOCATION", "GEOLOCATION(latitude, longitude)", "The place with these degrees.", "nn", 2, 2, Result::kFixed,
     Type::kLocation, kStrict, geolocation},
};

/// `X__Latitude__s` and `X__Longitude__s`: no functions of the language.
constexpr Function kParts[] = {
    {"", "", "", "gn", 2, 2, Result::kFixed, kNumber, kStrictWithBlanks, latitude_part},
    {"", "", "", "gn", 2, 2, Result::kFixed, kNumber, kStrictWithBlanks, longitude_part},
};

}  // namespace

std::span<const Function> location_functions() { return kFunctions; }
const Function& location_part_function(LocationPart part) { return kParts[part == LocationPart::kLatitude ? 0 : 1]; }

}  // namespace signalbox::formula
