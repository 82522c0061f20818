// The engine in a browser: a session of api::Session behind a C interface. Data crosses as one buffer each way, because
// a call with many small values is slow behind the membrane of Lightning Web Security. The JavaScript side is
// src/machine.js.
#include <emscripten/bind.h>
#include <emscripten/emscripten.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "api/api.h"
#include "base/limits.h"

namespace {

/// Bytes of one message: header, line end and body. Half of what the memory can grow to, so that the engine has room to
/// work.
constexpr std::size_t kMaxMessageBytes = std::size_t{1} << 30;

/// What this module offers. Link-time optimisation leaves out what no group needs.
std::vector<signalbox::api::OperationGroup> operations() {
#if defined(SIGNALBOX_PAGE)
  return {signalbox::api::document_operations(), signalbox::api::decision_operations(),
          signalbox::api::journey_operations()};
#elif defined(SIGNALBOX_WORKBENCH)
  return {signalbox::api::document_operations(), signalbox::api::workbench_operations()};
#else
  return {signalbox::api::document_operations(), signalbox::api::decision_operations(),
          signalbox::api::journey_operations(), signalbox::api::workflow_operations(),
          signalbox::api::workbench_operations()};
#endif
}

struct HostSession {
  signalbox::api::Session engine{operations()};
  std::string_view answer;
};

bool out_of_memory = false;

/// Without exceptions an allocation that fails inside the engine cannot be undone. It stops the program (src/machine.js
/// answers for it from then on) rather than writing through a null pointer, and leaves word of the reason.
[[noreturn]] void stop_out_of_memory() {
  out_of_memory = true;
  __builtin_trap();
}

struct HostLimits {
  double max_message_bytes = kMaxMessageBytes;
  double max_document_bytes = signalbox::limits::kMaxDocumentBytes;
  double max_record_bytes = signalbox::limits::kMaxRecordBytes;
  double max_records_in_batch = signalbox::limits::kMaxRecordsInBatch;
};

std::string version() { return std::string(signalbox::api::engine_version()); }
HostLimits limits() { return {}; }

}  // namespace

extern "C" {

/// A new session, or null when there is no memory for one.
EMSCRIPTEN_KEEPALIVE HostSession* sb_session_new() {
  std::set_new_handler(stop_out_of_memory);
  void* place = std::malloc(sizeof(HostSession));
  return place == nullptr ? nullptr : new (place) HostSession;
}

EMSCRIPTEN_KEEPALIVE void sb_session_free(HostSession* session) {
  if (session == nullptr) return;
  session->~HostSession();
  std::free(session);
}

/// Room for a message of `size` bytes, or null when there is no memory for it.
EMSCRIPTEN_KEEPALIVE std::uint8_t* sb_alloc(std::size_t size) {
  if (size > kMaxMessageBytes) return nullptr;
  return static_cast<std::uint8_t*>(std::malloc(size == 0 ? 1 : size));
}

EMSCRIPTEN_KEEPALIVE void sb_free(std::uint8_t* buffer) { std::free(buffer); }

/// One message in. The answer is at sb_answer(session), sb_answer_size(session) bytes, until the next call of this
/// session.
EMSCRIPTEN_KEEPALIVE void sb_call(HostSession* session, const std::uint8_t* message, std::size_t size) {
  session->answer = session->engine.call({reinterpret_cast<const char*>(message), size});
}

EMSCRIPTEN_KEEPALIVE const std::uint8_t* sb_answer(const HostSession* session) {
  return reinterpret_cast<const std::uint8_t*>(session->answer.data());
}

EMSCRIPTEN_KEEPALIVE std::size_t sb_answer_size(const HostSession* session) { return session->answer.size(); }

/// After the program has stopped: whether it was for want of memory.
EMSCRIPTEN_KEEPALIVE int sb_out_of_memory() { return out_of_memory ? 1 : 0; }

}  // extern "C"

// Small and once: what a page asks before it starts a session.
EMSCRIPTEN_BINDINGS(signalbox) {
  emscripten::value_object<HostLimits>("Limits")
      .field("maxMessageBytes", &HostLimits::max_message_bytes)
      .field("maxDocumentBytes", &HostLimits::max_document_bytes)
      .field("maxRecordBytes", &HostLimits::max_record_bytes)
      .field("maxRecordsInBatch", &HostLimits::max_records_in_batch);
  emscripten::function("version", &version);
  emscripten::function("limits", &limits);
}
