#include "workflow/steps/required_fields.h"

#include "workflow/steps/recipient.h"

namespace signalbox::workflow {

std::string missing_fields(const std::vector<std::uint32_t>& slots, const Visit& visit) {
  std::string names;
  for (const std::uint32_t slot : slots) {
    if (!visit.run().record[slot].is_blank()) continue;
    names.append(names.empty() ? "" : ";").append(visit.layout().field(slot).name);
  }
  return names;
}

void request_fields(const std::string& missing, Visit& visit) {
  visit.command("request", [&](json::Writer& writer) { write_names(writer, "fields", split_list(missing)); });
}

}  // namespace signalbox::workflow
