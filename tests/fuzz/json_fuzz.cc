// Any bytes: either one diagnostic with a place inside the text, or a document whose places are right and that reads
// back equal.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tests/fuzz/require.h"
#include "tests/support/json_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using signalbox::Diagnostics;
  using signalbox::json::Document;
  using signalbox::test::require;
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  Diagnostics diagnostics;
  const auto document = Document::parse(source, diagnostics);
  if (!document) {
    require(diagnostics.size() == 1);
    const auto& diagnostic = diagnostics[0];
    require(diagnostic.span.begin <= diagnostic.span.end && diagnostic.span.end <= size);
    require(diagnostic.code.starts_with("json-") && !diagnostic.sentence.empty());
    return 0;
  }
  require(diagnostics.empty());
  require(signalbox::test::places_are_right(document->root(), source, {0, static_cast<std::uint32_t>(size)}));
  const std::string written = signalbox::test::write_again(document->root());
  const auto again = Document::parse(written, diagnostics);
  require(again && signalbox::test::write_again(again->root()) == written);
  return 0;
}
