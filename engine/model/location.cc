#include "model/location.h"

#include "base/unicode.h"

namespace signalbox {

namespace {

struct PartName {
  std::string_view suffix;  ///< Of the part's name ...
  std::string_view whole;   ///< ... in place of this one.
  LocationPart part;
};

/// Custom fields first: their names end like the standard ones' begin.
constexpr PartName kPartNames[] = {{"__Latitude__s", "__c", LocationPart::kLatitude},
                                   {"__Longitude__s", "__c", LocationPart::kLongitude},
                                   {"Latitude", "Address", LocationPart::kLatitude},
                                   {"Longitude", "Address", LocationPart::kLongitude}};

/// In units of 10^-15; nullopt beyond `limit` on either side.
std::optional<std::int64_t> units(const Decimal& degrees, std::int64_t limit) {
  const Decimal most = Decimal::from_int(limit);
  if (degrees.absolute() > most) return std::nullopt;
  const auto shifted = degrees.rounded(kLocationScale, Decimal::Rounding::kHalfUp).shifted(-kLocationScale);
  return shifted ? shifted->to_int() : std::nullopt;
}

}  // namespace

std::optional<Location> make_location(const Decimal& latitude, const Decimal& longitude) {
  const auto north = units(latitude, 90);
  const auto east = units(longitude, 180);
  return north && east ? std::optional(Location{*north, *east}) : std::nullopt;
}

std::optional<LocationPart> part_of_location(std::string_view name, std::string& whole) {
  for (const PartName& known : kPartNames) {
    if (name.size() <= known.suffix.size()) continue;
    const std::size_t stem = name.size() - known.suffix.size();
    if (!unicode::equals_ignoring_ascii_case(name.substr(stem), known.suffix)) continue;
    whole.assign(name.substr(0, stem)).append(known.whole);
    return known.part;
  }
  return std::nullopt;
}

}  // namespace signalbox
