// Any bytes as a directory: business hours whose arithmetic agrees with itself, or diagnostics that say what is wrong.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "api/api.h"
#include "calendar/calendar.h"
#include "model/json.h"
#include "tests/fuzz/require.h"

namespace {

using namespace signalbox;
using test::require;

void check_hours(const calendar::BusinessHours& hours) {
  constexpr Instant kAt{1'774'746'000'000};  // the night of 2026-03-29, in which clocks are changed in Europe
  require(hours.measure_ms(kAt, kAt) == 0);
  for (const std::int64_t ms : {std::int64_t{1}, kMsPerHour, 1000 * kMsPerDay}) {
    const auto at = hours.add(kAt, ms);
    if (!at) continue;
    require(hours.measure_ms(kAt, *at) == ms);
    require(hours.measure_ms(kAt, {at->ms - 1}) == ms - 1);
  }
  const auto opening = hours.next_opening(kAt);
  require(!opening || hours.is_open(*opening));
  const auto closing = hours.next_closing(kAt);
  require(!closing || !hours.is_open(*closing));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto loaded = api::load_directory(text);
  Diagnostics diagnostics;
  require(json::Document::parse(loaded.diagnostics, diagnostics) != nullptr);
  require(loaded.value.has_value() == (loaded.diagnostics == "[]"));
  if (!loaded.value) return 0;
  const auto document = json::Document::parse(text, diagnostics);
  const auto calendar = calendar::Calendar::read(Place(document->root(), "", diagnostics));
  require(calendar.has_value());
  for (const std::string_view name : calendar->names()) check_hours(*calendar->find(name));
  return 0;
}
