// `parallel`: blocks at the same time; all of them, or until the first is through.
#include "workflow/steps/kinds.h"
#include "workflow/visit.h"

namespace signalbox::workflow {

namespace {

class Parallel final : public StepKind {
 public:
  Parallel(std::vector<std::uint32_t> blocks, bool is_race, std::uint32_t first)
      : blocks_(std::move(blocks)), is_race_(is_race), first_(first) {}

  [[nodiscard]] Traits traits() const override {
    Traits traits;
    traits.blocks = blocks_;
    return traits;
  }

  Outcome enter(Visit& visit) const override {
    visit.set_output(first_, Value());
    for (std::size_t i = 0; i < blocks_.size(); ++i) visit.begin_block(blocks_[i], static_cast<std::int64_t>(i));
    return visit.trouble().value_or(Outcome::stay());
  }

  Outcome block_ended(Visit& visit, std::int64_t index) const override {
    if (visit.output(first_).is_blank()) visit.set_output(first_, Value::number(Decimal::from_int(index + 1)));
    return is_race_ || visit.count_children() == 0 ? Outcome::done() : Outcome::stay();
  }

 private:
  std::vector<std::uint32_t> blocks_;
  bool is_race_;
  std::uint32_t first_;
};

}  // namespace

void outline_parallel(Outline& outline, const Place& place) {
  outline.output("First", Type::kNumber);
  const auto branches = place.find("branches");
  if (!branches || !branches->node().is(json::Kind::kArray)) return;
  for (std::size_t i = 0; i < branches->node().size(); ++i) outline.block(branches->at(i));
}

ReadStep read_parallel(const Place& place, const Reading& reading) {
  if (!place.is_object()) return nullptr;
  place.only_members({"branches", "until"});
  std::vector<std::uint32_t> blocks;
  const auto branches = place.required("branches");
  if (!branches || !branches->is_array()) return nullptr;
  for (std::size_t i = 0; i < branches->node().size(); ++i) {
    if (const auto block = reading.block(branches->at(i))) blocks.push_back(*block);
  }
  if (branches->node().size() == 0) branches->report("empty-block", "Here stands no branch.", "at least one branch");
  const auto until = place.find("until");
  const auto word = until ? until->text() : std::nullopt;
  if (word && *word != "all" && *word != "first") until->report_unknown("end", *word, {"all", "first"});
  return std::make_unique<Parallel>(std::move(blocks), word == "first", reading.output("First"));
}

}  // namespace signalbox::workflow
