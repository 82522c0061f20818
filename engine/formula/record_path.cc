#include "formula/record_path.h"

#include "base/unicode.h"

namespace signalbox::formula {

bool has_prefix(std::string_view name, std::string_view prefix) {
  return name.size() >= prefix.size() && unicode::equals_ignoring_ascii_case(name.substr(0, prefix.size()), prefix);
}

bool is_whole_record(std::string_view name) {
  return unicode::equals_ignoring_ascii_case(name, kRecordPrefix.substr(0, kRecordPrefix.size() - 1)) ||
         unicode::equals_ignoring_ascii_case(name, kPriorRecordPrefix.substr(0, kPriorRecordPrefix.size() - 1));
}

std::string_view field_path(std::string_view name) {
  if (has_prefix(name, kRecordPrefix)) return name.substr(kRecordPrefix.size());
  if (has_prefix(name, kPriorRecordPrefix)) return name.substr(kPriorRecordPrefix.size());
  return name;
}

}  // namespace signalbox::formula
