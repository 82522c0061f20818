// Sets of classes as unary tests, for people.
#include <string>

#include "analysis/axis.h"
#include "model/json_writer.h"

namespace signalbox::analysis {

namespace {

std::string written(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kText: {
      std::string text;
      json::append_quoted(value.as_text(), text);
      return text;
    }
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

void append(std::string& list, const std::string& item) {
  if (!list.empty()) list += ',';
  list += item;
}

}  // namespace

/// Writes one set of one axis.
class AxisText {
 public:
  AxisText(const Axis& axis, const BitSet& set) : axis_(axis), blank_(axis.values_.size() - 1) {
    for (std::size_t v = 0; v <= blank_; ++v) {
      held_.push_back(set.contains(axis.class_of_[v]));
      if (v < blank_ && held_[v]) ++present_;
    }
  }

  [[nodiscard]] std::string text() const {
    if (present_ == blank_) return held_[blank_] ? "-" : "not(blank)";
    if (present_ == 0) return "blank";
    if (axis_.subject_.type == Type::kMultiPicklist) return selections();
    if (axis_.ordered_) return with_blank(ranges());
    const bool by_exception = axis_.open_ ? held_[blank_ - 1] : 2 * present_ > blank_ && blank_ > 3;
    return by_exception ? exceptions() : with_blank(list(true, blank_));
  }

 private:
  [[nodiscard]] std::string with_blank(std::string text) const {
    if (held_[blank_] && axis_.subject_.source != Source::kTime) append(text, "blank");
    return text;
  }

  [[nodiscard]] std::string list(bool held, std::size_t end) const {
    std::string text;
    for (std::size_t v = 0; v < end; ++v) {
      if (held_[v] == held) append(text, written(axis_.values_[v].literal.value));
    }
    return text;
  }

  [[nodiscard]] std::string exceptions() const {
    std::string text = list(false, axis_.open_ ? blank_ - 1 : blank_);
    if (!held_[blank_]) append(text, "blank");
    return "not(" + text + ")";
  }

  /// Many combinations are one example and their number.
  [[nodiscard]] std::string selections() const {
    std::size_t first = 0;
    while (!held_[first]) ++first;
    const std::string example = written(axis_.values_[first].literal.value);
    return present_ == 1 ? example : std::to_string(present_) + " selections such as " + example;
  }

  [[nodiscard]] std::string ranges() const {
    std::string text;
    for (std::size_t v = 0; v < blank_; ++v) {
      if (!held_[v]) continue;
      std::size_t last = v;
      while (last + 1 < blank_ && held_[last + 1]) ++last;
      append(text, range(v, last));
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
  std::size_t blank_;
  std::vector<bool> held_;  ///< By slice.
  std::size_t present_ = 0;
};

std::string Axis::text_of(const BitSet& set) const { return AxisText(*this, set).text(); }

}  // namespace signalbox::analysis
