// Any run and any event for a workflow of every kind of step: an answer that is JSON comes back, and a run that was
// accepted is accepted again.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/api.h"
#include "model/json.h"
#include "tests/fuzz/require.h"

namespace {

using namespace signalbox;
using test::require;

constexpr std::string_view kDefinition = R"json({"signalbox":1,"name":"n","object":"Case",
 "fields":{"A":"Number","B":"Text","L":"Text","D":"DateTime","P":"Percent"},
 "milestones":{"M":{"target":"4h","start":"D","stop":"A > 9"}},
 "routing":{"p":{"queue":"Q","require":["presence"]}},
 "decisions":{"d":{"hit":"first","inputs":["A"],"outputs":[{"name":"r","type":"Text"}],"rules":[{"id":"1","when":["> 5"],"then":["x"]}]}},
 "escalations":[{"name":"e","milestone":"M","levels":[{"at":"50%","do":[{"set":{"B":"=B & \"!\""}},{"start":"last"}]}]}],
 "workflow":{"entry":"A < 100","inputs":{"i":"Text"}},
 "steps":[
  {"id":"in","intake":{"map":{"B":"=TRIM(B)"
}
, "require" : ["A"]
}
},
  {"id":"cl","classify":{"into":{"B":["x","y"]},"confidence":0.5,"otherwise":{"B":"x"}},"timeout":"1h","retry":{"times":2,"interval":"1m","backoff":2,"jitter":0.5}},
  {"id":"ca","call":{"http":"h","returns":{"n":"Number"}},"compensate":{"call":{"http":"u"}},"catch":[{"on":["e"],"next":"end"}]},
  {"id":"ma","match":{"object":"Account","name":"=B","threshold":0.5}},
  {"id":"de","decide":"d"},{"id":"ro","route":"p"},{"id":"as","assign":{"policy":"p","accept":"10m"},"catch":[{"next":"wa"}]},
  {"id":"wa","wait":{"event":"reply","for":"1d"}},{"id":"ap","approve":{"by":["x","y"],"quorum":2,"escalate":{"after":"1h","to":"z"}}},
  {"id":"pa","parallel":{"branches":[[{"id":"fo","forEach":{"in":"=L","do":[{"id":"se","set":{"B":"=$Item.Value"}},{"id":"w2","wait":{"for":"1h"}}]}}],
   [{"id":"tr","try":{"do":[{"id":"sp","split":{"over":"=L","object":"Case","wait":true}}],"catch":[{"id":"no","notify":{"to":"x","text":"=$Step.tr.Failure"}}]}}]]}},
  {"id":"ha","handoff":{"team":"t","wait":true}},{"id":"fu","followUp":{"task":"t","to":"x","due":"1d"}},{"id":"re","resolve":{"require":["B"]},"next":"end"},
  {"id":"last","instruct":{"to":"x","playbook":"p"},"next":"end"}]
})json";

struct Prepared {
  std::optional<api::Program> program = api::load_definition(kDefinition).value;
  std::optional<api::Workflow> workflow = api::load_workflow(*program).value;
  std::optional<api::Directory> directory =
      api::load_directory(
          R"({"signalbox":1,"skills":[],"queues":{"Q":{"members":["a"]}},"agents":{"a":{"name":"A","capacity":1}}})")
          .value;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Prepared prepared;
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const std::string answer = api::advance(*prepared.workflow, *prepared.directory, std::nullopt, body);
  Diagnostics diagnostics;
  const auto document = json::Document::parse(answer, diagnostics);
  require(document != nullptr);
  const auto run = document->root().find("run");
  if (!run) return 0;
  const Span span = run->span();
  const std::string again = R"({"run":)" + answer.substr(span.begin, span.end - span.begin) +
                            R"(,"event":{"at":"2026-01-05T09:00:00Z","timerDue":true}})";
  require(api::advance(*prepared.workflow, *prepared.directory, std::nullopt, again).starts_with(R"({"ok":true)"));
  return 0;
}
