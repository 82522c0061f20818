#include "api/examples.h"

#include "api/documents.h"
#include "api/run.h"
#include "api/write_decision.h"
#include "explain/decision.h"
#include "model/record.h"

namespace signalbox::api {

namespace {

/// Equal as JSON; numbers by value, instants however they are written.
bool is_same(const json::Node& a, const json::Node& b) {
  if (a.kind() != b.kind() || a.size() != b.size()) return false;
  switch (a.kind()) {
    case json::Kind::kNull:
      return true;
    case json::Kind::kBool:
      return a.as_bool() == b.as_bool();
    case json::Kind::kNumber:
      return Decimal::parse(a.as_text()) == Decimal::parse(b.as_text());
    case json::Kind::kText:
      return a.as_text() == b.as_text() ||
             (parse_instant(a.as_text()) && parse_instant(a.as_text()) == parse_instant(b.as_text()));
    case json::Kind::kArray:
    case json::Kind::kObject:
      break;
  }
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a.is(json::Kind::kObject) && a.key(i) != b.key(i)) return false;
    if (!is_same(a.at(i), b.at(i))) return false;
  }
  return true;
}

std::string_view raw_bytes(std::string_view source, const json::Node& node) {
  const Span span = node.span();
  return source.substr(span.begin, span.end - span.begin);
}

/// Decides examples one after the other and writes what each shows.
class ExampleRunner {
 public:
  ExampleRunner(const ExampleContext& context, const Directory& directory, std::string_view source,
                json::Writer& writer)
      : context_(context),
        parts_(context.program.parts()),
        directory_(directory.parts().directory),
        calendar_(directory.parts().calendar),
        roster_(context.roster ? context.roster->parts().roster : signalbox::Roster::assumed(directory_)),
        source_(source),
        writer_(writer) {}

  void run(const Place& example, std::size_t index) {
    const auto at = example.find("at");
    const RunInput input{parts_, directory_, calendar_, roster_, at ? at->instant().value_or(context_.at) : context_.at,
                         true,   true};
    arena_.reset();
    run_.arena.reset();
    Diagnostics ignored;
    (void)read_record(example.find("record")->node(), *parts_.layout, arena_, record_, ignored);
    api::run(input, record_.values, run_);
    differences_.clear();
    is_undecided_ = false;
    json::Writer list(differences_);
    list.begin_array();
    compare(*example.find("expect"), input, list);
    list.end_array();
    write(example, index, input);
  }

  void write_counts() {
    writer_.key("passed").number(passed_);
    writer_.key("failed").number(failed_);
    writer_.key("undecided").number(undecided_);
  }

 private:
  void compare(const Place& expect, const RunInput& input, json::Writer& list) {
    std::string outcome;
    json::Writer writer(outcome);
    write_outcome(writer, input, run_);
    Diagnostics ignored;
    const auto document = json::Document::parse(outcome, ignored);
    const Place found(document->root(), {}, ignored);
    for (const std::string_view name : {"queue", "agent"}) {
      const auto wanted = expect.find(name);
      if (!wanted) continue;
      if (context_.directory) {
        difference(*wanted, "/" + std::string(name), found.find(name), outcome, list);
      } else {
        is_undecided_ = true;
      }
    }
    if (const auto outputs = expect.find("outputs")) {
      compare_members(*outputs, "/outputs", *found.find("outputs"), outcome, list);
    }
    const auto decisions = expect.find("decisions");
    for (std::size_t i = 0; decisions && i < decisions->node().size(); ++i) {
      compare_decision(decisions->at(i), decisions->node().key(i), input, list);
    }
  }

  void compare_members(const Place& wanted, const std::string& path, const Place& found, std::string_view source,
                       json::Writer& list) {
    for (std::size_t i = 0; i < wanted.node().size(); ++i) {
      const std::string_view name = wanted.node().key(i);
      difference(wanted.at(i), path + "/" + std::string(name), found.find(name), source, list);
    }
  }

  void compare_decision(const Place& wanted, std::string_view name, const RunInput& input, json::Writer& list) {
    std::uint32_t index = 0;
    while (parts_.decisions[index].name != name) ++index;
    const rules::Table& table = parts_.decisions[index];
    const rules::Evaluation& evaluation = ask(input, index, run_);
    std::string answer;
    json::Writer writer(answer);
    writer.begin_object().key("rules").begin_array();
    for (const std::uint32_t winner : evaluation.by_row()) writer.text(table.rules[winner].id);
    writer.end_array().key("outputs");
    explain::write_outputs(writer, table, evaluation);
    writer.end_object();
    Diagnostics ignored;
    const auto document = json::Document::parse(answer, ignored);
    const Place found(document->root(), {}, ignored);
    const std::string path = "/decisions/" + std::string(name);
    if (const auto rules = wanted.find("rules")) difference(*rules, path + "/rules", found.find("rules"), answer, list);
    if (const auto outputs = wanted.find("outputs")) {
      compare_members(*outputs, path + "/outputs", *found.find("outputs"), answer, list);
    }
  }

  void difference(const Place& wanted, const std::string& path, const std::optional<Place>& found,
                  std::string_view source, json::Writer& list) {
    if (found && is_same(wanted.node(), found->node())) return;
    list.begin_object().key("path").text(path);
    list.key("expected").raw(raw_bytes(source_, wanted.node()));
    list.key("found").raw(found ? raw_bytes(source, found->node()) : "null");
    list.end_object();
  }

  void write(const Place& example, std::size_t index, const RunInput& input) {
    const bool is_passed = differences_ == "[]";
    ++(!is_passed ? failed_ : is_undecided_ ? undecided_ : passed_);
    writer_.begin_object().key("index").number(static_cast<std::int64_t>(index));
    writer_.key("name");
    const auto name = example.find("name");
    if (name) {
      writer_.text(name->node().as_text());
    } else {
      writer_.null();
    }
    writer_.key("result").text(!is_passed ? "failed" : is_undecided_ ? "undecided" : "passed");
    writer_.key("differences").raw(differences_);
    writer_.key("because").begin_array();
    if (!is_passed) write_reasons(input);
    writer_.end_array().end_object();
  }

  /// The sentences of the explanation but for those about rules that did not win.
  void write_reasons(const RunInput& input) {
    std::string decision;
    write_decision(input, record_.id, run_, decision);
    Diagnostics ignored;
    const auto document = json::Document::parse(decision, ignored);
    const auto sentences = document->root().find("explain")->find("sentences");
    for (std::size_t i = 0; i < sentences->size(); ++i) {
      const std::string_view sentence = sentences->at(i).as_text();
      const bool is_loser = sentence.starts_with("Rule `") && sentence.find("` won: ") == std::string_view::npos;
      if (!is_loser) writer_.text(sentence);
    }
  }

  const ExampleContext& context_;
  const Program::Parts& parts_;
  const signalbox::Directory& directory_;
  const calendar::Calendar& calendar_;
  signalbox::Roster roster_;
  std::string_view source_;
  json::Writer& writer_;
  Arena arena_;
  Record record_;
  Run run_;
  std::string differences_;  ///< JSON array, of the example at hand.
  bool is_undecided_ = false;
  std::int64_t passed_ = 0;
  std::int64_t failed_ = 0;
  std::int64_t undecided_ = 0;
};

}  // namespace

bool has_examples(const Program& program) {
  Diagnostics ignored;
  const auto document = json::Document::parse(program.parts().source, ignored);
  const auto examples = document->root().find("examples");
  return examples && examples->size() > 0;
}

void write_examples(const ExampleContext& context, std::string& out) {
  Diagnostics ignored;
  const std::string& source = context.program.parts().source;
  const auto document = json::Document::parse(source, ignored);
  const auto examples = Place(document->root(), {}, ignored).find("examples");
  const Directory directory = context.directory ? *context.directory : empty_directory();
  json::Writer writer(out);
  writer.begin_object().key("examples").begin_array();
  ExampleRunner runner(context, directory, source, writer);
  for (std::size_t i = 0; examples && i < examples->node().size(); ++i) runner.run(examples->at(i), i);
  writer.end_array();
  runner.write_counts();
  writer.end_object();
}

}  // namespace signalbox::api
