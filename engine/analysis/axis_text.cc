// Sets of classes as unary tests, for people.
#include "analysis/axis_text.h"

#include "analysis/axis.h"
#include "analysis/example.h"

namespace signalbox::analysis {

namespace {

std::string written(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kText:
      return quoted_operand(value.as_text());
    case Value::Kind::kCheckbox:
      return value.as_checkbox() ? "true" : "false";
    case Value::Kind::kNumber:
      return value.as_number().to_text();
    case Value::Kind::kDate:
      return to_text(value.as_date());
    case Value::Kind::kDateTime:
      return to_text(value.as_date_time());
    case Value::Kind::kTime:
      return to_text(value.as_time());
    default:
      return "blank";
  }
}

}  // namespace

std::string quoted_operand(std::string_view text) {
  constexpr std::string_view kEscaped = "\"\\\n\r\t";
  constexpr std::string_view kEscapes = "\"\\nrt";
  std::string out = "\"";
  for (const char c : text) {
    const std::size_t at = kEscaped.find(c);
    if (at != std::string_view::npos) out += '\\';
    out += at == std::string_view::npos ? c : kEscapes[at];
  }
  return out + '"';
}

void append_test(std::string& list, std::string_view test) {
  if (!list.empty()) list += ',';
  list += test;
}

/// Writes one set of one axis.
class AxisText {
 public:
  AxisText(const Axis& axis, const BitSet& set) : axis_(axis), set_(set), blank_(axis.values_.size() - 1) {
    for (std::size_t v = 0; v <= blank_; ++v) {
      held_.push_back(set.contains(axis.class_of_[v]));
      if (v < blank_ && held_[v]) ++present_;
    }
  }

  [[nodiscard]] std::string text() const {
    if (present_ == blank_) return held_[blank_] ? "-" : "not(blank)";
    if (present_ == 0) return "blank";
    if (!axis_.tested_.empty()) return axis_.text_of_selections(set_).value_or(std::string());
    const bool zero = axis_.zero_is_blank_ && held_[zero_slice()];
    if (held_[blank_]) {
      // Where 0 is not held, a blank would not pass an exception of it.
      return prefers_exceptions() && (zero || !axis_.zero_is_blank_) ? exceptions() : with_blank(slices(true));
    }
    // Where 0 is held, a blank would pass as well.
    return prefers_exceptions() || zero ? exceptions() : slices(true);
  }

 private:
  [[nodiscard]] bool prefers_exceptions() const {
    if (axis_.ordered_) return false;
    return axis_.open_ ? held_[blank_ - 1] : 2 * present_ > blank_ && blank_ > 3;
  }

  /// The slice with 0, or false.
  [[nodiscard]] std::size_t zero_slice() const {
    if (axis_.subject_.type == Type::kCheckbox) return 0;
    const Value zero = Value::number(Decimal());
    std::size_t v = 0;
    const std::size_t points = axis_.open_ ? blank_ - 1 : blank_;
    while (v < points && (!axis_.values_[v].is_point || is_before(axis_.values_[v].literal.value, zero))) ++v;
    if (v < points && !is_before(zero, axis_.values_[v].literal.value)) return v;
    return axis_.ordered_ ? v - 1 : blank_ - 1;
  }

  [[nodiscard]] std::string with_blank(std::string text) const {
    if (axis_.subject_.source != Source::kTime) append_test(text, "blank");
    return text;
  }

  [[nodiscard]] std::string exceptions() const {
    std::string text = slices(false);
    if (!held_[blank_]) append_test(text, "blank");
    return "not(" + text + ")";
  }

  /// The slices but blank that are held, or those that are not.
  [[nodiscard]] std::string slices(bool held) const {
    if (axis_.ordered_) return ranges(held);
    return axis_.open_ && held_[blank_ - 1] == held ? between_points(held) : list(held);
  }

  [[nodiscard]] std::string list(bool held) const {
    std::string text;
    for (std::size_t v = 0; v < blank_; ++v) {
      if (held_[v] == held) append_test(text, written(axis_.values_[v].literal.value));
    }
    return text;
  }

  /// Every other value, and those of the points: the ranges between the points that are left out.
  [[nodiscard]] std::string between_points(bool held) const {
    std::string text;
    std::string last;
    for (std::size_t v = 0; v + 1 < blank_; ++v) {
      if (held_[v] == held) continue;
      const std::string point = written(axis_.values_[v].literal.value);
      append_test(text, last.empty() ? "< " + point : "(" + last + ".." + point + ")");
      last = point;
    }
    append_test(text, "> " + last);
    return text;
  }

  [[nodiscard]] std::string ranges(bool held) const {
    std::string text;
    for (std::size_t v = 0; v < blank_; ++v) {
      if (held_[v] != held) continue;
      std::size_t last = v;
      while (last + 1 < blank_ && held_[last + 1] == held) ++last;
      append_test(text, range(v, last));
      v = last;
    }
    return text;
  }

  /// Slices first .. last, which are neither all nor none. What is no point lies between its neighbours, which are.
  [[nodiscard]] std::string range(std::size_t first, std::size_t last) const {
    const auto& values = axis_.values_;
    const auto literal = [&](std::size_t v) { return written(values[v].literal.value); };
    if (first == last && values[first].is_point) return literal(first);
    const bool from_point = values[first].is_point;
    const bool to_point = values[last].is_point;
    if (first == 0 && !from_point) return to_point ? "<= " + literal(last) : "< " + literal(last + 1);
    if (last + 1 == blank_ && !to_point) return from_point ? ">= " + literal(first) : "> " + literal(first - 1);
    return (from_point ? "[" + literal(first) : "(" + literal(first - 1)) + ".." +
           (to_point ? literal(last) + "]" : literal(last + 1) + ")");
  }

  const Axis& axis_;
  const BitSet& set_;
  std::size_t blank_;
  std::vector<bool> held_;  ///< By slice.
  std::size_t present_ = 0;
};

std::string Axis::text_of(const BitSet& set) const { return AxisText(*this, set).text(); }

}  // namespace signalbox::analysis
