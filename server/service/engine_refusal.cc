#include "server/service/engine_refusal.h"

#include <optional>
#include <string>

#include "model/json_writer.h"
#include "server/json_text.h"

namespace signalbox::service {

tl::unexpected<Refusal> refused_by_engine(const json::Document& answer, std::string_view prefix) {
  std::string diagnostics;
  std::optional<std::string> place;
  json::Writer writer(diagnostics);
  writer.begin_array();
  const json::Node list = *answer.root().find("diagnostics");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const json::Node one = list.at(i);
    if (text_member(one, "severity") != "error") continue;
    std::string_view path = text_member(one, "path");
    if (path.starts_with(prefix)) path.remove_prefix(prefix.size());
    if (!place) place = path;
    writer.begin_object().key("code").text(text_member(one, "code")).key("severity").text("error");
    writer.key("path").text(path).key("sentence").text(text_member(one, "sentence")).end_object();
  }
  writer.end_array();
  const json::Node error = *answer.root().find("error");
  return refuse(Ground::kInvalid, std::string(text_member(error, "code")), std::string(text_member(error, "sentence")),
                place.value_or(""), std::move(diagnostics));
}

}  // namespace signalbox::service
