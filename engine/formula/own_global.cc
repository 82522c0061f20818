#include "formula/own_global.h"

#include <algorithm>
#include <iterator>

#include "base/unicode.h"

namespace signalbox::formula {
namespace {

constexpr OwnGlobal kOwnGlobals[] = {
    {"$Now", Type::kDateTime, OwnValue::kNow, "The instant of the decision."},
    {"$System.OriginDateTime", Type::kDateTime, OwnValue::kOriginDateTime, "1900-01-01 00:00:00."},
    {"$Flow.CurrentDate", Type::kDate, OwnValue::kToday, "The date of the decision, as TODAY()."},
    {"$Flow.CurrentDateTime", Type::kDateTime, OwnValue::kNow, "The instant of the decision, as NOW()."},
    {"$GlobalConstant.True", Type::kCheckbox, OwnValue::kTrue, "TRUE."},
    {"$GlobalConstant.False", Type::kCheckbox, OwnValue::kFalse, "FALSE."},
    {"$GlobalConstant.EmptyString", Type::kText, OwnValue::kEmptyText, "The empty text."},
};

constexpr std::string_view kSalesforceGlobals[] = {
    "$Action",         "$Api",      "$Client",     "$Component", "$Credential", "$CurrentPage",
    "$CustomMetadata", "$FieldSet", "$Flow",       "$Label",     "$Network",    "$ObjectType",
    "$Organization",   "$Page",     "$Permission", "$Profile",   "$RecordType", "$Request",
    "$Resource",       "$SControl", "$Setup",      "$Site",      "$User",       "$UserRole"};

}  // namespace

std::span<const OwnGlobal> own_globals() { return kOwnGlobals; }

const OwnGlobal* find_own_global(std::string_view name) {
  const auto* found = std::find_if(std::begin(kOwnGlobals), std::end(kOwnGlobals), [=](const OwnGlobal& global) {
    return unicode::equals_ignoring_ascii_case(global.name, name);
  });
  return found == std::end(kOwnGlobals) ? nullptr : found;
}

void take_own_global(Ast& ast, Node& node, const OwnGlobal& global) {
  node.type = global.type;
  switch (global.value) {
    case OwnValue::kNow:
      node.name_kind = NameKind::kNow;
      break;
    case OwnValue::kToday:
      node.name_kind = NameKind::kToday;
      break;
    case OwnValue::kOriginDateTime:
      node.name_kind = NameKind::kOriginDateTime;
      break;
    case OwnValue::kTrue:
    case OwnValue::kFalse:
      node.kind = NodeKind::kCheckbox;
      node.flag = global.value == OwnValue::kTrue;
      break;
    case OwnValue::kEmptyText:
      node.kind = NodeKind::kText;
      node.payload = static_cast<std::uint32_t>(ast.texts.size());
      ast.texts.emplace_back();
      break;
  }
}

bool is_salesforce_global(std::string_view name) {
  const std::string_view first = name.substr(0, name.find('.'));
  return std::any_of(std::begin(kSalesforceGlobals), std::end(kSalesforceGlobals),
                     [=](std::string_view global) { return unicode::equals_ignoring_ascii_case(global, first); });
}

}  // namespace signalbox::formula
