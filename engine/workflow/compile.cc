#include "workflow/compile.h"

#include <algorithm>
#include <array>

#include "formula/located.h"
#include "workflow/steps/kinds.h"

namespace signalbox::workflow {

namespace {

constexpr std::array<std::string_view, 7> kCommon = {"id", "when", "next", "timeout", "retry", "catch", "compensate"};

class WorkflowCompiler {
 public:
  WorkflowCompiler(const Place& root, const Surroundings& around)
      : root_(root), around_(around), outline_(around.decisions), workflow_(std::make_shared<Workflow>()) {}

  std::shared_ptr<const Workflow> compile() {
    if (const auto steps = root_.find("steps")) {
      outline_.read(*steps);
    } else {
      outline_.read_nothing();
    }
    make_scope();
    const auto settings = root_.find("workflow");
    if (settings) read_settings(*settings);
    make_frames();
    for (std::size_t i = 0; i < outline_.steps().size(); ++i) read_step(i);
    if (has_errors(root_.diagnostics())) return nullptr;
    check_graph(outline_, *workflow_, around_);
    return has_errors(root_.diagnostics()) ? nullptr : workflow_;
  }

 private:
  /// What every formula of the workflow can name.
  void make_scope() {
    std::vector<Field> fields;
    for (const OutlineStep& step : outline_.steps()) {
      firsts_.push_back(static_cast<std::uint32_t>(fields.size()));
      for (const Field& output : step.outputs) {
        fields.push_back(output);
        fields.back().name = "steps." + step.id + "." + output.name;
      }
    }
    read_inputs(fields);
    std::vector<formula::Global> globals = around_.scope.globals();
    workflow_->first_data_slot = around_.scope.slots();
    for (const Field& field : fields) {
      const bool is_step = field.name.starts_with("steps.");
      const std::string name = (is_step ? "$Step." : "$Input.") + field.name.substr(field.name.find('.') + 1);
      globals.push_back({name, field.type, {}, false, {}});
    }
    globals.push_back({"$Item.Value", Type::kText, "The item of the nearest `forEach`.", false, {}});
    globals.push_back({"$Item.Index", Type::kNumber, "Which item it is, from 1.", false, {}});
    workflow_->data = std::make_shared<const Layout>(std::move(fields));
    // The program's layout outlives the workflow with the program.
    const std::shared_ptr<const Layout> layout(std::shared_ptr<const Layout>(), &around_.scope.layout());
    workflow_->scope = std::make_shared<const formula::Scope>(layout, std::move(globals), around_.scope.blanks());
  }

  void read_inputs(std::vector<Field>& fields) {
    const auto settings = root_.find("workflow");
    const auto inputs = settings && settings->node().is(json::Kind::kObject) ? settings->find("inputs") : std::nullopt;
    if (!inputs || !inputs->is_object()) return;
    for (std::size_t i = 0; i < inputs->node().size(); ++i) {
      const auto name = inputs->at(i).text();
      const auto type = name ? parse_type(*name) : std::nullopt;
      if (name && !type) inputs->at(i).report_unknown("type", *name, {"Text", "Number", "Checkbox", "DateTime", "Id"});
      Field field;
      field.name = "inputs." + std::string(inputs->node().key(i));
      field.type = type.value_or(Type::kText);
      fields.push_back(std::move(field));
    }
  }

  void read_settings(const Place& place) {
    if (!place.is_object()) return;
    place.only_members({"version", "entry", "inputs"});
    if (const auto version = place.find("version")) workflow_->version = version->integer(1, INT32_MAX).value_or(1);
    if (const auto entry = place.find("entry")) {
      auto compiled = formula::compile_at(*entry, *workflow_->scope, Type::kCheckbox);
      if (compiled) workflow_->entry = rules::PlacedFormula{std::move(*compiled), entry->path()};
    }
  }

  /// Steps and blocks as far as the outline tells; what leads from step to step needs them all.
  void make_frames() {
    for (const OutlineBlock& block : outline_.blocks()) {
      Block& made = workflow_->blocks.emplace_back();
      for (const std::size_t step : block.steps) made.steps.push_back(static_cast<std::uint32_t>(step));
      if (block.owner) made.owner = static_cast<std::uint32_t>(*block.owner);
    }
    for (std::size_t i = 0; i < outline_.steps().size(); ++i) {
      const OutlineStep& outlined = outline_.steps()[i];
      Step& step = workflow_->steps.emplace_back();
      step.id = outlined.id;
      step.path = outlined.place.path();
      step.kind_name = outlined.kind->name;
      step.block = static_cast<std::uint32_t>(outlined.block);
      step.is_compensation = outlined.is_compensation;
      step.first_output = firsts_[i];
      // A compensation stands right behind its step.
      const bool has_undo = outlined.place.find("compensate").has_value();
      if (!outlined.is_compensation && has_undo) step.compensation = undo_of(i);
    }
  }

  [[nodiscard]] std::optional<std::uint32_t> undo_of(std::size_t step) const {
    const std::string path = outline_.steps()[step].place.path() + "/compensate";
    for (std::size_t i = step + 1; i < outline_.steps().size(); ++i) {
      if (outline_.steps()[i].place.path() == path) return static_cast<std::uint32_t>(i);
    }
    return std::nullopt;
  }

  void read_step(std::size_t index) {
    const OutlineStep& outlined = outline_.steps()[index];
    const Place& place = outlined.place;
    const Reading reading(around_, outline_, *workflow_, index);
    Step& step = workflow_->steps[index];
    only_known_members(outlined);
    step.next = following(index);
    if (const auto when = place.find("when")) step.when = reading.formula(*when, Type::kCheckbox);
    step.kind = outlined.kind->read(outlined.payload, reading);
    if (const auto next = reading.find_way(place, "next")) step.next = *next;
    step.timeout = reading.find_lapse(place, "timeout");
    if (const auto retry = place.find("retry")) read_retry(*retry, reading, step.retry);
    if (const auto catches = place.find("catch")) read_catches(*catches, reading, step);
  }

  static void only_known_members(const OutlineStep& step) {
    const json::Node node = step.place.node();
    for (std::size_t i = 0; i < node.size(); ++i) {
      const std::string_view name = node.key(i);
      const bool is_common = std::find(kCommon.begin(), kCommon.end(), name) != kCommon.end();
      const bool is_own = step.is_compensation ? name == "timeout" || name == "retry" : is_common;
      if (is_own || name == step.kind->name) continue;
      std::vector<std::string_view> names(kCommon.begin(), kCommon.end());
      step.place.at(i).report_unknown("member", name, names);
    }
  }

  [[nodiscard]] Way following(std::size_t index) const {
    if (outline_.steps()[index].is_compensation) return {};
    const auto& steps = outline_.blocks()[outline_.steps()[index].block].steps;
    const auto at = std::find(steps.begin(), steps.end(), index);
    return at + 1 == steps.end() ? Way{} : Way{static_cast<std::uint32_t>(*(at + 1))};
  }

  static void read_retry(const Place& place, const Reading& reading, Retry& retry) {
    if (!place.is_object()) return;
    place.only_members({"times", "interval", "backoff", "cap", "jitter"});
    constexpr std::int64_t kMaxTimes = 100;
    constexpr std::int64_t kMaxBackoff = 10;
    const auto times = place.required("times");
    retry.times = (times ? times->integer(1, kMaxTimes) : std::nullopt).value_or(1);
    const auto interval = place.required("interval");
    retry.interval_ms = (interval ? reading.duration(*interval) : std::nullopt).value_or(0);
    const auto percent = [](const std::optional<Decimal>& number, std::int64_t otherwise) {
      const auto shifted = number ? number->rounded(2, Decimal::Rounding::kHalfUp).shifted(-2) : std::nullopt;
      return shifted ? shifted->to_int().value_or(otherwise) : otherwise;
    };
    constexpr std::int64_t kWhole = 100;
    if (const auto backoff = place.find("backoff"))
      retry.backoff_percent = percent(backoff->number(1, kMaxBackoff), kWhole);
    if (const auto cap = place.find("cap")) retry.cap_ms = reading.duration(*cap).value_or(INT64_MAX);
    if (const auto jitter = place.find("jitter")) retry.jitter_percent = percent(jitter->number(0, 1), 0);
  }

  static void read_catches(const Place& place, const Reading& reading, Step& step) {
    if (!place.is_array()) return;
    for (std::size_t i = 0; i < place.node().size(); ++i) {
      const Place at = place.at(i);
      if (!at.is_object()) continue;
      at.only_members({"on", "next"});
      Catch caught;
      caught.path = at.path();
      if (const auto on = at.find("on"); on && on->is_array()) {
        for (std::size_t c = 0; c < on->node().size(); ++c) {
          if (const auto code = on->at(c).non_empty_text()) caught.codes.emplace_back(*code);
        }
        if (on->node().size() == 0) on->report("empty-list", "Here stands no failure.", "at least one code");
      }
      const auto next = at.required("next");
      const auto way = next ? reading.way(*next) : std::nullopt;
      if (!way) continue;
      caught.way = *way;
      step.catches.push_back(std::move(caught));
    }
  }

  const Place& root_;
  const Surroundings& around_;
  Outline outline_;
  std::shared_ptr<Workflow> workflow_;
  std::vector<std::uint32_t> firsts_;  ///< By step: its first output.
};

}  // namespace

std::shared_ptr<const Workflow> compile(const Place& root, const Surroundings& around) {
  return WorkflowCompiler(root, around).compile();
}

bool is_workflow(const Place& root) {
  if (root.find("workflow")) return true;
  const auto steps = root.find("steps");
  if (!steps || !steps->node().is(json::Kind::kArray)) return false;
  for (std::size_t i = 0; i < steps->node().size(); ++i) {
    const json::Node step = steps->node().at(i);
    for (std::size_t m = 0; m < step.size() && step.is(json::Kind::kObject); ++m) {
      const std::string_view name = step.key(m);
      if (name != "id" && name != "when" && name != "decide" && name != "route") return true;
    }
  }
  return false;
}

}  // namespace signalbox::workflow
