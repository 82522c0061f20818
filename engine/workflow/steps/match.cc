// `match`: which of the accounts that the host finds is the one meant: by domain, then by likeness of names, else none.
#include <algorithm>

#include "base/unicode.h"
#include "workflow/limits.h"
#include "workflow/steps/kinds.h"
#include "workflow/steps/likeness.h"
#include "workflow/visit.h"

namespace signalbox::workflow {

namespace {

constexpr std::int64_t kWhole = 100;

struct MatchParts {
  std::string object;
  std::optional<Content> domain;
  std::optional<Content> name;
  std::int64_t threshold_percent = kWhole;
  std::optional<Way> none;
  std::uint32_t id = 0;
  std::uint32_t result = 0;
  std::uint32_t score = 0;
};

struct Best {
  std::string_view id;
  std::string_view result = "none";
  std::int64_t percent = 0;
};

std::string_view text_member(json::Node object, std::string_view name) {
  const auto member = object.is(json::Kind::kObject) ? object.find(name) : std::nullopt;
  return member && member->is(json::Kind::kText) ? member->as_text() : std::string_view();
}

class Match final : public StepKind {
 public:
  explicit Match(MatchParts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] Traits traits() const override {
    Traits traits;
    if (parts_.none) traits.ways.push_back(*parts_.none);
    traits.waits = true;
    traits.commands = true;
    return traits;
  }

  Outcome enter(Visit& visit) const override {
    const Wanted wanted = wanted_of(visit);
    if (const auto trouble = visit.trouble()) return *trouble;
    visit.command("match", [&](json::Writer& writer) {
      writer.key("object").text(parts_.object);
      if (!wanted.domain.empty()) writer.key("domain").text(wanted.domain);
      if (!wanted.name.empty()) writer.key("name").text(wanted.name);
    });
    return Outcome::stay();
  }

  Outcome answered(Visit& visit, const Answer& answer) const override {
    const auto candidates = answer.result ? answer.result->find("candidates") : std::nullopt;
    if (!candidates || !candidates->is(json::Kind::kArray) || candidates->size() > limits::kMaxCandidates) {
      return Outcome::fail("bad-answer", "The answer has no list `candidates`, or too long a one.");
    }
    const Wanted wanted = wanted_of(visit);
    if (const auto trouble = visit.trouble()) return *trouble;
    Best best;
    for (std::size_t i = 0; i < candidates->size(); ++i) consider(candidates->at(i), wanted, best);
    visit.set_output(parts_.id, best.id);
    visit.set_output(parts_.result, best.result);
    visit.set_output(parts_.score, Value::number(Decimal::from_scaled(best.percent, 2)));
    return best.id.empty() ? Outcome::go_or_done(parts_.none) : Outcome::done();
  }

 private:
  struct Wanted {
    std::string domain;
    std::string name;
  };

  [[nodiscard]] Wanted wanted_of(Visit& visit) const {
    return {parts_.domain ? domain_of(visit.text_of(*parts_.domain)) : std::string(),
            parts_.name ? visit.text_of(*parts_.name) : std::string()};
  }

  /// The same domain is exact; of names the likest one, of equal ones the first.
  void consider(json::Node candidate, const Wanted& wanted, Best& best) const {
    const std::string_view id = text_member(candidate, "id");
    if (id.empty() || best.result == "exact") return;
    const bool is_exact = !wanted.domain.empty() && domain_of(text_member(candidate, "website")) == wanted.domain;
    if (is_exact) {
      best = {id, "exact", kWhole};
      return;
    }
    const std::int64_t percent = likeness_percent(text_member(candidate, "name"), wanted.name);
    if (wanted.name.empty() || percent < parts_.threshold_percent || percent <= best.percent) return;
    best = {id, percent == kWhole ? "name" : "fuzzy", percent};
  }

  MatchParts parts_;
};

}  // namespace

void outline_match(Outline& outline, const Place& /*place*/) {
  outline.output("Id", Type::kId);
  outline.output("Result", Type::kText);
  outline.output("Score", Type::kNumber);
}

ReadStep read_match(const Place& place, const Reading& reading) {
  if (!place.is_object()) return nullptr;
  place.only_members({"object", "domain", "name", "threshold", "none"});
  MatchParts parts;
  const auto object = place.required("object");
  if (object) parts.object = object->non_empty_text().value_or(std::string_view());
  parts.domain = reading.find_content(place, "domain", Type::kText);
  parts.name = reading.find_content(place, "name", Type::kText);
  if (!parts.domain && !parts.name) place.report("missing-member", "A match goes by something.", "`domain` or `name`");
  if (const auto threshold = place.find("threshold")) {
    const auto share = threshold->number(0, 1);
    const auto percent = share ? share->rounded(2, Decimal::Rounding::kUp).shifted(-2) : std::nullopt;
    parts.threshold_percent = std::max<std::int64_t>(1, percent ? percent->to_int().value_or(kWhole) : kWhole);
  }
  parts.none = reading.find_way(place, "none");
  parts.id = reading.output("Id");
  parts.result = reading.output("Result");
  parts.score = reading.output("Score");
  return std::make_unique<Match>(std::move(parts));
}

}  // namespace signalbox::workflow
