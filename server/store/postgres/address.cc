#include "server/store/postgres/address.h"

#include <libpq-fe.h>

#include <memory>
#include <string_view>

namespace signalbox::store {
namespace {

struct OptionsDeleter {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

std::string_view value_of(const PQconninfoOption* options, std::string_view keyword) {
  for (const PQconninfoOption* option = options; option->keyword; ++option) {
    if (option->keyword == keyword && option->val) return option->val;
  }
  return {};
}

std::string label_of(const PQconninfoOption* options) {
  std::string label = "postgresql://";
  if (const auto user = value_of(options, "user"); !user.empty()) label.append(user).append("@");
  label += value_of(options, "host");
  if (const auto port = value_of(options, "port"); !port.empty()) label.append(":").append(port);
  return label.append("/").append(value_of(options, "dbname"));
}

}  // namespace

bool PostgresAddress::is_one(std::string_view url) {
  return url.starts_with("postgresql://") || url.starts_with("postgres://");
}

Result<PostgresAddress> PostgresAddress::read(const std::string& url) {
  char* message = nullptr;
  const std::unique_ptr<PQconninfoOption, OptionsDeleter> options(is_one(url) ? PQconninfoParse(url.c_str(), &message)
                                                                              : nullptr);
  if (message) PQfreemem(message);
  if (options) return PostgresAddress(url, label_of(options.get()));
  return tl::unexpected(
      Trouble{"the database's address cannot be read; it has the form `postgresql://USER@HOST:PORT/DATABASE`, with "
              "`%` and two hexadecimal digits for characters that mean something in it"});
}

}  // namespace signalbox::store
