#include "api/reassign.h"

#include <algorithm>

#include "api/history_body.h"
#include "api/slots.h"
#include "api/timeline.h"
#include "api/write_diagnostics.h"
#include "explain/routing.h"
#include "explain/words.h"

namespace signalbox::api {

namespace {

/// One record at one instant of its history, routed by one policy.
class Placing {
 public:
  Placing(const Context& context, const History& history, const RoutingPolicy& linked, Instant queued_at)
      : context_(context),
        program_(context.program.parts()),
        directory_(context.directory.parts()),
        roster_(context.roster ? context.roster->parts().roster : assumed_.emplace(assume())),
        linked_(linked),
        timeline_(program_, directory_.calendar, history) {
    while (timeline_.step(context.at)) continue;
    timeline_.move_to(context.at);
    route(queued_at);
  }

  void write(json::Writer& writer) const {
    const Work* work = directory_.directory.find_work(linked_.policy.work);
    writer.key("policy").text(linked_.policy.name);
    write_name(writer, "queue", routed_.queue ? &directory_.directory.queue(*routed_.queue).name : nullptr);
    write_name(writer, "agent", routed_.agent ? &directory_.directory.agent(*routed_.agent).id : nullptr);
    writer.key("overflow").boolean(routed_.overflow);
    write_instant(writer, "next", routed_.next);
    writer.key("work").begin_object();
    writer.key("units").number(std::int64_t{work ? work->units : 1});
    writer.key("percent").number(std::int64_t{work ? work->percent : 0});
    writer.key("interruptible").boolean(work && work->interruptible).end_object();
    writer.key("roster").text(roster_.is_assumed() ? "assumed" : "given");
    writer.key("tzdata").text(calendar::tzdata_version());
    write_errors(writer);
    write_explanation(writer);
  }

 private:
  [[nodiscard]] signalbox::Roster assume() const { return signalbox::Roster::assumed(directory_.directory); }

  static void write_name(json::Writer& writer, std::string_view key, const std::string* name) {
    writer.key(key);
    name ? writer.text(*name) : writer.null();
  }

  void route(Instant queued_at) {
    const std::vector<bool> all_read(program_.scope->slots() - program_.layout->size(), true);
    SlotReader reader(program_, directory_.calendar, context_.at, all_read, run_);
    reader.start(timeline_.record());
    reader.show_contacts(timeline_.contacts());
    for (std::uint32_t i = 0; i < program_.milestones.size(); ++i) reader.show(i, timeline_.clocks()[i]);
    reader.supply(linked_.reads);
    Value queue;
    if (!linked_.policy.queue_decision.empty()) queue = reader.decision(linked_.decision).value(linked_.output);
    const formula::Frame frame = run_.frame(context_.at);
    routing::RouteInput input{directory_.directory, roster_, frame, queue, true, &directory_.calendar, true};
    if (!linked_.policy.queued_at) input.queued_at = queued_at;
    routing::route(linked_.policy, input, run_.arena, routed_);
    for (const routing::RouteError& error : routed_.errors) {
      run_.errors.push_back({error.code, error.path, error.text});
    }
  }

  void write_errors(json::Writer& writer) const {
    writer.key("errors").begin_array();
    for (const rules::EvaluationError& error : run_.errors) {
      writer.begin_object();
      writer.key("code").text(error_name(error.code));
      writer.key("path").text(error.path);
      writer.key("sentence").text(explain::error_sentence(error.code, error.text)).end_object();
    }
    writer.end_array();
  }

  void write_explanation(json::Writer& writer) const {
    const explain::RoutingStory story{linked_.policy, directory_.directory, roster_,
                                      routed_,        &directory_.calendar, context_.at};
    std::vector<std::string> sentences;
    explain::add_routing_sentences(story, sentences);
    explain::add_exclusion_sentences(story, sentences);
    writer.key("explain").begin_object().key("routing");
    explain::write_routing(writer, story);
    writer.key("sentences").begin_array();
    for (const std::string& sentence : sentences) writer.text(sentence);
    writer.end_array().end_object();
  }

  const Context& context_;
  const Program::Parts& program_;
  const Directory::Parts& directory_;
  std::optional<signalbox::Roster> assumed_;
  const signalbox::Roster& roster_;
  const RoutingPolicy& linked_;
  Timeline timeline_;
  Run run_;
  routing::Result routed_;
};

}  // namespace

std::string reassign(const Context& context, std::string_view history, std::string_view policy, Instant queued_at) {
  std::string out;
  const Program::Parts& program = context.program.parts();
  const auto linked = std::find_if(program.policies.begin(), program.policies.end(),
                                   [&](const RoutingPolicy& one) { return one.policy.name == policy; });
  if (linked == program.policies.end()) {
    write_failure("unknown-policy", "The definition has no routing policy of this name.", {}, {}, out);
    return out;
  }
  if (context.roster && &context.roster->parts().directory.parts() != &context.directory.parts()) {
    write_failure("roster-directory", "The roster was read for another directory.", {}, {}, out);
    return out;
  }
  const Asked asked = read_asked(history, *program.layout, false);
  if (!asked.history) {
    write_failure(asked.diagnostics, history, out);
    return out;
  }
  json::Writer writer(out);
  writer.begin_object().key("ok").boolean(true);
  write_id(writer, asked.history->id());
  write_instant(writer, "at", context.at);
  Placing(context, *asked.history, *linked, queued_at).write(writer);
  writer.end_object();
  return out;
}

bool give(Roster& roster, const GivenWork& work) {
  const auto agent = roster.parts().directory.parts().directory.find_agent(work.agent);
  if (!agent) return false;
  roster.own_parts().roster.change(*agent, [&](AgentState& state) {
    (work.interruptible ? state.open_interruptible : state.open) += work.units;
    if (!work.interruptible) state.open_percent += work.percent;
    ++state.assigned;
    state.last_assigned = std::max(state.last_assigned.value_or(work.at), work.at);
  });
  return true;
}

}  // namespace signalbox::api
