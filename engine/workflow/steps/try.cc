// `try`: a block, and another one for when a step of it fails.
#include "workflow/steps/kinds.h"
#include "workflow/visit.h"

namespace signalbox::workflow {

namespace {

/// Index of the token in the block that mends.
constexpr std::int64_t kMending = 1;

class Try final : public StepKind {
 public:
  Try(std::uint32_t body, std::uint32_t mending, std::uint32_t failure)
      : body_(body), mending_(mending), failure_(failure) {}

  [[nodiscard]] Traits traits() const override {
    Traits traits;
    traits.blocks = {body_, mending_};
    return traits;
  }

  Outcome enter(Visit& visit) const override {
    visit.set_output(failure_, Value());
    visit.begin_block(body_, 0);
    return visit.trouble().value_or(Outcome::stay());
  }

  Outcome block_failed(Visit& visit, const Outcome& failure) const override {
    // A failure while mending is one of the whole step.
    if (!visit.output(failure_).is_blank()) return failure;
    visit.drop_children();
    visit.trace("caught", failure.code);
    visit.set_output(failure_, failure.code);
    visit.begin_block(mending_, kMending);
    return visit.trouble().value_or(Outcome::stay());
  }

 private:
  std::uint32_t body_;
  std::uint32_t mending_;
  std::uint32_t failure_;
};

}  // namespace

void outline_try(Outline& outline, const Place& place) {
  outline.output("Failure", Type::kText);
  for (const std::string_view name : {"do", "catch"}) {
    if (const auto steps = place.find(name)) outline.block(*steps);
  }
}

ReadStep read_try(const Place& place, const Reading& reading) {
  if (!place.is_object()) return nullptr;
  place.only_members({"do", "catch"});
  const auto steps = place.required("do");
  const auto caught = place.required("catch");
  const auto body = steps ? reading.block(*steps) : std::nullopt;
  const auto mending = caught ? reading.block(*caught) : std::nullopt;
  if (!body || !mending) return nullptr;
  return std::make_unique<Try>(*body, *mending, reading.output("Failure"));
}

}  // namespace signalbox::workflow
