#include "workflow/visit.h"

#include <algorithm>

#include "model/record_reader.h"
#include "workflow/advance.h"
#include "workflow/limits.h"

namespace signalbox::workflow {

Instant Visit::now() const { return advance_.now_; }
const Step& Visit::step() const { return advance_.workflow_.steps[token().step]; }
Token& Visit::token() const { return *advance_.run_.find(token_); }
Run& Visit::run() const { return advance_.run_; }
World& Visit::world() const { return advance_.world_; }
const Layout& Visit::layout() const { return advance_.layout_; }
const Workflow& Visit::workflow() const { return advance_.workflow_; }

Value Visit::evaluate(const rules::PlacedFormula& placed) {
  const Value value = advance_.world_.evaluate(placed.formula, advance_.globals_of(token_));
  if (value.is_error() && !trouble_) {
    trouble_ = Outcome::fail("evaluation", "The formula at " + placed.path +
                                               " has no value: " + std::string(error_name(value.as_error())) + ".");
  }
  return value;
}

Value Visit::value_of(const Content& content) {
  return content.formula ? evaluate(*content.formula) : content.literal.value;
}

std::string Visit::text_of(const Content& content) {
  const Value value = value_of(content);
  if (value.is_blank() || value.is_error()) return {};
  if (value.kind() == Value::Kind::kText) return std::string(value.as_text());
  std::string text;
  json::Writer writer(text);
  writer.value(value);
  if (text.size() >= 2 && text.front() == '"') text = text.substr(1, text.size() - 2);
  return text;
}

Value Visit::output(std::uint32_t index) const { return advance_.run_.data[index]; }

void Visit::set_output(std::uint32_t index, const Value& value) {
  Run& run = advance_.run_;
  run.data[index] = value.kind() == Value::Kind::kText ? Value::text(run.arena.keep(value.as_text())) : value;
}

void Visit::set_fields(const std::vector<FieldValue>& fields) {
  if (fields.empty()) return;
  Run& run = advance_.run_;
  std::string members;
  json::Writer writer(members);
  writer.begin_object();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::uint32_t slot = fields[i].slot;
    const Value& value = fields[i].value;
    // Of a field that is set twice the last value counts.
    const bool is_last = std::none_of(fields.begin() + static_cast<std::ptrdiff_t>(i) + 1, fields.end(),
                                      [&](const FieldValue& other) { return other.slot == slot; });
    if (!is_last) continue;
    run.record[slot] = value.kind() == Value::Kind::kText ? Value::text(run.arena.keep(value.as_text())) : value;
    write_in_record(value, layout().field(slot).type, writer.key(layout().field(slot).name));
  }
  writer.end_object();
  command("set", [&](json::Writer& out) { out.key("fields").raw(members); });
  advance_.note_history("changed", members);
  advance_.move_to(advance_.now_);
}

void Visit::command(std::string_view name, const std::function<void(json::Writer&)>& write) {
  Token& own = token();
  if (own.key.empty()) {
    const std::int64_t attempt = ++advance_.run_.attempts[own.step];
    own.key = advance_.run_.id + "/" + step().id + "/" + std::to_string(attempt);
    own.commands = 0;
  }
  const std::int64_t number = own.commands++;
  std::string& out = advance_.commands_.emplace_back();
  json::Writer writer(out);
  writer.begin_object();
  writer.key("command").text(name);
  writer.key("key").text(number == 0 ? own.key : own.key + "/" + std::to_string(number));
  writer.key("step").text(step().id);
  write(writer);
  writer.end_object();
}

std::optional<Instant> Visit::after(const Lapse& lapse) {
  const Instant from = now();
  if (lapse.hours.empty()) {
    const Instant at{lapse.ms < INT64_MAX / 2 ? from.ms + lapse.ms : lapse.ms};
    if (in_range(at)) return at;
    trouble_ = Outcome::fail("too-long", "The time ends after the year 9999.");
    return std::nullopt;
  }
  const calendar::BusinessHours* hours = advance_.world_.hours(lapse.hours);
  const auto at = hours ? hours->add(from, lapse.ms) : std::nullopt;
  if (!at && !trouble_) {
    trouble_ = Outcome::fail("unknown-hours", hours ? "The hours `" + lapse.hours + "` never have so much time."
                                                    : "There are no business hours `" + lapse.hours + "`.");
  }
  return at;
}

bool Visit::wait(const Lapse& lapse) {
  const auto at = after(lapse);
  if (at) token().due = at;
  return at.has_value();
}

bool Visit::limit(const Lapse& lapse) {
  const auto at = after(lapse);
  if (at) token().deadline = at;
  return at.has_value();
}

void Visit::wait_until(Instant at) { token().due = at; }

void Visit::begin_block(std::uint32_t block, std::int64_t index) {
  if (advance_.run_.tokens.size() >= limits::kMaxTokens) {
    trouble_ = Outcome::fail("too-many-branches",
                             "A run has at most " + std::to_string(limits::kMaxTokens) + " branches under way.");
    return;
  }
  token().state = Token::State::kBlocks;
  const std::uint32_t first = advance_.workflow_.blocks[block].steps.front();
  advance_.queue_.push_back(advance_.add_token(first, token_, index));
}

void Visit::drop_children() { advance_.drop_children(token_); }

std::size_t Visit::count_children() const {
  const auto& tokens = advance_.run_.tokens;
  return static_cast<std::size_t>(
      std::count_if(tokens.begin(), tokens.end(), [&](const Token& one) { return one.parent == token_; }));
}

void Visit::trace(std::string_view word, std::string_view detail) { advance_.trace(word, &step(), detail); }

Value read_answer_value(json::Node node, Type type, Arena& arena) {
  switch (node.kind()) {
    case json::Kind::kNull:
      return Value();
    case json::Kind::kText:
      return is_numeric(type) || type == Type::kCheckbox ? Value::error(ErrorCode::kFieldType)
                                                         : text_value(node.as_text(), type, &arena);
    case json::Kind::kBool:
      return type == Type::kCheckbox ? Value::checkbox(node.as_bool()) : Value::error(ErrorCode::kFieldType);
    case json::Kind::kNumber: {
      const auto number = is_numeric(type) ? Decimal::parse(node.as_text()) : std::nullopt;
      return number ? Value::number(*number) : Value::error(ErrorCode::kFieldType);
    }
    case json::Kind::kArray: {
      if (type != Type::kText && type != Type::kMultiPicklist) return Value::error(ErrorCode::kFieldType);
      std::string joined;
      for (std::size_t i = 0; i < node.size(); ++i) {
        if (!node.at(i).is(json::Kind::kText)) return Value::error(ErrorCode::kFieldType);
        joined.append(i == 0 ? "" : ";").append(node.at(i).as_text());
      }
      return Value::text(arena.keep(joined));
    }
    case json::Kind::kObject:
      return Value::error(ErrorCode::kFieldType);
  }
  return Value::error(ErrorCode::kFieldType);
}

}  // namespace signalbox::workflow
