// A value while deciding: what a field holds or a formula yields.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/decimal.h"
#include "base/time.h"

namespace signalbox {

/// Why a value could not be computed. Errors are values: they pass through operators and functions (the first operand's
/// error wins) until something catches them (IFERROR, a rule that then does not match) or the decision reports them.
enum class ErrorCode : unsigned char {
  kDivisionByZero,
  kOverflow,       ///< A number or date out of range.
  kBadNumber,      ///< VALUE of a text that is no number.
  kBadDate,        ///< No such date, date-time or time.
  kBadArgument,    ///< An argument outside a function's domain: SQRT(-1).
  kBadPattern,     ///< REGEX with a pattern that is not one.
  kFieldType,      ///< The record holds a value of another type than declared.
  kTextTooLong,    ///< A text above kMaxTextBytes.
  kUnknownQueue,   ///< A queue that the directory does not have.
  kNotUnique,      ///< Two rules match under hit policy unique.
  kMilestoneTarget,  ///< A target decision that yields no duration.
};

/// "division-by-zero", ...: stable, kebab case.
[[nodiscard]] std::string_view error_name(ErrorCode code);

/// A tagged value. Text is a view: into the record, the program or the decision's arena.
class Value {
 public:
  enum class Kind : unsigned char { kBlank, kCheckbox, kNumber, kText, kDate, kDateTime, kTime, kError };

  constexpr Value() : number_() {}  ///< Blank.
  static Value checkbox(bool b);
  static Value number(const Decimal& d);
  /// An empty text is a blank text: `text("")` is kText with size 0 and is_blank() is true.
  static Value text(std::string_view t);
  static Value date(Date d);
  static Value date_time(Instant i);
  static Value time(TimeOfDay t);
  static Value error(ErrorCode code);

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
  [[nodiscard]] ErrorCode as_error() const;

 private:
  union {
    Decimal number_;
    std::string_view text_;
    std::int64_t integer_;
  };
  Kind kind_ = Kind::kBlank;
};

}  // namespace signalbox
