// A value while deciding: what a field holds or a formula yields.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/decimal.h"
#include "base/time.h"
#include "model/location.h"

namespace signalbox {

/// Why a value could not be computed. Errors are values: they pass through operators and functions (the first operand's
/// error wins) until something catches them (IFERROR, a rule that then does not match) or the decision reports them.
enum class ErrorCode : unsigned char {
  kDivisionByZero,
  kOverflow,          ///< A number or date out of range.
  kBadNumber,         ///< VALUE of a text that is no number.
  kBadDate,           ///< No such date, date-time or time.
  kBadArgument,       ///< An argument outside a function's domain: SQRT(-1).
  kBadPattern,        ///< REGEX with a pattern that is not one.
  kFieldType,         ///< The record holds a value of another type than declared.
  kTextTooLong,       ///< A text above kMaxTextBytes.
  kUnknownQueue,      ///< A queue that the directory does not have.
  kNotUnique,         ///< Two rules match under hit policy unique.
  kMilestoneTarget,   ///< A target decision that yields no duration.
  kDifferentOutputs,  ///< Two rules match with different outputs under hit policy any.
  kOutputValue,       ///< A computed output that is none of its allowed values.
  kUnknownHours,      ///< Business hours that the directory does not have.
  kNeedsHistory,      ///< A clock of which only the record's history tells when it started.
};

/// "division-by-zero", ...: stable, kebab case.
[[nodiscard]] std::string_view error_name(ErrorCode code);

/// A tagged value. Text is a view: into the record, the program or the decision's arena.
class Value {
 public:
  enum class Kind : unsigned char { kBlank, kCheckbox, kNumber, kText, kDate, kDateTime, kTime, kLocation, kError };

  constexpr Value() : number_() {}  ///< Blank.
  static Value checkbox(bool b);
  static Value number(const Decimal& d);
  /// An empty text is a blank text: `text("")` is kText with size 0 and is_blank() is true.
  static Value text(std::string_view t);
  static Value date(Date d);
  static Value date_time(Instant i);
  static Value time(TimeOfDay t);
  static Value location(Location l);
  static Value error(ErrorCode code);

  // In place, for what reads many values: a value that has just been made is copied only once its parts are stored.
  void become_text(std::string_view t) {
    text_ = t;
    kind_ = Kind::kText;
  }
  void become_number(const Decimal& d) {
    number_ = d;
    kind_ = Kind::kNumber;
  }

  [[nodiscard]] Kind kind() const { return kind_; }
  /// Blank, or an empty text.
  [[nodiscard]] bool is_blank() const;
  [[nodiscard]] bool is_error() const { return kind_ == Kind::kError; }

  // Each requires the kind that its name says.
  [[nodiscard]] bool as_checkbox() const;
  [[nodiscard]] const Decimal& as_number() const;
  [[nodiscard]] std::string_view as_text() const;
  [[nodiscard]] Date as_date() const;
  [[nodiscard]] Instant as_date_time() const;
  [[nodiscard]] TimeOfDay as_time() const;
  [[nodiscard]] Location as_location() const;
  [[nodiscard]] ErrorCode as_error() const;

 private:
  union {
    Decimal number_;
    std::string_view text_;
    std::int64_t integer_;
    Location location_;
  };
  Kind kind_ = Kind::kBlank;
};

inline Value Value::checkbox(bool b) {
  Value value;
  value.integer_ = b ? 1 : 0;
  value.kind_ = Kind::kCheckbox;
  return value;
}

inline Value Value::number(const Decimal& d) {
  Value value;
  value.number_ = d;
  value.kind_ = Kind::kNumber;
  return value;
}

inline Value Value::text(std::string_view t) {
  Value value;
  value.text_ = t;
  value.kind_ = Kind::kText;
  return value;
}

inline Value Value::date(Date d) {
  Value value;
  value.integer_ = d.days;
  value.kind_ = Kind::kDate;
  return value;
}

inline Value Value::date_time(Instant i) {
  Value value;
  value.integer_ = i.ms;
  value.kind_ = Kind::kDateTime;
  return value;
}

inline Value Value::time(TimeOfDay t) {
  Value value;
  value.integer_ = t.ms;
  value.kind_ = Kind::kTime;
  return value;
}

inline Value Value::location(Location l) {
  Value value;
  value.location_ = l;
  value.kind_ = Kind::kLocation;
  return value;
}

inline Value Value::error(ErrorCode code) {
  Value value;
  value.integer_ = static_cast<std::int64_t>(code);
  value.kind_ = Kind::kError;
  return value;
}

inline bool Value::is_blank() const { return kind_ == Kind::kBlank || (kind_ == Kind::kText && text_.empty()); }
inline bool Value::as_checkbox() const { return integer_ != 0; }
inline const Decimal& Value::as_number() const { return number_; }
inline std::string_view Value::as_text() const { return text_; }
inline Date Value::as_date() const { return Date{static_cast<std::int32_t>(integer_)}; }
inline Instant Value::as_date_time() const { return Instant{integer_}; }
inline TimeOfDay Value::as_time() const { return TimeOfDay{static_cast<std::int32_t>(integer_)}; }
inline Location Value::as_location() const { return location_; }
inline ErrorCode Value::as_error() const { return static_cast<ErrorCode>(integer_); }

}  // namespace signalbox
