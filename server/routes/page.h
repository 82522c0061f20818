// Parameters of lists.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "model/json_writer.h"
#include "server/http/message.h"
#include "server/routes/answers.h"
#include "server/service/refusal.h"

namespace signalbox::routes {

/// The parameter `limit`, from 1 to kMaxPage; kDefaultPage when it is absent.
[[nodiscard]] service::Result<std::size_t> page_limit(const http::Request& request);

/// The parameter `after`: the last number of the page before, 0 when it is absent.
[[nodiscard]] service::Result<std::int64_t> page_start(const http::Request& request);

/// A whole number from 1 on, of a path or a parameter; nullopt when it is none.
[[nodiscard]] std::optional<std::int64_t> whole_number(std::string_view text);

/// A page of a list that is numbered: `{"<name>":[...],"next":...}`. `read(after, count)` gives what stands behind the
/// number; `write(writer, item)` writes one; `number` is its number.
template <class Read, class Write, class Item>
[[nodiscard]] http::Response numbered_page(const http::Request& request, std::string_view name, const Read& read,
                                           const Write& write, std::int64_t Item::*number) {
  const auto limit = page_limit(request);
  if (!limit) return refused(limit.error());
  const auto after = page_start(request);
  if (!after) return refused(after.error());
  auto found = read(*after, *limit + 1);
  if (!found) return refused(found.error());
  const bool has_more = found->size() > *limit;
  if (has_more) found->pop_back();
  http::Response response;
  json::Writer writer(response.body);
  writer.begin_object().key(name).begin_array();
  for (const auto& item : *found) write(writer, item);
  writer.end_array().key("next");
  has_more ? writer.number(found->back().*number) : writer.null();
  writer.end_object();
  return response;
}

}  // namespace signalbox::routes
