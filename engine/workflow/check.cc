// What only the whole shows: ways between the steps of a block.
#include <algorithm>

#include "workflow/compile.h"
#include "workflow/steps/kinds.h"

namespace signalbox::workflow {

namespace {

class GraphCheck {
 public:
  GraphCheck(const Outline& outline, const Workflow& workflow, const Surroundings& around)
      : outline_(outline), workflow_(workflow), around_(around) {
    for (const Step& step : workflow.steps) traits_.push_back(step.kind->traits());
    for (std::uint32_t i = 0; i < workflow.steps.size(); ++i) waits_.push_back(may_wait(i));
  }

  void check() {
    for (const Block& block : workflow_.blocks) {
      check_reach(block);
      check_loops(block);
    }
    for (std::uint32_t i = 0; i < workflow_.steps.size(); ++i) check_step(i);
  }

 private:
  [[nodiscard]] const Place& place_of(std::uint32_t step) const { return outline_.steps()[step].place; }
  [[nodiscard]] const std::string& id_of(std::uint32_t step) const { return workflow_.steps[step].id; }

  /// Steps inside others come after them in the document: asked from the last to the first this would be one pass; the
  /// depth of a document bounds the recursion.
  [[nodiscard]] bool may_wait(std::uint32_t index) const {
    const Traits own = workflow_.steps[index].kind->traits();
    if (own.waits) return true;
    return std::any_of(own.blocks.begin(), own.blocks.end(), [&](std::uint32_t block) {
      const auto& steps = workflow_.blocks[block].steps;
      return std::any_of(steps.begin(), steps.end(), [&](std::uint32_t step) { return may_wait(step); });
    });
  }

  [[nodiscard]] std::vector<std::uint32_t> leads_to(std::uint32_t index) const {
    const Step& step = workflow_.steps[index];
    std::vector<std::uint32_t> targets;
    const auto add = [&](const Way& way) {
      if (!way.ends()) targets.push_back(way.step);
    };
    if (traits_[index].goes_on || step.when) add(step.next);
    for (const Way& way : traits_[index].ways) add(way);
    for (const Catch& caught : step.catches) add(caught.way);
    return targets;
  }

  void check_reach(const Block& block) {
    std::vector<bool> reached(workflow_.steps.size());
    std::vector<std::uint32_t> open;
    const auto reach = [&](std::uint32_t step) {
      if (!reached[step]) open.push_back(step);
      reached[step] = true;
    };
    if (!block.steps.empty()) reach(block.steps.front());
    for (const std::uint32_t step : block.steps) {
      const bool is_started =
          std::find(around_.starts.begin(), around_.starts.end(), id_of(step)) != around_.starts.end();
      if (is_started && !block.owner) reach(step);
    }
    while (!open.empty()) {
      const std::uint32_t step = open.back();
      open.pop_back();
      for (const std::uint32_t next : leads_to(step)) reach(next);
    }
    for (const std::uint32_t step : block.steps) {
      if (reached[step]) continue;
      place_of(step).report("unreachable-step", "No way leads to the step `" + id_of(step) + "`.",
                            "a step whose `next` is this one, or no such step", id_of(step));
    }
  }

  void check_loops(const Block& block) {
    state_.assign(workflow_.steps.size(), Seen::kNo);
    for (const std::uint32_t step : block.steps) {
      if (state_[step] == Seen::kNo) look_for_loop(step);
    }
  }

  /// Depth first along steps that do not wait, without recursion: chains are as long as documents.
  void look_for_loop(std::uint32_t first) {
    struct Frame {
      std::uint32_t step;
      std::vector<std::uint32_t> next;
    };
    std::vector<Frame> chain;
    const auto enter = [&](std::uint32_t step) {
      state_[step] = Seen::kOpen;
      chain.push_back({step, waits_[step] ? std::vector<std::uint32_t>() : leads_to(step)});
    };
    enter(first);
    while (!chain.empty()) {
      Frame& top = chain.back();
      if (top.next.empty()) {
        state_[top.step] = Seen::kDone;
        chain.pop_back();
        continue;
      }
      const std::uint32_t next = top.next.back();
      top.next.pop_back();
      if (state_[next] == Seen::kOpen && !waits_[next]) report_loop(next);
      if (state_[next] == Seen::kNo) enter(next);
    }
  }

  void report_loop(std::uint32_t step) {
    place_of(step).report("loop-without-wait",
                          "The step `" + id_of(step) + "` leads back to itself, and nothing on the way waits.",
                          "a step such as `wait`, `approve` or `call` on the way", id_of(step));
  }

  void check_step(std::uint32_t index) {
    const Step& step = workflow_.steps[index];
    const Place& place = place_of(index);
    if (!traits_[index].goes_on && place.find("next")) {
      place.find("next")->report("dead-next", "The step `" + step.id + "` never goes on by `next`.",
                                 "the ways of the step itself");
    }
    if (step.timeout && !waits_[index]) {
      place.find("timeout")->report("dead-timeout", "The step `" + step.id + "` does not wait.",
                                    "a step that waits, or no `timeout`");
    }
    bool is_all_caught = false;
    for (std::size_t i = 0; i < step.catches.size(); ++i) {
      check_catch(index, place.find("catch")->at(i), step.catches[i], is_all_caught);
      is_all_caught = is_all_caught || step.catches[i].codes.empty();
    }
  }

  void check_catch(std::uint32_t index, const Place& place, const Catch& caught, bool is_all_caught) {
    const Step& step = workflow_.steps[index];
    const Traits& traits = traits_[index];
    const auto dead = [&](const std::string& sentence) {
      place.report("dead-catch", sentence, "a failure that can come here", step.id);
    };
    if (is_all_caught) return dead("An entry before this one catches every failure.");
    const bool is_open = traits.commands || !traits.blocks.empty();
    if (is_open) return;
    std::vector<std::string_view> codes = traits.failures;
    if (step.timeout) codes.emplace_back("timeout");
    if (step.when) codes.emplace_back("evaluation");
    if (codes.empty()) return dead("The step `" + step.id + "` cannot fail.");
    for (const std::string& code : caught.codes) {
      if (std::find(codes.begin(), codes.end(), code) != codes.end()) continue;
      std::string all;
      for (const std::string_view one : codes) all.append(all.empty() ? "" : ", ").append(one);
      dead("The step `" + step.id + "` never fails with `" + code + "`, but with: " + all + ".");
    }
  }

  enum class Seen : std::uint8_t { kNo, kOpen, kDone };

  const Outline& outline_;
  const Workflow& workflow_;
  const Surroundings& around_;
  std::vector<Traits> traits_;
  std::vector<bool> waits_;
  std::vector<Seen> state_;
};

}  // namespace

void check_graph(const Outline& outline, const Workflow& workflow, const Surroundings& around) {
  GraphCheck(outline, workflow, around).check();
}

}  // namespace signalbox::workflow
