// Functions of Salesforce that mean nothing away from its pages, or need its database.
#include "formula/functions/registry.h"

namespace signalbox::formula {
namespace {

constexpr Function refused(std::string_view name, std::string_view why) {
  return {name, name, why, "a", 0, Function::kAny, Result::kFixed, Type::kAny, Form::kRefused};
}

constexpr Function kFunctions[] = {
    refused("CURRENCYRATE", "It needs the exchange rates of a Salesforce org; keep them in a decision table."),
    refused("DATETIMEFORMAT", "It depends on a locale; put the parts together with TEXT, YEAR, MONTH and DAY."),
    refused("GETRECORDIDS", "It exists for list buttons only."),
    refused("GETSESSIONID", "It would hand out a Salesforce session."),
    refused("IMAGEPROXYURL", "It needs a Salesforce server; IMAGE takes the address itself."),
    refused("INCLUDE", "It exists for S-controls only."),
    refused("JUNCTIONIDLIST", "It exists for actions of Salesforce only."),
    refused("LINKTO", "It exists for buttons and links only; HYPERLINK makes a link."),
    refused("PARENTGROUPVAL", "It exists for reports only."),
    refused("PREDICT", "It needs Einstein Discovery; let a step of the workflow call it."),
    refused("PREVGROUPVAL", "It exists for reports only."),
    refused("REQUIRESCRIPT", "It exists for buttons and links only."),
    refused("URLFOR", "It exists for pages only; HYPERLINK takes the address itself."),
    refused("VLOOKUP", "It reads other records; use a decision table."),
};

}  // namespace

std::span<const Function> refused_functions() { return kFunctions; }

}  // namespace signalbox::formula
