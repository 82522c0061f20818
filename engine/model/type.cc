#include "model/type.h"

#include <array>
#include <utility>

namespace signalbox {

namespace {

/// In the order of the enumeration.
constexpr std::array<std::string_view, 13> kNames = {"any",           "Text", "Number",   "Currency", "Percent",
                                                     "Checkbox",      "Date", "DateTime", "Time",     "Picklist",
                                                     "MultiPicklist", "Id",   "Location"};

constexpr std::array<std::string_view, 6> kTextNames = {"TextArea", "LongTextArea", "Html", "Phone", "Email", "Url"};

}  // namespace

std::string_view type_name(Type type) { return kNames[static_cast<std::size_t>(type)]; }

std::optional<Type> parse_type(std::string_view name) {
  for (auto i = static_cast<std::size_t>(Type::kText); i <= static_cast<std::size_t>(Type::kLocation); ++i) {
    if (kNames[i] == name) return static_cast<Type>(i);
  }
  if (name == "Geolocation") return Type::kLocation;
  for (const std::string_view text_name : kTextNames) {
    if (text_name == name) return Type::kText;
  }
  return std::nullopt;
}

bool is_numeric(Type type) { return type == Type::kNumber || type == Type::kCurrency || type == Type::kPercent; }

bool is_textual(Type type) { return type == Type::kText || type == Type::kId; }

}  // namespace signalbox
