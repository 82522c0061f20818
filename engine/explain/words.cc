#include "explain/words.h"

#include "model/reader.h"

namespace signalbox::explain {

namespace {

constexpr int kExactDigits = 34;
constexpr int kShownDigits = 12;

std::string subject(std::string_view text) { return text.empty() ? "A value" : "`" + quote_for_message(text) + "`"; }

}  // namespace

Value shown(const Value& value) {
  if (value.kind() != Value::Kind::kNumber || value.as_number().precision() <= kExactDigits) return value;
  return Value::number(value.as_number().rounded_to_precision(kShownDigits, Decimal::Rounding::kHalfUp));
}

std::string value_words(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kBlank:
      return "blank";
    case Value::Kind::kCheckbox:
      return value.as_checkbox() ? "true" : "false";
    case Value::Kind::kNumber:
      return shown(value).as_number().to_text();
    case Value::Kind::kText:
      return value.is_blank() ? "blank" : "\"" + quote_for_message(value.as_text()) + "\"";
    case Value::Kind::kDate:
      return to_text(value.as_date());
    case Value::Kind::kDateTime:
      return to_text(value.as_date_time());
    case Value::Kind::kTime:
      return to_text(value.as_time());
    case Value::Kind::kLocation:
      return latitude_of(value.as_location()).to_text() + ", " + longitude_of(value.as_location()).to_text();
    case Value::Kind::kError:
      break;
  }
  return "the error " + std::string(error_name(value.as_error()));
}

std::string error_sentence(ErrorCode code, std::string_view text) {
  switch (code) {
    case ErrorCode::kDivisionByZero:
      return subject(text) + " divides by zero.";
    case ErrorCode::kOverflow:
      return subject(text) + " gives a number or date that is out of range.";
    case ErrorCode::kBadNumber:
      return subject(text) + " reads a text that is no number.";
    case ErrorCode::kBadDate:
      return subject(text) + " makes a date or time that does not exist.";
    case ErrorCode::kBadArgument:
      return subject(text) + " calls a function with an argument outside its domain.";
    case ErrorCode::kBadPattern:
      return subject(text) + " uses a pattern that is no regular expression.";
    case ErrorCode::kFieldType:
      return subject(text) + " reads a field whose value in the record is not of the declared type.";
    case ErrorCode::kTextTooLong:
      return subject(text) + " makes a text that is too long.";
    case ErrorCode::kUnknownQueue:
      return "The directory has no queue " + (text.empty() ? "of that name" : subject(text)) + ".";
    case ErrorCode::kNotUnique:
      return "More than one rule matches, and the hit policy is unique.";
    case ErrorCode::kDifferentOutputs:
      return "Rules with different outputs match, and the hit policy is any.";
    case ErrorCode::kOutputValue:
      return subject(text) + " gives a value that its output does not allow.";
    case ErrorCode::kUnknownHours:
      return "The directory has no business hours " + subject(text) + ".";
    case ErrorCode::kNeedsHistory:
      return subject(text) + ": since when it holds, or how often it did, is told only by the record's history.";
    case ErrorCode::kMilestoneTarget:
      break;
  }
  return "There is no target: it must be a duration such as `4h`, or a number of minutes above 0.";
}

Decimal shown_minutes(std::int64_t ms) {
  constexpr int kShownScale = 6;
  const auto quotient = Decimal::from_int(ms).divided_by(Decimal::from_int(kMsPerMinute));
  return quotient.value_or(Decimal()).rounded(kShownScale, Decimal::Rounding::kHalfUp);
}

}  // namespace signalbox::explain
