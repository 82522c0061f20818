// Field types, as Salesforce names them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

/// Type of a field or of a formula's value. `kAny` is the type of a blank literal (NULL): it fits everywhere.
enum class Type : unsigned char {
  kAny,
  kText,
  kNumber,
  kCurrency,
  kPercent,  ///< Records hold 20 for 20 %; a formula sees 0.20.
  kCheckbox,
  kDate,
  kDateTime,
  kTime,
  kPicklist,
  kMultiPicklist,
  kId,
  kLocation,  ///< Latitude and longitude: a geolocation field.
};

/// "Text", "DateTime", ...: as written in a definition. `kAny` is "any".
[[nodiscard]] std::string_view type_name(Type type);
/// Inverse of type_name for declarable types; exact case. Also accepts Salesforce's describe names that mean the same
/// (TextArea, Phone, Email, Url, LongTextArea -> Text; Geolocation -> Location).
[[nodiscard]] std::optional<Type> parse_type(std::string_view name);
/// Number, Currency, Percent.
[[nodiscard]] bool is_numeric(Type type);
/// Text, Id (and Picklist values once TEXT() made them text; a Picklist itself is not textual).
[[nodiscard]] bool is_textual(Type type);

/// What a definition declares about one field.
struct Field {
  std::string name;  ///< As declared; a dotted path for related records.
  Type type = Type::kText;
  std::string label;                ///< For people; may be empty.
  std::vector<std::string> values;  ///< Picklist values; empty: not restricted.
};

}  // namespace signalbox
