// Places and the distance between them.
#include "base/unicode.h"
#include "formula/functions/great_circle.h"
#include "formula/functions/registry.h"

namespace signalbox::formula {
namespace {

Decimal constant(std::string_view text) { return Decimal::parse(text).value_or(Decimal()); }

/// Mean radius of the earth (International Union of Geodesy and Geophysics), in kilometres.
const Decimal& earth_radius_km() {
  static const Decimal radius = constant("6371.0088");
  return radius;
}
const Decimal& earth_radius_miles() {
  static const Decimal radius = earth_radius_km().divided_by(constant("1.609344")).value_or(Decimal());
  return radius;
}

bool is_unit(std::string_view text, std::string_view unit) { return unicode::equals_ignoring_ascii_case(text, unit); }

Value distance(const Call& call) {
  constexpr int kDigits = 15;
  const bool in_miles = is_unit(call.text(2), "mi");
  if (!in_miles && !is_unit(call.text(2), "km")) return Value::error(ErrorCode::kBadArgument);
  const Decimal angle = angle_between(call[0].as_location(), call[1].as_location());
  const auto length = angle.times(in_miles ? earth_radius_miles() : earth_radius_km());
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
