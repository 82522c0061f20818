// One message to a session and the answer in the making.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "api/api.h"
#include "api/dispatch.h"
#include "api/program.h"
#include "model/json_writer.h"
#include "model/reader.h"

namespace signalbox::api {

/// What handles stand for. Handles count from 1 and are never given twice.
class HandleTable {
 public:
  using Thing = std::variant<Program, Directory, Roster, Records, std::shared_ptr<Dispatcher>, Workflow>;

  std::int64_t add(Thing thing) {
    things_.emplace(++last_, std::move(thing));
    return last_;
  }
  [[nodiscard]] const Thing* find(std::int64_t handle) const {
    const auto at = things_.find(handle);
    return at == things_.end() ? nullptr : &at->second;
  }
  [[nodiscard]] Thing* find(std::int64_t handle) {
    const auto at = things_.find(handle);
    return at == things_.end() ? nullptr : &at->second;
  }
  bool release(std::int64_t handle) { return things_.erase(handle) > 0; }

 private:
  std::map<std::int64_t, Thing> things_;
  std::int64_t last_ = 0;
};

/// The decider of the last `decide`, kept for messages with the same header: pages decide one record after another.
struct LastDecider {
  std::string header;
  std::optional<Decider> decider;
  /// What is asked of it.
  bool (Decider::*decide)(std::string_view record, std::string& out) = nullptr;
};

/// Reads the header's members and writes the answer. The first failure is the answer; what is asked after it yields
/// nullopt.
class Call {
 public:
  Call(const Place& header, std::string_view body, std::string_view header_text, HandleTable& handles,
       LastDecider& last_decider, std::string& out)
      : header_(header),
        body_(body),
        header_text_(header_text),
        handles_(handles),
        last_decider_(last_decider),
        out_(out) {}

  /// Answers by what `decide` says of the body, and keeps the decider.
  void decide_body(Context context, bool (Decider::*decide)(std::string_view record, std::string& out)) {
    last_decider_.header = header_text_;
    last_decider_.decide = decide;
    (void)(last_decider_.decider.emplace(std::move(context)).*decide)(body_, out_);
  }

  [[nodiscard]] std::string_view body() const { return body_; }
  [[nodiscard]] HandleTable& handles() { return handles_; }
  [[nodiscard]] std::string& out() { return out_; }
  [[nodiscard]] bool has_failed() const { return failed_; }
  /// The body as text: fails with `invalid-utf8` otherwise.
  [[nodiscard]] std::optional<std::string_view> text_body();

  // Members of the header. Those that are missing or wrong fail the call with `bad-header`.
  void only_members(std::initializer_list<std::string_view> known);
  [[nodiscard]] std::optional<std::string_view> text(std::string_view name);
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name, std::int64_t low, std::int64_t high);
  [[nodiscard]] std::optional<Instant> instant(std::string_view name);
  /// False when absent.
  [[nodiscard]] bool flag(std::string_view name);
  [[nodiscard]] bool has(std::string_view name) const { return header_.find(name).has_value(); }

  // Things behind handles: `unknown-handle` when there is none or it is another kind of thing.
  [[nodiscard]] std::optional<Program> program(std::string_view name = "program") { return thing<Program>(name); }
  [[nodiscard]] std::optional<Directory> directory(std::string_view name = "directory") {
    return thing<Directory>(name);
  }
  [[nodiscard]] std::optional<Roster> roster() { return thing<Roster>("roster"); }
  [[nodiscard]] std::optional<Records> records(std::string_view name = "records") { return thing<Records>(name); }
  [[nodiscard]] std::optional<Workflow> workflow() { return thing<Workflow>("workflow"); }
  [[nodiscard]] std::optional<std::shared_ptr<Dispatcher>> dispatcher() {
    return thing<std::shared_ptr<Dispatcher>>("dispatch");
  }
  /// The decision that the member `decision` names: `unknown-decision` when there is none.
  [[nodiscard]] const rules::Table* decision(const std::optional<Program>& program);
  /// The input that the members `decision` and `input` name: `no-such-input` when there is none.
  [[nodiscard]] const rules::PlacedFormula* decision_input(const std::optional<Program>& program);
  /// Program, directory, roster (may be left out), instant, `explain` (a boolean, or `"winners"`) and `free` (an agent
  /// who is to be thought of as free), all fitting together.
  [[nodiscard]] std::optional<Context> context();
  /// Records, which must have the layout of `program`: `layout-changed` otherwise. Without a program: nullopt.
  [[nodiscard]] std::optional<Records> records_for(const Program* program);

  /// The member `format`, `auto` when it is absent: fails with `unknown-format`.
  [[nodiscard]] std::optional<std::string_view> format();

  void fail(std::string_view code, std::string_view sentence);
  /// Fails with the first error among `diagnostics`, which are about `source`.
  void fail(const Diagnostics& diagnostics, std::string_view source);

 private:
  template <class T>
  std::optional<T> thing(std::string_view name);
  void check_header();

  Place header_;
  std::string_view body_;
  std::string_view header_text_;
  HandleTable& handles_;
  LastDecider& last_decider_;
  std::string& out_;
  bool failed_ = false;
};

// The answers, by concern. Each reads its members from the call and writes one JSON object (decideBatch: lines) to
// call.out().
void answer_version(Call& call);
void answer_release(Call& call);
void answer_compile(Call& call);
void answer_directory(Call& call);
void answer_roster(Call& call);
void answer_roster_update(Call& call);
void answer_check(Call& call);
void answer_records(Call& call);
void answer_decide(Call& call);
void answer_outcome(Call& call);
void answer_decide_one(Call& call);
void answer_decide_batch(Call& call);
void answer_outcomes(Call& call);
void answer_assign(Call& call);
void answer_dispatch_open(Call& call);
void answer_dispatch_events(Call& call);
void answer_dispatch_report(Call& call);
void answer_milestones(Call& call);
void answer_escalate(Call& call);
void answer_at_risk(Call& call);
void answer_what_if(Call& call);
void answer_workflow_open(Call& call);
void answer_workflow_advance(Call& call);
void answer_analyse(Call& call);
void answer_diff(Call& call);
void answer_change(Call& call);
void answer_examples(Call& call);
void answer_examples_generate(Call& call);
void answer_formula_check(Call& call);
void answer_test_check(Call& call);
void answer_formula_complete(Call& call);
void answer_formula_batch(Call& call);
void answer_formula_filter(Call& call);
void answer_formula_format(Call& call);
void answer_formula_references(Call& call);
void answer_formula_hover(Call& call);
void answer_formula_signature(Call& call);
void answer_formula_english(Call& call);
void answer_test_english(Call& call);
void answer_rule_english(Call& call);
void answer_definition_references(Call& call);
void answer_definition_rename(Call& call);
void answer_dmn_import(Call& call);
void answer_dmn_export(Call& call);
void answer_table_export(Call& call);
void answer_table_import(Call& call);

}  // namespace signalbox::api
