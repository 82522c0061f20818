// Places on the globe: the values of Salesforce's geolocation fields.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/decimal.h"

namespace signalbox {

/// Degrees in units of 10^-15: as many digits as a geolocation field keeps. Latitude -90..90, longitude -180..180.
struct Location {
  std::int64_t latitude = 0;
  std::int64_t longitude = 0;

  friend auto operator<=>(const Location&, const Location&) = default;
};

inline constexpr int kLocationScale = 15;

/// Degrees, rounded half up to 15 digits behind the point; nullopt when they are off the globe.
[[nodiscard]] std::optional<Location> make_location(const Decimal& latitude, const Decimal& longitude);
[[nodiscard]] inline Decimal latitude_of(Location at) { return Decimal::from_scaled(at.latitude, kLocationScale); }
[[nodiscard]] inline Decimal longitude_of(Location at) { return Decimal::from_scaled(at.longitude, kLocationScale); }

/// Which part of a location a field holds.
enum class LocationPart : unsigned char { kLatitude, kLongitude };

/// The name of one part of a geolocation field, as Salesforce names it: `Office__Latitude__s` of `Office__c`,
/// `BillingLongitude` of `BillingAddress`. `whole` is set to the name of the whole; nullopt for other names. Case does
/// not matter. O(length).
[[nodiscard]] std::optional<LocationPart> part_of_location(std::string_view name, std::string& whole);

}  // namespace signalbox
