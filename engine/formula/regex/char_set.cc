#include "formula/regex/char_set.h"

#include <algorithm>
#include <utility>

namespace signalbox::formula::regex {

CharSet::CharSet(std::initializer_list<CharRange> ranges) {
  for (const CharRange& range : ranges) add(range.first, range.last);
}

void CharSet::add(char32_t first, char32_t last) {
  // Everything from `begin` to `end` overlaps or touches the new range and is merged with it.
  auto begin = std::lower_bound(ranges_.begin(), ranges_.end(), first,
                                [](const CharRange& range, char32_t c) { return range.last + 1 < c; });
  auto end = begin;
  while (end != ranges_.end() && end->first <= last + 1) {
    first = std::min(first, end->first);
    last = std::max(last, end->last);
    ++end;
  }
  begin = ranges_.erase(begin, end);
  ranges_.insert(begin, {first, last});
}

void CharSet::add(const CharSet& other) {
  std::vector<CharRange> merged;
  merged.reserve(ranges_.size() + other.ranges_.size());
  auto a = ranges_.begin();
  auto b = other.ranges_.begin();
  while (a != ranges_.end() || b != other.ranges_.end()) {
    const bool from_a = b == other.ranges_.end() || (a != ranges_.end() && a->first < b->first);
    const CharRange next = from_a ? *a++ : *b++;
    if (!merged.empty() && next.first <= merged.back().last + 1) {
      merged.back().last = std::max(merged.back().last, next.last);
    } else {
      merged.push_back(next);
    }
  }
  ranges_ = std::move(merged);
}

CharSet CharSet::complement() const {
  CharSet result;
  char32_t next = 0;
  for (const CharRange& range : ranges_) {
    if (range.first > next) result.ranges_.push_back({next, range.first - 1});
    next = range.last + 1;
  }
  if (next <= kLastCodePoint) result.ranges_.push_back({next, kLastCodePoint});
  return result;
}

CharSet CharSet::intersection(const CharSet& other) const {
  CharSet result;
  auto a = ranges_.begin();
  auto b = other.ranges_.begin();
  while (a != ranges_.end() && b != other.ranges_.end()) {
    const char32_t first = std::max(a->first, b->first);
    const char32_t last = std::min(a->last, b->last);
    if (first <= last) result.ranges_.push_back({first, last});
    (a->last < b->last) ? ++a : ++b;
  }
  return result;
}

CharSet CharSet::ignoring_ascii_case() const {
  CharSet result = *this;
  for (char32_t lower = 'a'; lower <= 'z'; ++lower) {
    const char32_t upper = lower - 'a' + 'A';
    if (contains(lower)) result.add(upper);
    if (contains(upper)) result.add(lower);
  }
  return result;
}

bool CharSet::contains(char32_t c) const {
  const auto at = std::lower_bound(ranges_.begin(), ranges_.end(), c,
                                   [](const CharRange& range, char32_t wanted) { return range.last < wanted; });
  return at != ranges_.end() && at->first <= c;
}

}  // namespace signalbox::formula::regex
