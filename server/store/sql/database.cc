#include "server/store/sql/database.h"

namespace signalbox::store {

Statement& Statement::bind(std::string_view text) {
  cursor_->bind_text(++bound_, text);
  return *this;
}

Statement& Statement::bind(std::int64_t number) {
  cursor_->bind_number(++bound_, number);
  return *this;
}

Statement& Statement::bind_optional(const std::optional<std::string>& text) {
  if (text) return bind(std::string_view(*text));
  cursor_->bind_null_text(++bound_);
  return *this;
}

Statement& Statement::bind_blob(std::string_view bytes) {
  cursor_->bind_blob(++bound_, bytes);
  return *this;
}

std::optional<std::string> Statement::optional_text(int column) const {
  if (cursor_->is_null(column)) return std::nullopt;
  return cursor_->text(column);
}

std::optional<std::int64_t> Statement::optional_number(int column) const {
  if (cursor_->is_null(column)) return std::nullopt;
  return cursor_->number(column);
}

Transaction::Transaction(Database& database, Database::Span span) : database_(database) { database_.begin(span); }

Transaction::~Transaction() {
  if (open_) database_.roll_back();
}

void Transaction::commit() {
  database_.commit();
  open_ = false;
}

}  // namespace signalbox::store
