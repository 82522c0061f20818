#include "formula/help.h"

#include <gtest/gtest.h>

#include "formula/editing.h"
#include "formula/format.h"
#include "formula/functions/registry.h"
#include "formula/names.h"

namespace signalbox::formula {
namespace {

/// The bar in `marked` is the caret.
struct Marked {
  explicit Marked(std::string_view marked) : text(marked), at(text.find('|')) { text.erase(at, 1); }
  std::string text;
  std::size_t at;
};

Scope scope() {
  static const auto layout = std::make_shared<const Layout>(
      std::vector<Field>{{"Severity__c", Type::kPicklist, "Severity", {"Low", "High", "say \"hi\""}},
                         {"Account.Tier__c", Type::kText, "", {}},
                         {"Account.Name", Type::kText, "", {}},
                         {"Account.Owner.Name", Type::kText, "", {}},
                         {"Amount", Type::kCurrency, "", {}}});
  return Scope(layout,
               {{"$Milestone.Resolution.Remaining", Type::kNumber, "What is left."},
                {"$Milestone.Resolution.Breached", Type::kCheckbox, "Too late."},
                {"$Milestone.Reply.Remaining", Type::kNumber, "What is left."},
                {"$Milestone.Reply.Breached", Type::kCheckbox, "Too late."}},
               Blanks::kAsZero);
}

/// The first completions with the range that they replace: "10-12 "Low" "High"".
std::string offered(std::string_view marked, std::size_t most = 3) {
  const Marked place(marked);
  const Completions found = complete(place.text, place.at, scope());
  std::string out = std::to_string(found.from) + "-" + std::to_string(found.to);
  for (std::size_t i = 0; i < found.items.size() && i < most; ++i) out += " " + found.items[i].label;
  return out;
}

TEST(FormulaCompletion, OffersTheValuesOfThePicklistThatIsCompared) {
  const std::string all = " \"Low\" \"High\" \"say \\\"hi\\\"\"";
  EXPECT_EQ(offered("ISPICKVAL(Severity__c, |"), "23-23" + all);
  EXPECT_EQ(offered("CASE(severity__c, |"), "18-18" + all);
  EXPECT_EQ(offered("CASE(Severity__c, \"Low\", 1, |"), "28-28" + all);
  EXPECT_EQ(offered("IN(Severity__c, \"Low\", |"), "23-23" + all);
  EXPECT_EQ(offered("TEXT(Severity__c) = |"), "20-20" + all);
  EXPECT_EQ(offered("Amount > 1 && TEXT( Severity__c ) <> |"), "37-37" + all);
}

TEST(FormulaCompletion, ReplacesTheTextThatTheValueIsTypedInto) {
  EXPECT_EQ(offered("ISPICKVAL(Severity__c, \"hi|\")"), "23-27 \"High\" \"say \\\"hi\\\"\"");
  EXPECT_EQ(offered("ISPICKVAL(Severity__c, \"Lo|"), "23-26 \"Low\"");
  EXPECT_EQ(offered("ISPICKVAL(Severity__c, lo|)", 1), "23-25 \"Low\"");
}

TEST(FormulaCompletion, OffersNoValuesWhereResultsOrOtherFieldsStand) {
  EXPECT_EQ(offered("CASE(Severity__c, \"Low\", \"|\")"), "26-26");
  EXPECT_EQ(offered("Account.Name = \"|\""), "16-16");
  EXPECT_EQ(offered("CONTAINS(Account.Name, \"|\")"), "24-24");
}

TEST(FormulaCompletion, GoesAlongPathsSegmentBySegment) {
  EXPECT_EQ(offered("Acc|"), "0-3 Account.");
  EXPECT_EQ(offered("Account.|"), "0-8 Account.Tier__c Account.Name Account.Owner.Name");
  EXPECT_EQ(offered("tier|", 1), "0-4 Account.Tier__c");
  EXPECT_EQ(offered("$Mil|"), "0-4 $Milestone.Resolution. $Milestone.Reply.");
  EXPECT_EQ(offered("$Milestone.Res|"), "0-14 $Milestone.Resolution.");
  EXPECT_EQ(offered("$Milestone.Resolution.|"), "0-22 $Milestone.Resolution.Remaining $Milestone.Resolution.Breached");
}

TEST(FormulaCompletion, PutsFieldsFirstThatTheArgumentTakes) {
  EXPECT_EQ(offered("ROUND(|", 1), "6-6 Amount");
  EXPECT_EQ(offered("LEN(|", 1), "4-4 Account.");
}

TEST(FormulaCompletion, GoesAlongTheRecordOfAFlow) {
  EXPECT_EQ(offered("{!$Re|}"), "2-5 $Record. $Record__Prior.");
  EXPECT_EQ(offered("$record.sev|", 1), "0-11 $Record.Severity__c");
  EXPECT_EQ(offered("{!$Record__Prior.|}"),
            "2-17 $Record__Prior.Severity__c $Record__Prior.Account. $Record__Prior.Amount");
  EXPECT_EQ(offered("$Record.Account.|", 1), "0-16 $Record.Account.Tier__c");
  EXPECT_EQ(offered("$Flow.|"), "0-6 $Flow.CurrentDate $Flow.CurrentDateTime");
}

TEST(FormulaCompletion, OffersTheValuesOfThePicklistOfTheRecord) {
  EXPECT_EQ(offered("ISPICKVAL({!$Record.Severity__c}, \"Lo|", 1), "34-37 \"Low\"");
  EXPECT_EQ(offered("TEXT({!$Record__Prior.Severity__c}) = \"Lo|", 1), "38-41 \"Low\"");
  EXPECT_EQ(offered("$Record.Severity__c = \"Lo|", 1), "22-25 \"Low\"");
}

std::string signature(std::string_view marked) {
  const Marked place(marked);
  const auto help = signature_help(place.text, place.at);
  if (!help) return "none";
  const Span part = help->parameter;
  return std::string(help->function->name) + " " + std::to_string(help->argument) + " " +
         std::string(help->function->signature.substr(part.begin, part.end - part.begin)) + ", " +
         std::string(help->noun);
}

TEST(FormulaSignature, TellsTheFunctionAndTheParameterAtTheCaret) {
  EXPECT_EQ(signature("LEFT(|"), "LEFT 0 text, Text");
  EXPECT_EQ(signature("LEFT(Subject, |"), "LEFT 1 number_of_characters, Number");
  EXPECT_EQ(signature("LEFT(Subject, LEN(|"), "LEN 0 text, Text");
  EXPECT_EQ(signature("LEFT(Subject, LEN(x)|"), "LEFT 1 number_of_characters, Number");
  EXPECT_EQ(signature("LEFT(\"a, (b\", |)"), "LEFT 1 number_of_characters, Number");
  EXPECT_EQ(signature("LEFT(/* a, b */ |)"), "LEFT 0 text, Text");
  EXPECT_EQ(signature("LEFT(((|"), "LEFT 0 text, Text");
  EXPECT_EQ(signature("CASE(x, 1, 2, 3, 4, 5|").substr(0, 10), "CASE 5 ...");
  EXPECT_EQ(signature("LEFT(a, 1, |"), "LEFT 2 , ");
}

TEST(FormulaSignature, SaysNothingOutsideOfCalls) {
  EXPECT_EQ(signature("LEFT|(a, 1)"), "none");
  EXPECT_EQ(signature("LEFT(a, 1)|"), "none");
  EXPECT_EQ(signature("(a + |"), "none");
  EXPECT_EQ(signature("NOSUCH(|"), "none");
  EXPECT_EQ(signature("|"), "none");
}

std::string hovered(std::string_view marked) {
  const Marked place(marked);
  const auto found = hover(place.text, place.at, scope());
  if (!found) return "none";
  std::string out = std::string(found->kind) + " " + found->name;
  for (const std::string_view more : {found->type, found->label, std::string_view(found->signature)})
    out += more.empty() ? "" : " " + std::string(more);
  return out + (found->sentence.empty() ? "" : ": " + found->sentence);
}

TEST(FormulaHover, SaysWhatAWordIs) {
  EXPECT_EQ(hovered("1 + |amount"), "field Amount Currency");
  EXPECT_EQ(hovered("ISPICKVAL(SEVER|ITY__C, \"Low\")"), "field Severity__c Picklist Severity");
  EXPECT_EQ(hovered("$milestone.resolution.rem|aining < 1"),
            "global $Milestone.Resolution.Remaining Number: What is left.");
  EXPECT_EQ(hovered("$N|ow"), "global $Now DateTime: The instant of the decision.");
  EXPECT_EQ(hovered("{!$Record.am|ount}"), "field Amount Currency");
  EXPECT_EQ(hovered("$Record__|Prior.Amount"), "field Amount Currency: Its value before the change.");
  EXPECT_EQ(hovered("$flow.currentd|ate"), "global $Flow.CurrentDate Date: The date of the decision, as TODAY().");
  EXPECT_EQ(hovered("le|n(x)"), "function LEN LEN(text): The number of characters.");
  EXPECT_EQ(hovered("\"a|b\""), "text \"ab\" Text");
  EXPECT_EQ(hovered("1|2.5"), "number 12.5 Number");
  EXPECT_EQ(hovered("tr|ue"), "keyword TRUE Checkbox");
  EXPECT_EQ(hovered("nu|ll"), "keyword NULL: No value: blank.");
  EXPECT_EQ(hovered("Nop|e"), "unknown Nope: There is no such field.");
  EXPECT_EQ(hovered("Amount |+ 1"), "none");
  EXPECT_EQ(hovered("/* A|mount */"), "none");
}

std::string formatted(std::string_view text) {
  Diagnostics diagnostics;
  return format(text, scope(), diagnostics).value_or("errors: " + std::to_string(diagnostics.size()));
}

TEST(FormulaFormat, WritesCanonicalText) {
  EXPECT_EQ(formatted("if(AMOUNT>=1,'a',\n  null)"), "IF(Amount >= 1, \"a\", NULL)");
  EXPECT_EQ(formatted("((1+2))*(3)"), "(1 + 2) * 3");
  EXPECT_EQ(formatted("$milestone.reply.BREACHED == $NOW"), "$Milestone.Reply.Breached = $Now");
  EXPECT_EQ(formatted("{!$record.amount}>$RECORD__PRIOR.AMOUNT"), "$Record.Amount > $Record__Prior.Amount");
  EXPECT_EQ(formatted("$globalconstant.TRUE"), "$GlobalConstant.True");
  EXPECT_EQ(formatted("1 +"), "errors: 1");
}

TEST(FormulaFormat, KeepsEveryComment) {
  EXPECT_EQ(formatted("/* why */ amount>1"), "/* why */ Amount > 1");
  EXPECT_EQ(formatted("amount/*a*/>/*b*/1 /*c*/"), "Amount /*a*/ > /*b*/ 1 /*c*/");
  EXPECT_EQ(formatted("IF(/*x*/ (amount > 1), 'y' /*z*/, 'n')"), "IF(/*x*/ Amount > 1, \"y\" /*z*/, \"n\")");
}

TEST(FormulaNames, RenamesOnlyTheNames) {
  EXPECT_EQ(renamed("amount + AMOUNT(1) + \"Amount\" /* Amount */ + $Amount.x + Amount.y", "Amount", "Total__c"),
            "Total__c + AMOUNT(1) + \"Amount\" /* Amount */ + $Amount.x + Total__c.y");
  EXPECT_EQ(renamed("Account.Owner.Name & account.owner.Id & Account.OwnerX", "Account.Owner", "Account.Boss"),
            "Account.Boss.Name & Account.Boss.Id & Account.OwnerX");
  EXPECT_EQ(renamed("{!$Record.Amount} > $Record__Prior.amount + $User.Amount", "Amount", "Total__c"),
            "{!$Record.Total__c} > $Record__Prior.Total__c + $User.Amount");
  EXPECT_EQ(renamed("IF /* c */ (x, y, z)", "IF", "When"), "IF /* c */ (x, y, z)");
}

}  // namespace
}  // namespace signalbox::formula
