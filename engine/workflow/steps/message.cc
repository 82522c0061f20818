// `notify` and `instruct`: people are told something. Nobody waits for it.
#include "workflow/steps/kinds.h"
#include "workflow/steps/recipient.h"
#include "workflow/visit.h"

namespace signalbox::workflow {

namespace {

class Message final : public StepKind {
 public:
  Message(std::string_view command, Recipient to, std::optional<Content> text, std::string playbook,
          std::vector<Content> points)
      : command_(command),
        to_(std::move(to)),
        text_(std::move(text)),
        playbook_(std::move(playbook)),
        points_(std::move(points)) {}

  [[nodiscard]] Traits traits() const override {
    Traits traits;
    traits.failures = {"evaluation"};
    return traits;
  }

  Outcome enter(Visit& visit) const override {
    const std::vector<std::string> to = names_of(to_, visit);
    const std::string text = text_ ? visit.text_of(*text_) : std::string();
    std::vector<std::string> points;
    for (const Content& point : points_) points.push_back(visit.text_of(point));
    if (const auto trouble = visit.trouble()) return *trouble;
    visit.command(command_, [&](json::Writer& writer) {
      write_names(writer, "to", to);
      if (!text.empty()) writer.key("text").text(text);
      if (!playbook_.empty()) writer.key("playbook").text(playbook_);
      if (!points.empty()) write_names(writer, "points", points);
    });
    return Outcome::done();
  }

 private:
  std::string_view command_;
  Recipient to_;
  std::optional<Content> text_;
  std::string playbook_;
  std::vector<Content> points_;
};

}  // namespace

ReadStep read_notify(const Place& place, const Reading& reading) {
  if (!place.is_object()) return nullptr;
  place.only_members({"to", "text"});
  const auto to = place.required("to");
  const auto text = place.required("text");
  if (!to || !text) return nullptr;
  Recipient recipient = reading.recipient(*to);
  Content content = reading.content(*text, Type::kText);
  return std::make_unique<Message>("notify", std::move(recipient), std::move(content), std::string(),
                                   std::vector<Content>());
}

ReadStep read_instruct(const Place& place, const Reading& reading) {
  if (!place.is_object()) return nullptr;
  place.only_members({"to", "text", "playbook", "points"});
  const auto to = place.required("to");
  auto text = reading.find_content(place, "text", Type::kText);
  std::string playbook;
  if (const auto name = place.find("playbook")) playbook = name->non_empty_text().value_or(std::string_view());
  std::vector<Content> points;
  const auto list = place.find("points");
  for (std::size_t i = 0; list && list->is_array() && i < list->node().size(); ++i) {
    points.push_back(reading.content(list->at(i), Type::kText));
  }
  if (!text && playbook.empty() && points.empty()) {
    place.report("missing-member", "An instruction says something.", "`text`, `playbook` or `points`");
  }
  if (!to) return nullptr;
  return std::make_unique<Message>("instruct", reading.recipient(*to), std::move(text), std::move(playbook),
                                   std::move(points));
}

}  // namespace signalbox::workflow
