// Messages about the names of fields in a whole definition: where they are used, and what renaming one changes.
#include <algorithm>
#include <map>

#include "api/compile.h"
#include "api/session_call.h"
#include "api/utf16_spans.h"
#include "formula/names.h"

namespace signalbox::api {

namespace {

std::string_view cut(std::string_view text, Span span) { return text.substr(span.begin, span.end - span.begin); }

/// A name in one text of the definition.
struct Use {
  const Mention* mention;
  Span span;  ///< Bytes of the text.
  bool is_global;
};

std::vector<Use> uses_in(const std::vector<Mention>& mentions) {
  std::vector<Use> uses;
  for (const Mention& mention : mentions) {
    const auto size = static_cast<std::uint32_t>(mention.text.size());
    if (mention.is_member) {
      uses.push_back({&mention, {0, size}, false});
      continue;
    }
    for (const formula::NameUse& use : formula::names(mention.text.substr(mention.begin)))
      uses.push_back({&mention, {use.span.begin + mention.begin, use.span.end + mention.begin}, use.is_global});
  }
  return uses;
}

/// Names that differ only in case are one; the declared spelling comes first.
struct Name {
  std::string_view name;
  std::string_view kind;
  std::vector<Use> uses;
};

std::vector<Name> by_name(const std::vector<Use>& uses) {
  std::vector<Name> names;
  std::map<std::string, std::size_t> known;
  for (const Use& use : uses) {
    const std::string_view written = cut(use.mention->text, use.span);
    const auto [at, is_new] = known.emplace(unicode::ascii_lower(written), names.size());
    if (is_new) names.push_back({written, use.is_global ? "global" : use.mention->is_member ? "field" : "unknown", {}});
    names[at->second].uses.push_back(use);
  }
  return names;
}

void write_use(json::Writer& writer, const Use& use) {
  writer.begin_object();
  writer.key("path").text(use.mention->path);
  if (use.mention->is_member) writer.key("member").boolean(true);
  Units(use.mention->text).write(writer, use.span);
  writer.end_object();
}

struct Definition {
  std::unique_ptr<const json::Document> document;
  std::vector<Mention> mentions;  ///< Fields first, then formulas in the order in which they are compiled.
  std::shared_ptr<Program::Parts> parts;
  Diagnostics diagnostics;
};

/// nullopt, and the call has failed, when the body is no JSON.
std::optional<Definition> read_body(Call& call) {
  Definition definition;
  definition.document = json::Document::parse(call.body(), definition.diagnostics);
  if (!definition.document) {
    call.fail(definition.diagnostics, call.body());
    return std::nullopt;
  }
  definition.parts =
      compile_definition(Place(definition.document->root(), {}, definition.diagnostics, &definition.mentions));
  return definition;
}

bool is_keyword(std::string_view name) {
  return unicode::equals_ignoring_ascii_case(name, "null") || unicode::equals_ignoring_ascii_case(name, "true") ||
         unicode::equals_ignoring_ascii_case(name, "false");
}

/// Fails the call when the fields that are `from`, or begin with it, cannot begin with `to`.
void check_rename(Call& call, const Layout& layout, std::string_view from, std::string_view to) {
  bool exists = false;
  for (std::size_t i = 0; i < layout.size(); ++i) exists = exists || formula::is_below(layout.field(i).name, from);
  if (!exists) {
    return call.fail("unknown-field", "There is no field `" + quote_for_message(from) + "`.");
  }
  if (!is_path(to) || is_keyword(to)) {
    return call.fail("bad-name", "`" + quote_for_message(to) +
                                     "` cannot be the name of a field: letters, digits and `_`, with dots for related "
                                     "records.");
  }
  for (std::size_t i = 0; i < layout.size(); ++i) {
    const std::string& name = layout.field(i).name;
    if (!formula::is_below(name, from)) continue;
    const std::string next = std::string(to) + name.substr(from.size());
    const auto taken = layout.find(next);
    if (!taken || formula::is_below(layout.field(*taken).name, from)) continue;
    return call.fail("name-taken", "There is a field `" + layout.field(*taken).name + "` already.");
  }
}

void write_edit(json::Writer& writer, const Mention& mention, std::string_view from, std::string_view to) {
  const std::string_view text = mention.text;
  std::string changed;
  if (mention.is_member) {
    changed = formula::is_below(text, from) ? std::string(to) + std::string(text.substr(from.size())) : text;
  } else {
    changed = std::string(text.substr(0, mention.begin)) + formula::renamed(text.substr(mention.begin), from, to);
  }
  if (changed == text) return;
  writer.begin_object();
  writer.key("path").text(mention.path);
  if (mention.is_member) writer.key("member").boolean(true);
  writer.key("old").text(text);
  writer.key("new").text(changed);
  writer.end_object();
}

}  // namespace

void answer_definition_references(Call& call) {
  call.only_members({"op", "name"});
  const auto wanted = call.has("name") ? call.text("name") : std::nullopt;
  if (call.has_failed()) return;
  const auto definition = read_body(call);
  if (!definition) return;
  json::Writer writer(call.out());
  writer.begin_object();
  writer.key("ok").boolean(true);
  writer.key("names").begin_array();
  for (const Name& name : by_name(uses_in(definition->mentions))) {
    if (wanted && !formula::is_below(name.name, *wanted)) continue;
    writer.begin_object();
    writer.key("name").text(name.name);
    writer.key("kind").text(name.kind);
    writer.key("uses").begin_array();
    for (const Use& use : name.uses) write_use(writer, use);
    writer.end_array().end_object();
  }
  writer.end_array().end_object();
}

void answer_definition_rename(Call& call) {
  call.only_members({"op", "from", "to"});
  const auto from = call.text("from");
  const auto to = call.text("to");
  if (call.has_failed()) return;
  const auto definition = read_body(call);
  if (!definition) return;
  if (!definition->parts) return call.fail(definition->diagnostics, call.body());
  check_rename(call, *definition->parts->layout, *from, *to);
  if (call.has_failed()) return;
  json::Writer writer(call.out());
  writer.begin_object();
  writer.key("ok").boolean(true);
  writer.key("edits").begin_array();
  for (const Mention& mention : definition->mentions) write_edit(writer, mention, *from, *to);
  writer.end_array().end_object();
}

}  // namespace signalbox::api
