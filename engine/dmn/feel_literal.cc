#include "dmn/feel_literal.h"

#include "base/decimal.h"
#include "base/time.h"
#include "model/json_writer.h"

namespace signalbox::dmn {

namespace {

std::optional<FeelLiteral> number_literal(std::string_view text, bool negative) {
  // FEEL may leave out the zero before the point.
  std::string spelled = negative ? "-" : "";
  if (!text.empty() && text[0] == '.') spelled += '0';
  spelled += text;
  const auto number = Decimal::parse(spelled);
  if (!number) return std::nullopt;
  return FeelLiteral{Type::kNumber, number->to_text()};
}

std::optional<FeelLiteral> date_literal(std::string_view text) {
  const auto date = parse_date(text);
  if (!date) return std::nullopt;
  return FeelLiteral{Type::kDate, to_text(*date)};
}

std::optional<FeelLiteral> time_literal(std::string_view text) {
  const auto time = parse_time(text);
  if (!time) return std::nullopt;
  return FeelLiteral{Type::kTime, to_text(*time)};
}

std::optional<FeelLiteral> date_time_literal(std::string_view text) {
  auto instant = parse_instant(text);
  if (!instant) instant = parse_instant(std::string(text) + "Z");
  if (!instant && parse_date(text)) instant = parse_instant(std::string(text) + "T00:00:00Z");
  if (!instant) return std::nullopt;
  return FeelLiteral{Type::kDateTime, to_text(*instant)};
}

std::optional<FeelLiteral> call_literal(const Feel& feel, const FeelNode& node) {
  if (node.children.size() != 1 || feel.child(node, 0).kind != FeelKind::kText) return std::nullopt;
  const std::string_view text = feel.child(node, 0).text;
  if (node.text == "date") return date_literal(text);
  if (node.text == "time") return time_literal(text);
  if (node.text == "date and time") return date_time_literal(text);
  return std::nullopt;
}

std::optional<FeelLiteral> temporal_literal(std::string_view text) {
  if (auto date = date_literal(text)) return date;
  if (auto time = time_literal(text)) return time;
  return date_time_literal(text);
}

}  // namespace

std::optional<FeelLiteral> literal_of(const Feel& feel, const FeelNode& node) {
  switch (node.kind) {
    case FeelKind::kNull:
      return FeelLiteral{};
    case FeelKind::kBoolean:
      return FeelLiteral{Type::kCheckbox, node.text};
    case FeelKind::kNumber:
      return number_literal(node.text, false);
    case FeelKind::kNegate:
      if (feel.child(node, 0).kind != FeelKind::kNumber) return std::nullopt;
      return number_literal(feel.child(node, 0).text, true);
    case FeelKind::kText:
      return FeelLiteral{Type::kText, node.text};
    case FeelKind::kTemporal:
      return temporal_literal(node.text);
    case FeelKind::kCall:
      return call_literal(feel, node);
    default:
      return std::nullopt;
  }
}

std::string quoted_text(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    constexpr std::string_view kEscaped = "\"\\\n\r\t";
    constexpr std::string_view kLetters = "\"\\nrt";
    const std::size_t which = kEscaped.find(c);
    if (which == std::string_view::npos) {
      quoted += c;
    } else {
      quoted += '\\';
      quoted += kLetters[which];
    }
  }
  return quoted + '"';
}

std::string test_text(const FeelLiteral& literal) {
  if (literal.type == Type::kAny) return "blank";
  return literal.type == Type::kText ? quoted_text(literal.text) : literal.text;
}

std::optional<std::string> formula_text(const FeelLiteral& literal) {
  switch (literal.type) {
    case Type::kAny:
      return "NULL";
    case Type::kCheckbox:
      return literal.text == "true" ? "TRUE" : "FALSE";
    case Type::kText:
      return quoted_text(literal.text);
    case Type::kDate: {
      const CivilDate date = civil_from_date(*parse_date(literal.text));
      return "DATE(" + std::to_string(date.year) + ", " + std::to_string(date.month) + ", " + std::to_string(date.day) +
             ")";
    }
    case Type::kTime:
      return "TIMEVALUE(" + quoted_text(literal.text) + ")";
    case Type::kDateTime: {
      // The formula's own form: "2026-01-31 08:00:00".
      if (literal.text.substr(19) != ".000Z") return std::nullopt;
      return "DATETIMEVALUE(" + quoted_text(literal.text.substr(0, 10) + " " + literal.text.substr(11, 8)) + ")";
    }
    default:
      return literal.text;
  }
}

std::string cell_json(const FeelLiteral& literal) {
  std::string json;
  switch (literal.type) {
    case Type::kAny:
      return "null";
    case Type::kNumber:
    case Type::kCheckbox:
      return literal.text;
    case Type::kText:
      // A text that begins with `=` would be read as a formula; a formula that is this text is none the less it.
      json::append_quoted(literal.text.substr(0, 1) == "=" ? "=" + quoted_text(literal.text) : literal.text, json);
      return json;
    default:
      json::append_quoted(literal.text, json);
      return json;
  }
}

}  // namespace signalbox::dmn
