// The days on which rules are effective.
#include <algorithm>
#include <vector>

#include "analysis/work.h"
#include "base/time.h"

namespace signalbox::analysis {

namespace {

/// The day with which the rule ends, when that may have been meant to count. Not the first day of a month, for who
/// writes that means the days before; not the day with which another rule begins; and not the last of all days.
/// `beginnings`: of all rules, ascending.
std::optional<Date> day_left_out(const rules::Rule& rule, const std::vector<Instant>& beginnings) {
  if (!rule.is_enabled || !rule.until || rule.until->ms % kMsPerDay != 0) return std::nullopt;
  if (rule.from && *rule.from >= *rule.until) return std::nullopt;
  const Date day{static_cast<std::int32_t>(rule.until->ms / kMsPerDay)};
  const std::string text = to_text(day);
  if (text.ends_with("-01") || text == "9999-12-31") return std::nullopt;
  if (std::binary_search(beginnings.begin(), beginnings.end(), *rule.until)) return std::nullopt;
  return day;
}

}  // namespace

void find_days_left_out(Work& work) {
  std::vector<Instant> beginnings;
  for (const rules::Rule& rule : work.table.rules) {
    if (rule.from) beginnings.push_back(*rule.from);
  }
  std::sort(beginnings.begin(), beginnings.end());
  for (std::uint32_t row = 0; row < work.table.rules.size(); ++row) {
    const auto day = day_left_out(work.table.rules[row], beginnings);
    if (!day) continue;
    Finding finding;
    finding.diagnostic.path = work.row_path(row) + "/effective/until";
    finding.diagnostic.sentence = "The row " + names_of(work.table, {row}, 1) + " is effective up to the end of " +
                                  to_text(Date{day->days - 1}) + " (UTC): the day in `until` does not count.";
    finding.diagnostic.found = to_text(*day);
    finding.diagnostic.suggestion = to_text(Date{day->days + 1});
    finding.rows = {row};
    work.add(std::move(finding), "day-left-out", Severity::kInfo);
  }
}

}  // namespace signalbox::analysis
