#include <array>
#include <utility>
#include <vector>

#include "api/session_call.h"
#include "api/write_diagnostics.h"

namespace signalbox::api {

namespace {

constexpr std::array kDocumentOperations = {
    Operation{"version", answer_version},     Operation{"compile", answer_compile},
    Operation{"directory", answer_directory}, Operation{"roster", answer_roster},
    Operation{"check", answer_check},         Operation{"records", answer_records},
    Operation{"release", answer_release},
};

constexpr std::array kDecisionOperations = {
    Operation{"decide", answer_decide},
    Operation{"outcome", answer_outcome},
    Operation{"decideOne", answer_decide_one},
    Operation{"decideBatch", answer_decide_batch},
    Operation{"outcomes", answer_outcomes},
    Operation{"assign", answer_assign},
    Operation{"roster.update", answer_roster_update},
    Operation{"examples", answer_examples},
    Operation{"formula.check", answer_formula_check},
    Operation{"test.check", answer_test_check},
    Operation{"formula.complete", answer_formula_complete},
    Operation{"formula.batch", answer_formula_batch},
    Operation{"formula.filter", answer_formula_filter},
    Operation{"formula.format", answer_formula_format},
    Operation{"formula.references", answer_formula_references},
    Operation{"formula.hover", answer_formula_hover},
    Operation{"formula.signature", answer_formula_signature},
    Operation{"formula.english", answer_formula_english},
    Operation{"test.english", answer_test_english},
    Operation{"rule.english", answer_rule_english},
    Operation{"definition.references", answer_definition_references},
    Operation{"definition.rename", answer_definition_rename},
};

constexpr std::array kJourneyOperations = {
    Operation{"dispatch.open", answer_dispatch_open},
    Operation{"dispatch.events", answer_dispatch_events},
    Operation{"dispatch.report", answer_dispatch_report},
    Operation{"milestones", answer_milestones},
    Operation{"escalate", answer_escalate},
    Operation{"atRisk", answer_at_risk},
    Operation{"whatIf", answer_what_if},
};

constexpr std::array kWorkflowOperations = {
    Operation{"workflow.open", answer_workflow_open},
    Operation{"workflow.advance", answer_workflow_advance},
};

constexpr std::array kWorkbenchOperations = {
    Operation{"analyse", answer_analyse},
    Operation{"diff", answer_diff},
    Operation{"change", answer_change},
    Operation{"examples.generate", answer_examples_generate},
    Operation{"dmn.import", answer_dmn_import},
    Operation{"dmn.export", answer_dmn_export},
    Operation{"table.export", answer_table_export},
    Operation{"table.import", answer_table_import},
};

void dispatch(std::string_view operation, const std::vector<OperationGroup>& groups, Call& call) {
  std::vector<std::string_view> names;
  for (const OperationGroup& group : groups) {
    for (const Operation& known : group) {
      if (known.name == operation) return known.answer(call);
      names.push_back(known.name);
    }
  }
  const std::string closest = closest_name(operation, names);
  call.fail("unknown-op", "There is no operation `" + quote_for_message(operation) + "`" +
                              (closest.empty() ? "." : "; did you mean `" + closest + "`?"));
}

}  // namespace

OperationGroup document_operations() { return kDocumentOperations; }
OperationGroup decision_operations() { return kDecisionOperations; }
OperationGroup journey_operations() { return kJourneyOperations; }
OperationGroup workflow_operations() { return kWorkflowOperations; }
OperationGroup workbench_operations() { return kWorkbenchOperations; }

struct Session::State {
  explicit State(std::vector<OperationGroup> of) : groups(std::move(of)) {}

  std::vector<OperationGroup> groups;
  HandleTable handles;
  LastDecider last_decider;
  std::string answer;
};

Session::Session()
    : Session({document_operations(), decision_operations(), journey_operations(), workflow_operations(),
               workbench_operations()}) {}
Session::Session(std::vector<OperationGroup> groups) : state_(std::make_unique<State>(std::move(groups))) {}
Session::~Session() = default;

std::string_view Session::call(std::string_view message) {
  std::string& answer = state_->answer;
  answer.clear();
  const std::size_t end = message.find('\n');
  const std::string_view header_text = message.substr(0, end);
  const std::string_view body = end == std::string_view::npos ? std::string_view() : message.substr(end + 1);
  LastDecider& last = state_->last_decider;
  if (last.decider && last.header == header_text) {
    (void)((*last.decider).*last.decide)(body, answer);
    return answer;
  }
  // What the handles stand for may change.
  last.decider.reset();
  Diagnostics diagnostics;
  const auto document = json::Document::parse(header_text, diagnostics);
  if (!document) {
    write_failure("bad-header", "The header of the message is not one line of JSON: " + diagnostics.front().sentence,
                  diagnostics, header_text, answer);
    return answer;
  }
  const Place header(document->root(), {}, diagnostics);
  Call call(header, body, header_text, state_->handles, last, answer);
  if (const auto operation = call.text("op")) dispatch(*operation, state_->groups, call);
  return answer;
}

}  // namespace signalbox::api
