#include "workflow/steps/recipient.h"

#include <algorithm>

namespace signalbox::workflow {

std::vector<std::string> split_list(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t first = part.find_first_not_of(kSpace);
    if (first == std::string_view::npos) continue;
    part = part.substr(first, part.find_last_not_of(kSpace) - first + 1);
    parts.emplace_back(part);
  }
  return parts;
}

std::vector<std::string> names_of(const Recipient& recipient, Visit& visit) {
  std::vector<std::string> names;
  for (const Content& content : recipient) {
    for (std::string& name : split_list(visit.text_of(content))) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    }
  }
  return names;
}

void write_names(json::Writer& writer, std::string_view member, const std::vector<std::string>& names) {
  writer.key(member).begin_array();
  for (const std::string& name : names) writer.text(name);
  writer.end_array();
}

}  // namespace signalbox::workflow
