#include <algorithm>
#include <utility>

#include "calendar/search.h"
#include "calendar/working_time.h"

namespace signalbox::calendar {

namespace {

/// Ascending; openings that touch become one.
void append(Openings& openings, Opening next) {
  if (!openings.empty() && openings.back().close >= next.open) {
    openings.back().close = std::max(openings.back().close, next.close);
  } else {
    openings.push_back(next);
  }
}

Openings open_in_any(const Openings& a, const Openings& b) {
  Openings any;
  auto left = a.begin();
  auto right = b.begin();
  while (left != a.end() || right != b.end()) {
    const bool is_left = right == b.end() || (left != a.end() && left->open <= right->open);
    append(any, is_left ? *left++ : *right++);
  }
  return any;
}

Openings open_in_all(const Openings& a, const Openings& b) {
  Openings all;
  auto left = a.begin();
  auto right = b.begin();
  while (left != a.end() && right != b.end()) {
    const Opening both{std::max(left->open, right->open), std::min(left->close, right->close)};
    if (both.open < both.close) append(all, both);
    if (left->close < right->close) {
      ++left;
    } else {
      ++right;
    }
  }
  return all;
}

/// Openings of 130 years with the time worked before each. Whole seconds fit 32 bits until 2106.
class CombinedTime final : public WorkingTime {
 public:
  explicit CombinedTime(const Openings& openings) {
    std::uint32_t before_s = 0;
    for (const Opening& opening : openings) {
      spans_.push_back({seconds(opening.open), seconds(opening.close), before_s});
      before_s += spans_.back().close_s - spans_.back().open_s;
    }
  }

  [[nodiscard]] std::int64_t worked_ms(Instant at) const override {
    const std::size_t begun = count_before(spans_.data(), spans_.size(),
                                           [&](const Span& span) { return span.open_s * kMsPerSecond < at.ms; });
    if (begun == 0) return 0;
    const Span& last = spans_[begun - 1];
    return last.before_s * kMsPerSecond + std::min(at.ms, last.close_s * kMsPerSecond) - last.open_s * kMsPerSecond;
  }

  [[nodiscard]] std::optional<Instant> reached(std::int64_t worked_ms) const override {
    if (worked_ms <= 0 || spans_.empty()) return std::nullopt;
    const std::size_t begun = count_before(spans_.data(), spans_.size(),
                                           [&](const Span& span) { return span.before_s * kMsPerSecond < worked_ms; });
    const Span& last = spans_[begun - 1];
    const Instant at{last.open_s * kMsPerSecond + worked_ms - last.before_s * kMsPerSecond};
    return at.ms <= last.close_s * kMsPerSecond ? std::optional(at) : std::nullopt;
  }

  [[nodiscard]] Openings openings() const override {
    Openings openings;
    for (const Span& span : spans_) {
      openings.push_back({{span.open_s * kMsPerSecond}, {span.close_s * kMsPerSecond}});
    }
    return openings;
  }

 private:
  struct Span {
    std::uint32_t open_s;
    std::uint32_t close_s;
    std::uint32_t before_s;  ///< Worked before it.
  };
  static std::uint32_t seconds(Instant at) { return static_cast<std::uint32_t>(at.ms / kMsPerSecond); }

  std::vector<Span> spans_;
};

}  // namespace

std::unique_ptr<const WorkingTime> combined_time(const std::vector<const WorkingTime*>& parts,
                                                 Combination combination) {
  Openings openings = parts.front()->openings();
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const Openings other = parts[i]->openings();
    openings = combination == Combination::kAny ? open_in_any(openings, other) : open_in_all(openings, other);
  }
  return std::make_unique<const CombinedTime>(openings);
}

}  // namespace signalbox::calendar
