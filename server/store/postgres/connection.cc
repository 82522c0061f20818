#include "server/store/postgres/connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <array>
#include <cerrno>

#include <fmt/format.h>

namespace signalbox::store {
namespace {

using ErrorKind = DatabaseError::Kind;

constexpr int kLeastVersion = 150000;

/// One line, as libpq's sentences are several.
std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    if (c == '\n' || c == '\t') {
      if (!line.empty() && line.back() != ' ') line += ' ';
    } else {
      line += c;
    }
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

/// By the classes of SQLSTATE (PostgreSQL's manual, appendix A).
ErrorKind kind_of(std::string_view state) {
  if (state == "40001" || state == "40P01" || state == "55P03") return ErrorKind::kConflict;
  // 08: connection exception. 57P: shutdown, crash, not yet up. 53300: too many connections.
  if (state.starts_with("08") || state.starts_with("57P") || state == "53300") return ErrorKind::kLost;
  return ErrorKind::kRefused;
}

/// The sentence alone: the details may hold what was to be stored.
DatabaseError error_of(const PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* sentence = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  if (!state) return DatabaseError(sentence ? sentence : one_line(PQresultErrorMessage(result)), ErrorKind::kLost);
  return DatabaseError(fmt::format("{} (SQLSTATE {})", sentence ? sentence : "", state), kind_of(state));
}

PGconn* connect(const PostgresAddress& address) {
  // What stands before the address is a default, what stands behind it is not.
  constexpr std::array kKeywords{"connect_timeout",  "keepalives_idle",  "keepalives_interval",
                                 "keepalives_count", "tcp_user_timeout", "fallback_application_name",
                                 "dbname",           "client_encoding",  static_cast<const char*>(nullptr)};
  const std::array values{
      "5", "10", "5", "3", "20000", "signalbox", address.url().c_str(), "UTF8", static_cast<const char*>(nullptr)};
  return PQconnectdbParams(kKeywords.data(), values.data(), 1);
}

/// Why the server cannot keep the store; empty: it can.
std::string objection(PGconn* connection, Database::Access access) {
  const auto status = [&](const char* name) {
    const char* value = PQparameterStatus(connection, name);
    return std::string_view(value ? value : "");
  };
  if (PQserverVersion(connection) < kLeastVersion) {
    return fmt::format("PostgreSQL 15 or later is needed, and the server has {}", status("server_version"));
  }
  if (status("server_encoding") != "UTF8") {
    return fmt::format("the database's encoding must be UTF8, and it is {}", status("server_encoding"));
  }
  if (access == Database::Access::kReadOnly) return {};
  if (status("in_hot_standby") == "on") return "the server is a standby that only reads";
  if (status("default_transaction_read_only") == "on") return "the database is set to be read-only";
  return {};
}

}  // namespace

void ResultDeleter::operator()(pg_result* result) const { PQclear(result); }

PostgresConnection::PostgresConnection(const PostgresAddress& address, Database::Access access)
    : connection_(connect(address)) {
  const auto refuse = [&](const std::string& sentence, ErrorKind kind) {
    PQfinish(connection_);
    throw DatabaseError(sentence, kind);
  };
  if (PQstatus(connection_) != CONNECTION_OK) {
    refuse(connection_ ? one_line(PQerrorMessage(connection_)) : "out of memory", ErrorKind::kLost);
  }
  if (const std::string sentence = objection(connection_, access); !sentence.empty()) {
    refuse(sentence, ErrorKind::kRefused);
  }
  // An answer says that the change is on the disk.
  const ResultPointer durable(PQexec(connection_,
                                     "SELECT set_config('synchronous_commit', 'on', false) "
                                     "WHERE current_setting('synchronous_commit') = 'off'"));
  if (PQresultStatus(durable.get()) != PGRES_TUPLES_OK || PQsetnonblocking(connection_, 1) != 0 ||
      PQenterPipelineMode(connection_) != 1) {
    refuse(one_line(PQerrorMessage(connection_)), ErrorKind::kLost);
  }
  PQsetNoticeProcessor(
      connection_, [](void*, const char*) {}, nullptr);
}

PostgresConnection::~PostgresConnection() { PQfinish(connection_); }

void PostgresConnection::throw_lost() {
  // The server may have said why before it closed the connection.
  if (failure_ && failure_->kind() == ErrorKind::kLost) throw DatabaseError(*failure_);
  throw DatabaseError(one_line(PQerrorMessage(connection_)), ErrorKind::kLost);
}

void PostgresConnection::throw_failure() {
  if (failure_) throw DatabaseError(*failure_);
}

void PostgresConnection::check_sent(int code) {
  if (code != 1) throw_lost();
}

void PostgresConnection::prepare(const std::string& name, const std::string& sql,
                                 const std::vector<Parameter>& parameters) {
  std::vector<Oid> types;
  types.reserve(parameters.size());
  for (const Parameter& parameter : parameters) types.push_back(parameter.type);
  check_sent(PQsendPrepare(connection_, name.c_str(), sql.c_str(), static_cast<int>(types.size()), types.data()));
  (void)add_pending();
}

PendingPointer PostgresConnection::send(const std::string& name, const std::vector<Parameter>& parameters) {
  std::vector<const char*> values;
  std::vector<int> lengths;
  for (const Parameter& parameter : parameters) {
    const char* bytes = !parameter.bytes ? nullptr : parameter.bytes->data() ? parameter.bytes->data() : "";
    values.push_back(bytes);
    lengths.push_back(parameter.bytes ? static_cast<int>(parameter.bytes->size()) : 0);
  }
  const std::vector<int> formats(parameters.size(), 1);
  check_sent(PQsendQueryPrepared(connection_, name.c_str(), static_cast<int>(values.size()), values.data(),
                                 lengths.data(), formats.data(), 1));
  return add_pending();
}

PendingPointer PostgresConnection::send_text(const char* sql) {
  check_sent(PQsendQueryParams(connection_, sql, 0, nullptr, nullptr, nullptr, nullptr, 1));
  return add_pending();
}

PendingPointer PostgresConnection::add_pending() {
  const PendingPointer pending = std::make_shared<Pending>();
  pending->number = ++sent_;
  return pending_.emplace_back(pending);
}

void PostgresConnection::send_sync() {
  check_sent(PQpipelineSync(connection_));
  pending_.emplace_back();
}

/// Sends what waits, and reads meanwhile, or both sides could wait for each other.
void PostgresConnection::flush() {
  for (int left = PQflush(connection_); left != 0; left = PQflush(connection_)) {
    if (left < 0) throw_lost();
    pollfd socket{PQsocket(connection_), POLLIN | POLLOUT, 0};
    if (poll(&socket, 1, -1) < 0 && errno != EINTR) throw_lost();
    if ((socket.revents & POLLIN) != 0 && PQconsumeInput(connection_) != 1) throw_lost();
  }
}

void PostgresConnection::await_input() {
  pollfd socket{PQsocket(connection_), POLLIN, 0};
  if (poll(&socket, 1, -1) < 0 && errno != EINTR) throw_lost();
  if (PQconsumeInput(connection_) != 1) throw_lost();
}

/// Of the statement in front: its one result, and the mark behind it.
void PostgresConnection::receive_one() {
  const PendingPointer pending = pending_.front();
  for (;;) {
    while (PQisBusy(connection_) != 0) await_input();
    ResultPointer result(PQgetResult(connection_));
    if (!result) {
      if (PQstatus(connection_) != CONNECTION_OK) throw_lost();
      break;
    }
    if (PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC) {
      break;
    }
    take(std::move(result));
  }
  if (pending) pending->has_come = true;
  pending_.pop_front();
}

void PostgresConnection::take(ResultPointer result) {
  const ExecStatusType status = PQresultStatus(result.get());
  if (status == PGRES_PIPELINE_ABORTED) return;  // Something before it failed.
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
    if (pending_.front()) pending_.front()->result = std::move(result);
    return;
  }
  if (!failure_) failure_.emplace(error_of(result.get()));
}

void PostgresConnection::wait(const Pending& pending) {
  if (pending.number > flushed_) {
    check_sent(PQsendFlushRequest(connection_));
    flush();
    flushed_ = sent_;
  }
  while (!pending.has_come) receive_one();
  throw_failure();
}

void PostgresConnection::drain() {
  flush();
  while (!pending_.empty()) receive_one();
  if (failure_) {
    const DatabaseError failure = *std::exchange(failure_, std::nullopt);
    throw DatabaseError(failure);
  }
}

bool PostgresConnection::settle() noexcept {
  try {
    flush();
    while (!pending_.empty()) receive_one();
    failure_.reset();
    return true;
  } catch (const DatabaseError&) {
    return false;
  }
}

void PostgresConnection::run_script(const std::string& script) {
  if (PQexitPipelineMode(connection_) != 1) throw_lost();
  const ResultPointer result(PQexec(connection_, script.c_str()));
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw DatabaseError(error_of(result.get()));
  check_sent(PQenterPipelineMode(connection_));
}

}  // namespace signalbox::store
