// Messages that bring documents and records in.
#include "api/documents.h"
#include "api/recompile.h"
#include "api/session_call.h"
#include "api/write_diagnostics.h"
#include "base/limits.h"
#include "calendar/zone.h"
#include "model/record.h"

namespace signalbox::api {

namespace {

std::string hex(std::uint64_t value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = text.size(); i-- > 0; value >>= 4) text[i] = kDigits[value & 15];
  return text;
}

/// Opens the answer `{"ok":true,"<name>":<handle>`.
json::Writer begin_answer(Call& call, std::string_view name, HandleTable::Thing thing) {
  const std::int64_t handle = call.handles().add(std::move(thing));
  json::Writer writer(call.out());
  writer.begin_object();
  writer.key("ok").boolean(true);
  writer.key(name).number(handle);
  return writer;
}

void end_with_diagnostics(json::Writer& writer, const Diagnostics& diagnostics, std::string_view source) {
  writer.key("diagnostics");
  write_diagnostics(writer, diagnostics, source);
  writer.end_object();
}

void write_limits(json::Writer& writer) {
  const auto limit = [&](std::string_view name, std::size_t value) {
    writer.key(name).number(static_cast<std::int64_t>(value));
  };
  writer.key("limits").begin_object();
  limit("documentBytes", limits::kMaxDocumentBytes);
  limit("recordBytes", limits::kMaxRecordBytes);
  limit("jsonDepth", limits::kMaxJsonDepth);
  limit("formulaBytes", limits::kMaxFormulaBytes);
  limit("formulaDepth", limits::kMaxFormulaDepth);
  limit("formulaNodes", limits::kMaxFormulaNodes);
  limit("fields", limits::kMaxFields);
  limit("rules", limits::kMaxRules);
  limit("columns", limits::kMaxColumns);
  limit("agents", limits::kMaxAgents);
  limit("queues", limits::kMaxQueues);
  limit("businessHours", limits::kMaxBusinessHours);
  limit("recordsInBatch", limits::kMaxRecordsInBatch);
  writer.end_object();
}

}  // namespace

std::string_view engine_version() { return SIGNALBOX_VERSION; }

void answer_version(Call& call) {
  call.only_members({"op"});
  if (call.has_failed()) return;
  json::Writer writer(call.out());
  writer.begin_object();
  writer.key("ok").boolean(true);
  writer.key("engine").text(engine_version());
  writer.key("format").number(kFormatVersion);
  writer.key("tzdata").text(calendar::tzdata_version());
  write_limits(writer);
  writer.end_object();
}

void answer_release(Call& call) {
  call.only_members({"op", "handle"});
  const auto handle = call.integer("handle", 1, INT64_MAX);
  if (!handle) return;
  if (!call.handles().release(*handle)) {
    return call.fail("unknown-handle", "There is nothing behind the handle " + std::to_string(*handle) + ".");
  }
  call.out() += R"({"ok":true})";
}

void answer_compile(Call& call) {
  call.only_members({"op", "from"});
  const auto former = call.has("from") ? call.program("from") : std::nullopt;
  if (call.has_failed()) return;
  Diagnostics diagnostics;
  auto program = former ? recompile(*former, call.body()) : std::nullopt;
  if (!program) program = read_definition(call.body(), diagnostics);
  if (!program) return call.fail(diagnostics, call.body());
  json::Writer writer = begin_answer(call, "program", *program);
  writer.key("definition").text(program->name());
  writer.key("layout").text(hex(program->parts().layout->fingerprint()));
  end_with_diagnostics(writer, diagnostics, call.body());
}

void answer_directory(Call& call) {
  call.only_members({"op"});
  if (call.has_failed()) return;
  Diagnostics diagnostics;
  const auto directory = read_directory(call.body(), diagnostics);
  if (!directory) return call.fail(diagnostics, call.body());
  json::Writer writer = begin_answer(call, "directory", *directory);
  end_with_diagnostics(writer, diagnostics, call.body());
}

void answer_roster(Call& call) {
  call.only_members({"op", "directory"});
  const auto directory = call.directory();
  if (!directory) return;
  Diagnostics diagnostics;
  const auto roster = read_roster(call.body(), *directory, diagnostics);
  if (!roster) return call.fail(diagnostics, call.body());
  json::Writer writer = begin_answer(call, "roster", *roster);
  end_with_diagnostics(writer, diagnostics, call.body());
}

void answer_roster_update(Call& call) {
  call.only_members({"op", "roster"});
  const auto handle = call.integer("roster", 1, INT64_MAX);
  // Asked for in the usual way first, which says what is wrong with the handle.
  if (!handle || !call.roster()) return;
  auto& roster = std::get<Roster>(*call.handles().find(*handle));
  Diagnostics diagnostics;
  const auto update = update_roster(call.body(), roster, diagnostics);
  if (!update) return call.fail(diagnostics, call.body());
  json::Writer writer(call.out());
  const auto write = [&](std::string_view name, const std::vector<AgentIndex>& agents) {
    writer.key(name).begin_array();
    for (const AgentIndex agent : agents) writer.text(roster.parts().directory.parts().directory.agent(agent).id);
    writer.end_array();
  };
  writer.begin_object();
  writer.key("ok").boolean(true);
  write("applied", update->applied);
  write("stale", update->stale);
  end_with_diagnostics(writer, diagnostics, call.body());
}

void answer_check(Call& call) {
  call.only_members({"op", "directory"});
  const auto directory = call.directory();
  if (!directory) return;
  Diagnostics diagnostics;
  const auto program = read_definition(call.body(), diagnostics);
  if (program) check_together(*program, *directory, diagnostics);
  if (has_errors(diagnostics)) return call.fail(diagnostics, call.body());
  json::Writer writer(call.out());
  writer.begin_object();
  writer.key("ok").boolean(true);
  end_with_diagnostics(writer, diagnostics, call.body());
}

void answer_records(Call& call) {
  call.only_members({"op", "program", "format"});
  const auto program = call.program();
  const auto format = call.format();
  if (call.has_failed()) return;
  const Records records = Records::read(call.body(), *format, *program);
  json::Writer writer = begin_answer(call, "records", records);
  writer.key("count").number(static_cast<std::int64_t>(records.size()));
  writer.key("ids").begin_array();
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (records.set().id(i).empty()) {
      writer.null();
    } else {
      writer.text(records.set().id(i));
    }
  }
  writer.end_array();
  writer.key("errors").raw(records.errors());
  writer.end_object();
}

}  // namespace signalbox::api
