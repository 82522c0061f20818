#include "api/write_decision.h"

#include <algorithm>

#include "explain/decision.h"
#include "explain/milestone.h"
#include "explain/routing.h"
#include "explain/words.h"

namespace signalbox::api {

namespace {

class DecisionWriter {
 public:
  DecisionWriter(const RunInput& input, Run& run, std::string& out)
      : input_(input), run_(run), frame_(run.frame(input.now)), writer_(out) {}

  void write(std::string_view record_id) {
    writer_.begin_object();
    writer_.key("signalbox").number(kFormatVersion);
    writer_.key("definition").text(input_.program.name);
    write_record(record_id);
    writer_.key("at").value(Value::date_time(input_.now));
    writer_.key("outcome");
    write_outcome(writer_, input_, run_);
    write_milestones();
    writer_.key("wake").value(run_.wake ? Value::date_time(*run_.wake) : Value());
    writer_.key("roster").text(input_.roster.is_assumed() ? "assumed" : "given");
    write_tzdata();
    write_errors();
    if (input_.explain) write_explanation();
    writer_.end_object();
  }

 private:
  void write_record(std::string_view id) {
    writer_.key("record").begin_object();
    writer_.key("object").text(input_.program.object);
    writer_.key("id");
    if (id.empty()) {
      writer_.null();
    } else {
      writer_.text(id);
    }
    writer_.end_object();
  }

  [[nodiscard]] explain::MilestoneStory milestone_story(std::uint32_t index) const {
    return {input_.program.milestones[index], index, run_.clocks[index], input_.program.thresholds, run_.crossings};
  }
  [[nodiscard]] explain::DecisionStory decision_story(std::size_t index) const {
    return {input_.program.decisions[index], frame_, run_.decisions[index].evaluation, run_.arena,
            input_.program.decision_uses[index]};
  }
  [[nodiscard]] explain::RoutingStory routing_story() const {
    return {input_.program.policies[*run_.policy].policy,
            input_.directory,
            input_.roster,
            run_.routing,
            &input_.calendar,
            input_.now};
  }

  void write_milestones() {
    writer_.key("milestones").begin_object();
    for (std::uint32_t i = 0; i < run_.clocks.size(); ++i) {
      writer_.key(input_.program.milestones[i].name);
      explain::write_milestone(writer_, milestone_story(i));
    }
    writer_.end_object();
  }

  /// Another release of the time zones may give another decision.
  void write_tzdata() {
    const bool reads_zones = std::any_of(run_.clocks.begin(), run_.clocks.end(),
                                         [](const sla::Clock& clock) { return clock.course && clock.course->hours(); });
    if (reads_zones || (run_.policy && run_.routing.reads_zones))
      writer_.key("tzdata").text(calendar::tzdata_version());
  }

  void write_errors() {
    writer_.key("errors").begin_array();
    for (const rules::EvaluationError& error : run_.errors) {
      writer_.begin_object();
      writer_.key("code").text(error_name(error.code));
      writer_.key("path").text(error.path);
      writer_.key("sentence").text(explain::error_sentence(error.code, error.text));
      writer_.end_object();
    }
    writer_.end_array();
  }

  void write_explanation() {
    writer_.key("explain").begin_object();
    write_steps();
    writer_.key("decisions").begin_object();
    for (std::size_t i = 0; i < run_.decisions.size(); ++i) {
      if (!run_.decisions[i].is_done) continue;
      writer_.key(input_.program.decisions[i].name);
      explain::write_decision(writer_, decision_story(i), input_.winners_only);
    }
    writer_.end_object();
    writer_.key("routing");
    if (run_.policy) {
      explain::write_routing(writer_, routing_story());
    } else {
      writer_.null();
    }
    write_sentences();
    writer_.end_object();
  }

  void write_steps() {
    writer_.key("steps").begin_array();
    for (std::size_t i = 0; i < run_.steps.size(); ++i) {
      const StepRun& step = run_.steps[i];
      writer_.begin_object();
      writer_.key("id").text(input_.program.steps[i].id);
      writer_.key("ran").boolean(step.ran);
      if (!step.ran) writer_.key("when").value(step.when);
      writer_.end_object();
    }
    writer_.end_array();
  }

  /// First what was decided, then why.
  void write_sentences() {
    std::vector<std::string> sentences;
    if (run_.policy) explain::add_routing_sentences(routing_story(), sentences);
    for_each_decision([&](std::size_t i) { explain::add_answer_sentence(decision_story(i), sentences); });
    for (std::uint32_t i = 0; i < run_.clocks.size(); ++i) {
      explain::add_milestone_sentences(milestone_story(i), sentences);
    }
    add_left_out_steps(sentences);
    if (!input_.winners_only) {
      for_each_decision([&](std::size_t i) { explain::add_rule_sentences(decision_story(i), sentences); });
    }
    if (run_.policy) explain::add_exclusion_sentences(routing_story(), sentences);
    writer_.key("sentences").begin_array();
    for (const std::string& sentence : sentences) writer_.text(sentence);
    writer_.end_array();
  }

  template <class Use>
  void for_each_decision(Use use) {
    for (std::size_t i = 0; i < run_.decisions.size(); ++i) {
      if (run_.decisions[i].is_done) use(i);
    }
  }

  void add_left_out_steps(std::vector<std::string>& sentences) {
    for (std::size_t i = 0; i < run_.steps.size(); ++i) {
      const Step& step = input_.program.steps[i];
      if (run_.steps[i].ran) continue;
      sentences.push_back("The step `" + step.id + "` was left out: `" + step.when->formula.text() + "` is " +
                          explain::value_words(run_.steps[i].when) + ".");
    }
  }

  const RunInput& input_;
  Run& run_;
  formula::Frame frame_;
  json::Writer writer_;
};

void write_name(json::Writer& writer, std::string_view name, const std::string* value) {
  writer.key(name);
  if (value) {
    writer.text(*value);
  } else {
    writer.null();
  }
}

}  // namespace

void write_outcome(json::Writer& writer, const RunInput& input, const Run& run) {
  begin_outcome(writer, input, run);
  end_outcome(writer, input, run);
}

void begin_outcome(json::Writer& writer, const RunInput& input, const Run& run) {
  const bool routed = run.policy.has_value();
  writer.begin_object();
  write_name(writer, "queue", routed && run.routing.queue ? &input.directory.queue(*run.routing.queue).name : nullptr);
  write_name(writer, "agent", routed && run.routing.agent ? &input.directory.agent(*run.routing.agent).id : nullptr);
  writer.key("outputs");
}

void end_outcome(json::Writer& writer, const RunInput& input, const Run& run) {
  writer.begin_object();
  for (std::size_t i = 0; i < run.outputs.size(); ++i) {
    const OutputSource& source = run.outputs[i];
    if (!source.is_set) continue;
    writer.key(input.program.output_names[i]);
    explain::write_output(writer, input.program.decisions[source.decision], run.decisions[source.decision].evaluation,
                          source.output);
  }
  writer.end_object().end_object();
}

void write_decision(const RunInput& input, std::string_view record_id, Run& run, std::string& out) {
  DecisionWriter(input, run, out).write(record_id);
}

}  // namespace signalbox::api
