// Functions of Salesforce that mean nothing away from its pages, or need its database.
#include "formula/functions/registry.h"

namespace signalbox::formula {
namespace {

constexpr Function refused(std::string_view name, std::string_view why) {
  return {name, name, why, "a", 0, Function::kAny, Result::kFixed, Type::kAny, Form::kRefused};
}

constexpr Function kFunctions[] = {
    refused("GETSESSIONID", "It would hand out a Salesforce session."),
    refused("VLOOKUP", "It reads other records; use a decision table."),
    refused("GETRECORDIDS", "It exists for list buttons only."),
    refused("INCLUDE", "It exists for S-controls only."),
    refused("LINKTO", "It exists for buttons and links only."),
    refused("REQUIRESCRIPT", "It exists for buttons and links only."),
    refused("URLFOR", "It exists for pages only."),
    refused("JUNCTIONIDLIST", "It exists for Process Builder only."),
    refused("PARENTGROUPVAL", "It exists for reports only."),
    refused("PREVGROUPVAL", "It exists for reports only."),
    refused("IMAGEPROXYURL", "It needs a Salesforce server."),
    refused("PREDICT", "It needs Einstein Discovery."),
    refused("CURRENCYRATE", "It needs the exchange rates of a Salesforce org."),
    refused("DATETIMEFORMAT", "It depends on a locale."),
    refused("HTMLENCODE", "It exists for pages only."),
    refused("JSENCODE", "It exists for pages only."),
    refused("JSINHTMLENCODE", "It exists for pages only."),
    refused("URLENCODE", "It exists for pages only."),
};

}  // namespace

std::span<const Function> refused_functions() { return kFunctions; }

}  // namespace signalbox::formula
