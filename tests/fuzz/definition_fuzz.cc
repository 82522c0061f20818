// Any bytes as a definition: a program, which then decides a record, or diagnostics that are valid JSON.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "api/api.h"
#include "model/json.h"
#include "tests/fuzz/require.h"

namespace {

using namespace signalbox;
using test::is_json;
using test::require;

const api::Directory& directory() {
  static const auto loaded = api::load_directory(
      R"({"signalbox":1,"skills":["Payments"],"queues":{"A":{"members":["x","y"]},"B":{"members":[]}},)"
      R"("agents":{"x":{"skills":{"Payments":5},"capacity":2},"y":{"capacity":1}}})");
  return *loaded.value;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto loaded = api::load_definition(text);
  require(is_json(loaded.diagnostics));
  if (!loaded.value) {
    require(loaded.diagnostics != "[]");
    return 0;
  }
  require(is_json(api::check_against(*loaded.value, directory())));
  api::Decider decider({*loaded.value, directory(), std::nullopt, Instant{1'769'846'400'000}, true});
  for (const char* record :
       {"{}",
        R"({"Id":"1","Country":"DE","Amount":12.5,"Opened":"2026-01-31T00:00:00Z","Closed":true,"Level":"High"})"}) {
    std::string decision;
    require(decider.decide(record, decision));
    require(is_json(decision));
  }
  return 0;
}
