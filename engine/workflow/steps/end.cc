// `end`: the whole run ends, wherever it stands.
#include <array>

#include "workflow/steps/kinds.h"
#include "workflow/visit.h"

namespace signalbox::workflow {

namespace {

constexpr std::array<std::string_view, 3> kEndings = {"completed", "failed", "cancelled"};

class End final : public StepKind {
 public:
  explicit End(Ending ending) : ending_(ending) {}

  [[nodiscard]] Traits traits() const override {
    Traits traits;
    traits.goes_on = false;
    return traits;
  }
  Outcome enter(Visit& /*visit*/) const override { return Outcome::end(ending_); }

 private:
  Ending ending_;
};

}  // namespace

ReadStep read_end(const Place& place, const Reading& /*reading*/) {
  const auto word = place.text();
  for (std::size_t i = 0; i < kEndings.size(); ++i) {
    if (word == kEndings[i]) return std::make_unique<End>(static_cast<Ending>(i));
  }
  if (word) place.report_unknown("ending", *word, {kEndings.begin(), kEndings.end()});
  return nullptr;
}

}  // namespace signalbox::workflow
