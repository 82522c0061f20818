#include "model/reader.h"

#include <algorithm>

#include "base/limits.h"

namespace signalbox {

namespace {

std::string article(std::string_view noun) {
  const bool vowel = !noun.empty() && std::string_view("aeiou").find(noun[0]) != std::string_view::npos;
  return (vowel ? "an " : "a ") + std::string(noun);
}

}  // namespace

std::string quote_for_message(std::string_view text) {
  if (text.size() <= limits::kMaxQuotedBytes) return std::string(text);
  std::size_t end = limits::kMaxQuotedBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

std::string Place::path() const { return std::string(above_) + node_.pointer(); }

Place Place::at(std::size_t index) const { return Place(node_.at(index), above_, *diagnostics_, mentions_); }

std::optional<Place> Place::find(std::string_view name) const {
  const auto member = node_.find(name);
  if (!member) return std::nullopt;
  return Place(*member, above_, *diagnostics_, mentions_);
}

void Place::mention_formula(std::uint32_t begin) const {
  if (mentions_) mentions_->push_back({path(), node_.as_text(), begin, false});
}

void Place::mention_member(std::string_view name) const {
  if (mentions_) mentions_->push_back({path(), name, 0, true});
}

std::string Place::quoted() const {
  const json::Kind kind = node_.kind();
  if (kind == json::Kind::kText || kind == json::Kind::kNumber) return quote_for_message(node_.as_text());
  if (kind == json::Kind::kBool) return node_.as_bool() ? "true" : "false";
  return std::string(node_.kind_name());
}

void Place::report(std::string_view code, std::string_view sentence, std::string_view expected, std::string_view found,
                   std::string_view suggestion, Severity severity) const {
  diagnostics_->push_back(Diagnostic{std::string(code), severity, path(), node_.span(), std::string(sentence),
                                     std::string(expected), found.empty() ? quoted() : std::string(found),
                                     std::string(suggestion)});
}

void Place::adopt(const Diagnostics& inner) const {
  for (Diagnostic diagnostic : inner) {
    diagnostic.path = path();
    diagnostic.span = node_.span_inside_text(diagnostic.span);
    diagnostics_->push_back(std::move(diagnostic));
  }
}

void Place::wrong_type(std::string_view expected) const {
  const std::string wanted = article(expected);
  report("wrong-type", "This must be " + wanted + ", not " + article(node_.kind_name()) + ".", wanted);
}

std::optional<std::string_view> Place::text() const {
  if (node_.is(json::Kind::kText)) return node_.as_text();
  wrong_type("text");
  return std::nullopt;
}

std::optional<std::string_view> Place::non_empty_text() const {
  const auto value = text();
  if (!value || !value->empty()) return value;
  report("empty-text", "This text must not be empty.", "a text with at least one character", "an empty text");
  return std::nullopt;
}

std::optional<bool> Place::boolean() const {
  if (node_.is(json::Kind::kBool)) return node_.as_bool();
  wrong_type("boolean");
  return std::nullopt;
}

std::optional<Decimal> Place::number(std::int64_t low, std::int64_t high) const {
  if (!node_.is(json::Kind::kNumber)) {
    wrong_type("number");
    return std::nullopt;
  }
  const auto value = Decimal::parse(node_.as_text());
  if (value && *value >= Decimal::from_int(low) && *value <= Decimal::from_int(high)) return value;
  const std::string range = "a number from " + std::to_string(low) + " to " + std::to_string(high);
  report("out-of-range", "`" + quoted() + "` is not " + range + ".", range);
  return std::nullopt;
}

std::optional<std::int64_t> Place::integer(std::int64_t low, std::int64_t high) const {
  const auto value = number(low, high);
  if (!value) return std::nullopt;
  const auto whole = value->to_int();
  if (!whole) report("out-of-range", "`" + quoted() + "` is not a whole number.", "a whole number");
  return whole;
}

std::optional<Instant> Place::instant() const {
  const auto value = text();
  if (!value) return std::nullopt;
  const auto instant = parse_instant(*value);
  if (!instant) {
    report("bad-instant", "`" + quoted() + "` is not an instant.", "an instant such as `2026-01-31T08:00:00Z`");
  }
  return instant;
}

bool Place::is_object() const {
  if (node_.is(json::Kind::kObject)) return true;
  wrong_type("object");
  return false;
}

bool Place::is_array() const {
  if (node_.is(json::Kind::kArray)) return true;
  wrong_type("array");
  return false;
}

void Place::only_members(std::initializer_list<std::string_view> known) const {
  for (std::size_t i = 0; i < node_.size(); ++i) {
    const std::string_view name = node_.key(i);
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string quoted_name = quote_for_message(name);
    diagnostics_->push_back(Diagnostic{"unknown-member", Severity::kError, at(i).path(), node_.key_span(i),
                                       "There is no member `" + quoted_name + "` here.", "a known member", quoted_name,
                                       closest_name(name, std::vector<std::string_view>(known))});
  }
}

std::optional<Place> Place::required(std::string_view name) const {
  auto member = find(name);
  if (!member) {
    report("missing-member", "The member `" + std::string(name) + "` is missing.", "`" + std::string(name) + "`",
           "nothing");
  }
  return member;
}

void Place::report_unknown(std::string_view what, std::string_view name,
                           const std::vector<std::string_view>& names) const {
  const std::string shown = quote_for_message(name);
  report("unknown-" + std::string(what), "There is no " + std::string(what) + " `" + shown + "`.",
         "a known " + std::string(what), shown, closest_name(name, names));
}

bool check_format_version(const Place& root) {
  const auto member = root.required("signalbox");
  if (!member) return false;
  const auto version = member->integer(1, 1'000'000);
  if (!version) return false;
  if (*version <= kFormatVersion) return true;
  member->report("format-version",
                 "This document has format version " + std::to_string(*version) +
                     ", which is later than this engine knows. Use a newer Signalbox.",
                 "format version " + std::to_string(kFormatVersion));
  return false;
}

}  // namespace signalbox
