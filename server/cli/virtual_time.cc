#include "server/cli/virtual_time.h"

#include <algorithm>
#include <array>
#include <functional>

#include <fmt/format.h>

#include "model/json_writer.h"
#include "server/json_text.h"

namespace signalbox::cli {
namespace {

constexpr std::size_t kMaxEvents = 100'000;  ///< Of one journey: what goes on longer does not come to an end.
/// Commands that a step waits for, and that a system answers.
constexpr std::array<std::string_view, 5> kAnswered = {"call", "classify", "match", "create", "handoff"};

/// `{"at":...,NAME:{"key":...,` and what `write` adds.
std::string event_text(Instant at, std::string_view name, const std::function<void(json::Writer&)>& write) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  writer.key("at").value(Value::date_time(at));
  writer.key(name);
  write(writer);
  writer.end_object();
  return text;
}

std::optional<Instant> instant_member(json::Node object, std::string_view name) {
  return parse_instant(text_member(object, name));
}

bool is_awaited(json::Node command) {
  const std::string_view name = text_member(command, "command");
  if (std::find(kAnswered.begin(), kAnswered.end(), name) == kAnswered.end()) return false;
  const auto wait = command.find("wait");
  return !wait || wait->as_bool();
}

}  // namespace

Result<void> VirtualTime::add_line(std::string_view line, std::size_t number) {
  Diagnostics diagnostics;
  const auto document = json::Document::parse(line, diagnostics);
  if (!document || !document->root().is(json::Kind::kObject)) {
    return fail(Exit::kInputWrong, fmt::format("Line {}: {}", number,
                                               document ? "an event is a JSON object." : diagnostics.front().sentence));
  }
  const json::Node root = document->root();
  if (root.find("answer")) return add_reply(line, root, number);
  const auto at = instant_member(root, "at");
  if (!at) return fail(Exit::kInputWrong, fmt::format("Line {}: an event needs its instant `at`.", number));
  if (const auto created = root.find("recordCreated"); created && created->is(json::Kind::kObject)) {
    const auto record = created->find("record");
    const std::string_view id = record ? text_member(*record, "Id") : std::string_view();
    if (!id.empty()) id_ = id;
  }
  add_event(*at, std::string(line));
  return {};
}

Result<void> VirtualTime::add_reply(std::string_view line, json::Node answer, std::size_t number) {
  Reply reply{std::string(line)};
  const std::string_view after = text_member(answer, "after");
  const auto ms = after.empty() ? std::optional<std::int64_t>(0) : parse_duration_ms(after);
  if (!ms) return fail(Exit::kInputWrong, fmt::format("Line {}: `{}` is not a duration such as `30m`.", number, after));
  reply.after_ms = *ms;
  const std::string_view step = text_member(answer, "answer");
  if (step.empty()) return fail(Exit::kInputWrong, fmt::format("Line {}: `answer` names a step.", number));
  replies_[std::string(step)].push_back(std::move(reply));
  return {};
}

void VirtualTime::add_event(Instant at, std::string event) { events_.emplace(at, std::move(event)); }

std::optional<std::pair<Instant, std::string>> VirtualTime::next() {
  // What happens at the instant of a timer counts before it.
  const bool is_timer = wake_ && (events_.empty() || *wake_ < events_.begin()->first);
  if (!is_timer && events_.empty()) return std::nullopt;
  const Instant at = is_timer ? std::max(*wake_, now_) : events_.begin()->first;
  if (until_ && at > *until_) return std::nullopt;
  if (is_timer) return std::pair(at, event_text(at, "timerDue", [](json::Writer& writer) { writer.boolean(true); }));
  std::string event = std::move(events_.begin()->second);
  events_.erase(events_.begin());
  return std::pair(at, std::move(event));
}

Result<std::string> VirtualTime::drive(const ShowEvent& show) {
  std::string answer;
  for (std::size_t count = 0; count < kMaxEvents; ++count) {
    const auto event = next();
    if (!event) return answer;
    now_ = std::max(now_, event->first);
    std::string body = R"({"run":)" + run_ + R"(,"id":)";
    json::append_quoted(id_, body);
    body += R"(,"event":)" + event->second + "}";
    answer = api::advance(documents_.workflow, documents_.directory, documents_.roster, body);
    const auto document = parse_own(answer);
    if (!document->root().find("ok")->as_bool()) {
      return fail(Exit::kInputWrong, fmt::format("The event {} was refused: {}", event->second,
                                                 text_member(*document->root().find("error"), "sentence")));
    }
    show(event->second, answer);
    take_answer(answer);
  }
  return fail(Exit::kInputWrong, fmt::format("The journey does not end: {} events were taken.", kMaxEvents));
}

void VirtualTime::take_answer(std::string_view answer) {
  const auto document = parse_own(answer);
  const json::Node root = document->root();
  run_ = raw_bytes(*document, *root.find("run"));
  wake_ = instant_member(root, "wake");
  const json::Node commands = *root.find("commands");
  for (std::size_t i = 0; i < commands.size(); ++i) answer_command(commands.at(i));
}

const VirtualTime::Reply* VirtualTime::find_reply(std::string_view step) {
  const auto own = replies_.find(step);
  if (own == replies_.end() || own->second.empty()) return nullptr;
  std::deque<Reply>& queue = own->second;
  // The last line of a step answers all that come after.
  if (queue.size() > 1 && queue.front().is_used) queue.pop_front();
  queue.front().is_used = true;
  return &queue.front();
}

void VirtualTime::answer_command(json::Node command) {
  const std::string_view name = text_member(command, "command");
  const std::string_view key = text_member(command, "key");
  const bool is_asked =
      is_awaited(command) || name == "offer" || name == "approve" || name == "task" || name == "request";
  const Reply* reply = is_asked ? find_reply(text_member(command, "step")) : nullptr;
  if (!reply) {
    if (stub_ == Stub::kNone || !is_awaited(command)) return;
    return add_event(now_, event_text(now_, "commandAnswered", [&](json::Writer& writer) {
                       writer.begin_object().key("key").text(key);
                       writer.key("result").begin_object();
                       if (name == "create") writer.key("id").text(fmt::format("stub:{}", key));
                       writer.end_object().end_object();
                     }));
  }
  const auto document = parse_own(reply->line);
  const json::Node line = document->root();
  const Instant at{now_.ms + reply->after_ms};
  const auto copy = [&](json::Writer& writer, std::string_view from, std::string_view to) {
    if (const auto member = line.find(from)) writer.key(to).raw(raw_bytes(*document, *member));
  };
  if (const auto changed = line.find("changed")) {
    return add_event(at, event_text(at, "recordUpdated", [&](json::Writer& writer) {
                       writer.begin_object();
                       copy(writer, "changed", "changed");
                       writer.end_object();
                     }));
  }
  const bool is_person = line.find("by").has_value();
  add_event(at, event_text(at, is_person ? "humanAnswer" : "commandAnswered", [&](json::Writer& writer) {
              writer.begin_object().key("key").text(key);
              copy(writer, "by", "by");
              copy(writer, "say", "answer");
              copy(writer, "values", "values");
              copy(writer, "result", "result");
              copy(writer, "error", "error");
              writer.end_object();
            }));
}

}  // namespace signalbox::cli
