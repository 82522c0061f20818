// Where a PostgreSQL database is, and who asks for it.
#pragma once

#include <string>

#include "server/store/store.h"

namespace signalbox::store {

/// `postgresql://USER:PASSWORD@HOST:PORT/DATABASE?option=value`, as libpq reads it; what it leaves out comes from
/// libpq's environment variables and password file.
class PostgresAddress {
 public:
  /// Refused with a sentence that holds no part of the text: there may be a password anywhere in it.
  [[nodiscard]] static Result<PostgresAddress> read(const std::string& url);
  [[nodiscard]] static bool is_one(std::string_view url);

  /// Holds the password. For libpq alone.
  [[nodiscard]] const std::string& url() const { return url_; }
  /// User, host, port and database, for people.
  [[nodiscard]] const std::string& label() const { return label_; }

 private:
  PostgresAddress(std::string url, std::string label) : url_(std::move(url)), label_(std::move(label)) {}
  std::string url_;
  std::string label_;
};

}  // namespace signalbox::store
