#include "server/routes/workflow_body.h"

#include <algorithm>
#include <array>

#include "model/json_writer.h"
#include "server/json_text.h"
#include "server/routes/answers.h"
#include "server/routes/body.h"

namespace signalbox::routes {
namespace {

using Names = std::vector<std::string_view>;

/// A body read member by member: those of `known`, with `at` taken out.
class Members {
 public:
  static service::Result<Members> read(std::string_view body, std::string_view expected, const Names& known) {
    auto document = parse_object(body, expected);
    if (!document) return tl::unexpected(std::move(document.error()));
    Members members(std::move(*document));
    const json::Node root = members.document_->root();
    for (std::size_t i = 0; i < root.size(); ++i) {
      if (std::find(known.begin(), known.end(), root.key(i)) == known.end()) return unknown_member(root.key(i), known);
    }
    if (const auto at = root.find("at")) {
      const auto instant = instant_member("/at", *at);
      if (!instant) return tl::unexpected(instant.error());
      members.at_ = *instant;
    }
    return members;
  }

  [[nodiscard]] std::optional<Instant> at() const { return at_; }
  [[nodiscard]] bool has(std::string_view name) const { return document_->root().find(name).has_value(); }
  [[nodiscard]] std::string raw(std::string_view name) const {
    return std::string(raw_bytes(*document_, *document_->root().find(name)));
  }
  /// A text with something in it; refused when it is absent.
  [[nodiscard]] service::Result<std::string> text(std::string_view name) const {
    const auto member = document_->root().find(name);
    if (!member) return missing_member(name);
    return filled_member("/" + std::string(name), *member);
  }
  /// What the record of that name says that it is; empty when it does not say it.
  [[nodiscard]] std::string id_of(std::string_view name) const {
    const json::Node record = *document_->root().find(name);
    return record.is(json::Kind::kObject) ? std::string(text_member(record, "Id")) : std::string();
  }
  /// Writes those of `names` that are there.
  void copy(const Names& names, json::Writer& writer) const {
    for (const std::string_view name : names) {
      if (has(name)) writer.key(name).raw(raw(name));
    }
  }

 private:
  explicit Members(std::unique_ptr<const json::Document> document) : document_(std::move(document)) {}
  std::unique_ptr<const json::Document> document_;
  std::optional<Instant> at_;
};

}  // namespace

service::Result<service::WorkflowStart> read_start(std::string_view body) {
  const auto members = Members::read(body, "an object with the record", {"definition", "at", "record", "inputs"});
  if (!members) return tl::unexpected(members.error());
  if (!members->has("record")) return missing_member("record");
  service::WorkflowStart start;
  if (members->has("definition")) {
    const auto definition = members->text("definition");
    if (!definition) return tl::unexpected(definition.error());
    start.definition = *definition;
  }
  start.at = members->at();
  start.record_id = members->id_of("record");
  json::Writer writer(start.members);
  writer.key("recordCreated").begin_object();
  members->copy({"record", "inputs"}, writer);
  writer.end_object();
  return start;
}

service::Result<service::WorkflowEvent> read_workflow_event(std::string_view body) {
  static const Names kEvents = {"recordUpdated", "replyReceived", "childClosed", "humanAnswer", "override", "cancel"};
  Names known = kEvents;
  known.insert(known.end(), {"at", "id"});
  const auto members = Members::read(body, "an object that says what happened", known);
  if (!members) return tl::unexpected(members.error());
  service::WorkflowEvent event;
  event.at = members->at();
  json::Writer writer(event.members);
  members->copy({"id"}, writer);
  members->copy(kEvents, writer);
  if (event.members.empty()) return missing_member("recordUpdated");
  return event;
}

service::Result<service::WorkflowEvent> read_answer(std::string_view body) {
  const auto members = Members::read(body, "an object with the answer", {"at", "key", "result", "error"});
  if (!members) return tl::unexpected(members.error());
  const auto key = members->text("key");
  if (!key) return tl::unexpected(key.error());
  if (members->has("result") == members->has("error")) return missing_member("result");
  service::WorkflowEvent event;
  event.at = members->at();
  event.answers = *key;
  event.idempotency_key = "answer " + *key;
  json::Writer writer(event.members);
  writer.key("commandAnswered").begin_object();
  members->copy({"key", "result", "error"}, writer);
  writer.end_object();
  return event;
}

service::Result<service::IncidentAction> read_action(std::string_view body) {
  const auto members = Members::read(body, "an object that says who and why", {"by", "reason", "changed", "to"});
  if (!members) return tl::unexpected(members.error());
  service::IncidentAction action;
  for (const auto& [name, place] : {std::pair("by", &action.by), std::pair("reason", &action.reason)}) {
    auto text = members->text(name);
    if (!text) return tl::unexpected(std::move(text.error()));
    *place = std::move(*text);
  }
  if (members->has("changed")) action.changed = members->raw("changed");
  if (members->has("to")) {
    auto to = members->text("to");
    if (!to) return tl::unexpected(std::move(to.error()));
    action.to = std::move(*to);
  }
  return action;
}

service::Result<std::optional<std::string>> idempotency_key(const http::Request& request) {
  if (request.count_headers("idempotency-key") == 0) return std::nullopt;
  const auto key = request.header("idempotency-key");
  if (key && is_name(*key)) return std::string(*key);
  return service::refuse(service::Ground::kMalformed, "idempotency-key", "There may be one key, of 1 to 255 bytes.",
                         "Idempotency-Key");
}

}  // namespace signalbox::routes
