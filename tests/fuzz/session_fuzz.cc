// Any messages to one session. The input is cut at 0xFF bytes, which never occur in UTF-8; every answer but decideBatch
// is one JSON object with `ok`.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "api/api.h"
#include "model/json.h"
#include "tests/fuzz/require.h"

namespace {

using namespace signalbox;
using test::require;

void require_answer(std::string_view answer) {
  if (answer.starts_with("{\"signalbox\":") || answer.empty() || answer.ends_with('\n')) return;  // decisions
  Diagnostics diagnostics;
  const auto document = json::Document::parse(answer, diagnostics);
  require(document != nullptr);
  // formula.batch answers in the words of its own contract.
  require(document->root().find("ok").has_value() || document->root().find("results").has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  api::Session session;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  while (true) {
    const std::size_t end = rest.find('\xFF');
    require_answer(session.call(rest.substr(0, end)));
    if (end == std::string_view::npos) return 0;
    rest.remove_prefix(end + 1);
  }
}
