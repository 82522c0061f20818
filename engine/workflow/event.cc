#include "workflow/event.h"

namespace signalbox::workflow {

namespace {

using Kind = Event::Kind;

/// By Kind.
constexpr std::array<std::string_view, 10> kNames = {"recordCreated", "recordUpdated",   "replyReceived", "childClosed",
                                                     "timerDue",      "commandAnswered", "humanAnswer",   "override",
                                                     "cancel",        "migrate"};
constexpr int kMillionDigits = 6;

void need_text(const Place& body, std::string_view name) {
  if (const auto member = body.required(name)) (void)member->non_empty_text();
}

void may_have_text(const Place& body, std::string_view name) {
  if (const auto member = body.find(name)) (void)member->text();
}

void may_have_object(const Place& body, std::string_view name) {
  if (const auto member = body.find(name)) (void)member->is_object();
}

void check_answer(const Place& body) {
  body.only_members({"key", "result", "error"});
  need_text(body, "key");
  may_have_object(body, "result");
  const auto error = body.find("error");
  if (!error || !error->is_object()) return;
  error->only_members({"code", "sentence"});
  need_text(*error, "code");
  may_have_text(*error, "sentence");
}

void check_human(const Place& body) {
  body.only_members({"key", "step", "by", "answer", "values"});
  if (body.find("key").has_value() == body.find("step").has_value()) {
    body.report("event-kind", "An answer of a person names what it answers.", "either `key` or `step`");
  }
  may_have_text(body, "key");
  may_have_text(body, "step");
  need_text(body, "by");
  need_text(body, "answer");
  may_have_object(body, "values");
}

void check_override(const Place& body) {
  body.only_members({"do", "incident", "step", "to", "changed", "by", "reason"});
  const auto what = body.required("do");
  const auto word = what ? what->text() : std::nullopt;
  if (word && *word != "retry" && *word != "skip" && *word != "goTo" && *word != "repair") {
    what->report_unknown("override", *word, {"retry", "skip", "goTo", "repair"});
  }
  if (body.find("incident").has_value() == body.find("step").has_value()) {
    body.report("event-kind", "An override names what it is about.", "either `incident` or `step`");
  }
  if (const auto incident = body.find("incident")) (void)incident->integer(1, INT64_MAX);
  may_have_text(body, "step");
  if (word == "goTo") need_text(body, "to");
  may_have_object(body, "changed");
  need_text(body, "by");
  need_text(body, "reason");
}

void check_record(const Place& body, std::string_view record) {
  if (const auto member = body.required(record)) (void)member->is_object();
}

void check_body(Kind kind, const Place& body) {
  if (kind == Kind::kTimerDue) {
    (void)body.boolean();
    return;
  }
  if (!body.is_object()) return;
  switch (kind) {
    case Kind::kRecordCreated:
      body.only_members({"record", "inputs"});
      check_record(body, "record");
      return may_have_object(body, "inputs");
    case Kind::kRecordUpdated:
      body.only_members({"changed", "prior"});
      check_record(body, "changed");
      return may_have_object(body, "prior");
    case Kind::kReplyReceived:
      body.only_members({"from", "text", "values"});
      may_have_text(body, "from");
      may_have_text(body, "text");
      return may_have_object(body, "values");
    case Kind::kChildClosed:
      body.only_members({"child"});
      return need_text(body, "child");
    case Kind::kCommandAnswered:
      return check_answer(body);
    case Kind::kHumanAnswer:
      return check_human(body);
    case Kind::kOverride:
      return check_override(body);
    case Kind::kCancel:
      body.only_members({"by", "reason"});
      need_text(body, "by");
      return need_text(body, "reason");
    default:
      body.only_members({"steps"});
      may_have_object(body, "steps");
  }
}

}  // namespace

std::string_view event_name(Event::Kind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::optional<Event> read_event(const Place& place) {
  if (!place.is_object()) return std::nullopt;
  Event event;
  std::size_t found = 0;
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    const std::string_view name = place.node().key(i);
    if (name == "at" || name == "id" || name == "jitter") continue;
    bool is_known = false;
    for (std::size_t k = 0; k < kNames.size(); ++k) {
      if (kNames[k] != name) continue;
      is_known = true;
      ++found;
      event.kind = static_cast<Kind>(k);
      event.body = place.at(i);
    }
    if (!is_known) place.at(i).report_unknown("event", name, {kNames.begin(), kNames.end()});
  }
  const auto at = place.required("at");
  event.at = (at ? at->instant() : std::nullopt).value_or(Instant());
  if (const auto id = place.find("id")) event.id = id->non_empty_text().value_or(std::string_view());
  if (const auto jitter = place.find("jitter")) {
    const auto share = jitter->number(0, 1);
    const auto ppm =
        share ? share->rounded(kMillionDigits, Decimal::Rounding::kDown).shifted(-kMillionDigits) : std::nullopt;
    event.jitter_ppm = ppm ? ppm->to_int().value_or(0) : 0;
  }
  if (found != 1) {
    place.report("event-kind", "An event is one thing that happened.", "`at` and one member that names it",
                 found == 0 ? "none" : std::to_string(found) + " of them");
  } else {
    check_body(event.kind, *event.body);
  }
  if (has_errors(place.diagnostics())) return std::nullopt;
  return event;
}

}  // namespace signalbox::workflow
