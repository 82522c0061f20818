// `forEach`: a block for each item of a list, one after the other or all at once.
#include "workflow/limits.h"
#include "workflow/steps/kinds.h"
#include "workflow/steps/recipient.h"
#include "workflow/visit.h"

namespace signalbox::workflow {

namespace {

class ForEach final : public StepKind {
 public:
  ForEach(Content in, std::uint32_t block, bool at_once, std::uint32_t count)
      : in_(std::move(in)), block_(block), at_once_(at_once), count_(count) {}

  [[nodiscard]] Traits traits() const override {
    Traits traits;
    traits.blocks = {block_};
    traits.failures = {"evaluation", "too-many-items"};
    return traits;
  }

  Outcome enter(Visit& visit) const override {
    std::vector<std::string> items = split_list(visit.text_of(in_));
    if (const auto trouble = visit.trouble()) return *trouble;
    if (items.size() > limits::kMaxItems) {
      return Outcome::fail("too-many-items", "The list has " + std::to_string(items.size()) + " items, and at most " +
                                                 std::to_string(limits::kMaxItems) + " are allowed.");
    }
    const auto count = static_cast<std::int64_t>(items.size());
    visit.set_output(count_, Value::number(Decimal::from_int(count)));
    visit.token().notes = std::move(items);
    if (count == 0) return Outcome::done();
    for (std::int64_t i = 0; i < (at_once_ ? count : 1); ++i) visit.begin_block(block_, i);
    return visit.trouble().value_or(Outcome::stay());
  }

  Outcome block_ended(Visit& visit, std::int64_t index) const override {
    if (at_once_) return visit.count_children() == 0 ? Outcome::done() : Outcome::stay();
    if (index + 1 >= static_cast<std::int64_t>(visit.token().notes.size())) return Outcome::done();
    visit.begin_block(block_, index + 1);
    return visit.trouble().value_or(Outcome::stay());
  }

 private:
  Content in_;
  std::uint32_t block_;
  bool at_once_;
  std::uint32_t count_;
};

}  // namespace

void outline_for_each(Outline& outline, const Place& place) {
  outline.output("Count", Type::kNumber);
  if (const auto steps = place.find("do")) outline.block(*steps);
}

ReadStep read_for_each(const Place& place, const Reading& reading) {
  if (!place.is_object()) return nullptr;
  place.only_members({"in", "do", "atOnce"});
  const auto in = place.required("in");
  const auto steps = place.required("do");
  const auto at_once = place.find("atOnce");
  const bool is_at_once = at_once && at_once->boolean().value_or(false);
  const auto block = steps ? reading.block(*steps) : std::nullopt;
  if (!in) return nullptr;
  Content items = reading.content(*in, Type::kText);
  if (!block) return nullptr;
  return std::make_unique<ForEach>(std::move(items), *block, is_at_once, reading.output("Count"));
}

}  // namespace signalbox::workflow
