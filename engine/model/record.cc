#include "model/record.h"

#include "base/unicode.h"
#include "model/record_reader.h"

namespace signalbox {

namespace {

constexpr int kPercentPlaces = 2;
constexpr std::string_view kIdName = "Id";

Value number_value(std::string_view text, Type type) {
  auto number = Decimal::parse(text);
  if (number && type == Type::kPercent) number = number->shifted(kPercentPlaces);
  return number ? Value::number(*number) : Value::error(ErrorCode::kFieldType);
}

template <typename T>
Value parsed(const std::optional<T>& parsed_value, Value (*make)(T)) {
  return parsed_value ? make(*parsed_value) : Value::error(ErrorCode::kFieldType);
}

/// Both parts are numbers, or one is no location.
Value located(const Value& latitude, const Value& longitude) {
  if (latitude.kind() != Value::Kind::kNumber || longitude.kind() != Value::Kind::kNumber)
    return Value::error(ErrorCode::kFieldType);
  return parsed(make_location(latitude.as_number(), longitude.as_number()), &Value::location);
}

/// A compound field: `{"latitude": 48.1, "longitude": 11.6}`, other members (of an address) aside.
Value location_value(json::Node node) {
  const auto latitude = node.find("latitude");
  const auto longitude = node.find("longitude");
  const auto is_blank = [](const std::optional<json::Node>& part) { return !part || part->is(json::Kind::kNull); };
  if (is_blank(latitude) && is_blank(longitude)) return {};
  if (is_blank(latitude) || is_blank(longitude) || !latitude->is(json::Kind::kNumber) ||
      !longitude->is(json::Kind::kNumber)) {
    return Value::error(ErrorCode::kFieldType);
  }
  return located(number_value(latitude->as_text(), Type::kNumber), number_value(longitude->as_text(), Type::kNumber));
}

Value json_value(json::Node node, Type type, Arena& arena) {
  switch (node.kind()) {
    case json::Kind::kNull:
      return {};
    case json::Kind::kText:
      return text_value(node.as_text(), type, &arena);
    case json::Kind::kNumber:
      return is_numeric(type) ? number_value(node.as_text(), type) : Value::error(ErrorCode::kFieldType);
    case json::Kind::kBool:
      return type == Type::kCheckbox ? Value::checkbox(node.as_bool()) : Value::error(ErrorCode::kFieldType);
    case json::Kind::kObject:
      return type == Type::kLocation ? location_value(node) : Value::error(ErrorCode::kFieldType);
    default:
      return Value::error(ErrorCode::kFieldType);
  }
}

/// The members `fields` of a uiRecordApi record; nullopt for other shapes.
std::optional<json::Node> ui_fields(json::Node node) {
  if (!node.find("apiName")) return std::nullopt;
  const auto fields = node.find("fields");
  if (!fields || !fields->is(json::Kind::kObject)) return std::nullopt;
  return fields;
}

std::string_view id_text(std::optional<json::Node> node) {
  const bool written = node && (node->is(json::Kind::kText) || node->is(json::Kind::kNumber));
  return written ? node->as_text() : std::string_view();
}

std::optional<json::Node> find_ignoring_case(json::Node object, std::string_view name) {
  for (std::size_t i = 0; i < object.size(); ++i) {
    if (unicode::equals_ignoring_ascii_case(object.key(i), name)) return object.at(i);
  }
  return std::nullopt;
}

}  // namespace

Value as_in_record(const Value& value, Type type) {
  if (type != Type::kPercent || value.kind() != Value::Kind::kNumber) return value;
  return Value::number(value.as_number().shifted(-kPercentPlaces).value_or(value.as_number()));
}

Value text_value(std::string_view text, Type type, Arena* arena) {
  switch (type) {
    case Type::kText:
    case Type::kPicklist:
    case Type::kMultiPicklist:
    case Type::kId:
      return Value::text(arena ? arena->keep(text) : text);
    case Type::kDate:
      return parsed(parse_date(text), &Value::date);
    case Type::kDateTime:
      return parsed(parse_instant(text), &Value::date_time);
    case Type::kTime:
      return parsed(parse_time(text), &Value::time);
    default:
      return Value::error(ErrorCode::kFieldType);
  }
}

Value read_location(json::Node node) { return location_value(node); }

Value read_cell(std::string_view text, Type type, Arena& arena) {
  if (text.empty()) return {};
  if (is_numeric(type)) return number_value(text, type);
  if (type != Type::kCheckbox) return text_value(text, type, &arena);
  if (text == "1" || unicode::equals_ignoring_ascii_case(text, "true")) return Value::checkbox(true);
  if (text == "0" || unicode::equals_ignoring_ascii_case(text, "false")) return Value::checkbox(false);
  return Value::error(ErrorCode::kFieldType);
}

bool RecordReader::read(json::Node node, Value* row, std::string_view& id, Diagnostics& diagnostics) {
  row_ = row;
  diagnostics_ = &diagnostics;
  prefix_.clear();
  trace_.slots.clear();
  trace_.id.reset();
  trace_.id_slot.reset();
  trace_.holds_container = false;
  parts_.clear();
  if (!node.is(json::Kind::kObject)) {
    diagnostics.push_back({"record-shape",
                           Severity::kError,
                           {},
                           node.span(),
                           "A record must be an object.",
                           "an object",
                           std::string(node.kind_name()),
                           {}});
    return false;
  }
  if (const auto fields = ui_fields(node)) {
    read_id(node.find("id"), id);
    if (!read_ui_fields(*fields)) return false;
    apply_parts(row);
    const auto slot = layout_.find(kIdName);
    trace_.id_slot = slot;
    if (slot && row_[*slot].is_blank() && !id.empty()) row_[*slot] = Value::text(id);
    return true;
  }
  read_id(find_ignoring_case(node, kIdName), id);
  if (!read_members(node)) return false;
  apply_parts(row);
  return true;
}

void RecordReader::read_id(std::optional<json::Node> node, std::string_view& id) {
  id = arena_.keep(id_text(node));
  if (node) trace_.id = node->span().begin;
}

bool RecordReader::read_members(json::Node object) {
  for (std::size_t i = 0; i < object.size(); ++i) {
    const json::Node value = object.at(i);
    const std::string_view name = object.key(i);
    if (!read_field(name, value, object.key_span(i))) return false;
    if (!value.is(json::Kind::kObject) || !layout_.has_paths()) continue;
    const std::size_t outer = prefix_.size();
    prefix_.append(name).append(".");
    if (!read_members(value)) return false;
    prefix_.resize(outer);
  }
  return true;
}

bool RecordReader::read_ui_fields(json::Node fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto value = fields.at(i).find("value");
    const std::string_view name = fields.key(i);
    if (!read_field(name, value ? *value : fields.at(i), fields.key_span(i))) return false;
    const auto related = value ? ui_fields(*value) : std::nullopt;
    if (!related) continue;
    const std::size_t outer = prefix_.size();
    prefix_.append(name).append(".");
    if (!read_ui_fields(*related)) return false;
    prefix_.resize(outer);
  }
  return true;
}

bool RecordReader::read_field(std::string_view name, json::Node value, Span place) {
  if (!prefix_.empty()) {
    path_.assign(prefix_).append(name);
    name = path_;
  }
  const auto slot = layout_.find(name);
  if (!slot) {
    const auto part = layout_.find_part(name);
    if (part) add_part(*part, json_value(value, Type::kNumber, arena_));
    trace_.holds_container = trace_.holds_container || part;
    return true;
  }
  if (row_[*slot].kind() != Value::Kind::kBlank) return report_twice(*slot, place);
  trace_.slots.push_back({value.span().begin, *slot});
  trace_.holds_container = trace_.holds_container || value.is(json::Kind::kObject) || value.is(json::Kind::kArray);
  row_[*slot] = json_value(value, layout_.field(*slot).type, arena_);
  return true;
}

void RecordReader::apply_parts(Value* row) {
  // Each slot is joined when its first part is met; then it is no longer blank, or stays blank for good reason.
  for (const GivenPart& given : parts_) {
    if (row[given.part.slot].kind() == Value::Kind::kBlank) row[given.part.slot] = joined_part(given.part.slot);
  }
  parts_.clear();
}

Value RecordReader::joined_part(std::uint32_t slot) const {
  Value latitude;
  Value longitude;
  for (const GivenPart& given : parts_) {
    if (given.part.slot == slot) (given.part.part == LocationPart::kLatitude ? latitude : longitude) = given.degrees;
  }
  const bool is_blank = latitude.kind() == Value::Kind::kBlank && longitude.kind() == Value::Kind::kBlank;
  return is_blank ? Value() : located(latitude, longitude);
}

bool RecordReader::report_twice(std::size_t slot, Span place) {
  const std::string& name = layout_.field(slot).name;
  diagnostics_->push_back({"record-field-twice",
                           Severity::kError,
                           {},
                           place,
                           "The record holds the field `" + name + "` twice.",
                           "each field once",
                           name,
                           {}});
  return false;
}

bool read_record(json::Node node, const Layout& layout, Arena& arena, Record& record, Diagnostics& diagnostics) {
  record.id = {};
  record.values.assign(layout.size(), Value());
  return RecordReader(layout, arena).read(node, record.values.data(), record.id, diagnostics);
}

}  // namespace signalbox
