// Every limit of the engine, in one place. A limit that is passed gives a diagnostic or an evaluation error that names
// it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace signalbox::limits {

inline constexpr std::size_t kMaxDocumentBytes = 64u << 20;  ///< A definition, directory or roster.
inline constexpr std::size_t kMaxRecordBytes = 4u << 20;     ///< One record.
inline constexpr std::size_t kMaxJsonDepth = 64;
inline constexpr std::size_t kMaxJsonNodes = 8'000'000;  ///< Values in one document.
inline constexpr std::size_t kMaxNumberBytes = 400;      ///< Characters of one number.
inline constexpr int kMaxExponent = 128;                 ///< Numbers stay below 10^128 ...
inline constexpr int kMaxScale = 128;                    ///< ... with at most this many digits after the point.
inline constexpr std::size_t kMaxFormulaBytes =
    131'072;  ///< Salesforce allows 3,900 characters as typed and 15,000 compiled.
inline constexpr std::size_t kMaxFormulaDepth = 200;  ///< Nesting of one formula.
inline constexpr std::size_t kMaxFormulaNodes = 20'000;
inline constexpr std::size_t kMaxTextBytes = 1u << 20;  ///< One text made by a formula.
/// Work of REGEX and LIKE in one evaluation of a formula: some 2 to 5 ns a step on an ordinary
/// machine, so 40 ms at most.
inline constexpr std::size_t kMaxMatchSteps = 8'000'000;
inline constexpr std::size_t kMaxPatternStates = 100'000;  ///< Of all patterns that a formula writes out.
inline constexpr std::size_t kMaxFields = 2'000;           ///< Declared by one definition.
inline constexpr std::size_t kMaxRules = 100'000;          ///< Of one decision table.
inline constexpr std::size_t kMaxColumns = 200;            ///< Inputs and outputs of one decision table.
inline constexpr std::size_t kMaxDecisionDepth = 32;       ///< Decisions that read each other, one after the other.
inline constexpr std::size_t kMaxOutputValues = 1'000;     ///< Allowed values of one output.
inline constexpr std::size_t kMaxDiagnostics =
    1'000;  ///< Reported for one document; the last one says how many more there are.
inline constexpr std::size_t kMaxQuotedBytes = 120;     ///< Of the user's text in one message.
inline constexpr std::size_t kMaxXmlBytes = 32u << 20;  ///< A DMN model.
inline constexpr std::size_t kMaxXmlDepth = 30;         ///< Elements within elements: two levels of JSON each.
inline constexpr std::size_t kMaxAgents = 100'000;
inline constexpr std::size_t kMaxQueues = 20'000;
inline constexpr std::size_t kMaxGroups = 20'000;
inline constexpr std::size_t kMaxTerritories = 100'000;
inline constexpr std::uint32_t kMaxTerritoryDepth = 64;  ///< Territories within territories.
inline constexpr std::size_t kMaxAbsences = 1'000;       ///< Of one agent.
inline constexpr std::size_t kMaxRelaxSteps = 100;       ///< Of one routing policy.
inline constexpr std::size_t kMaxBatchOffers =
    4'000'000;  ///< Pairs of a record and an agent that are assigned together; a larger batch is cut.
inline constexpr std::size_t kMaxBusinessHours = 2'000;  ///< Of one directory.
inline constexpr std::size_t kMaxCombinedHours = 20;     ///< Each keeps its openings of 131 years, about 1 MB.
inline constexpr std::size_t kMaxHolidayLists = 2'000;
inline constexpr std::size_t kMaxHolidays = 2'000;  ///< Of one list.
inline constexpr std::size_t kMaxSpecialDays =
    1'000'000;  ///< Dates of all holidays of all business hours of a directory, 32 bytes each.
inline constexpr std::size_t kMaxHoursOfDay = 12;    ///< Intervals in one list.
inline constexpr std::size_t kMaxLooks = 2'000;      ///< Instants looked at for the next turn of one formula.
inline constexpr std::size_t kMaxEvents = 100'000;   ///< Of one record's history.
inline constexpr std::size_t kMaxRounds = 16;        ///< In which rules fire at one instant.
inline constexpr std::size_t kMaxMoments = 100'000;  ///< Looked at in one call about one record.
inline constexpr std::size_t kMaxDispatchMoments =
    10'000;  ///< That time alone brings about in one call of a dispatch; the next call carries on.
inline constexpr std::size_t kMaxRecordsInBatch = 5'000'000;
inline constexpr std::size_t kMaxAnalysisBytes = 256u << 20;  ///< For comparing the rows of one table with each other.
inline constexpr std::uint64_t kAnalysisSteps = 200'000'000;  ///< Rows looked at, when the caller names no budget.
inline constexpr std::size_t kMaxSuggestions =
    100;  ///< Diagnostics of one document that name what is most like a name.
inline constexpr std::size_t kMaxFindingsOfCode = 50;  ///< Described; the others are counted.
inline constexpr std::size_t kMaxGaps = 20;            ///< Regions without a row that are looked for.
inline constexpr std::size_t kMaxChangeParts =
    100'000;                                           ///< Parts of the space that a search for a change keeps at once.
inline constexpr std::size_t kMaxChangedRegions = 50;  ///< Described; the others are counted.
inline constexpr std::size_t kMaxChangedParts = 10'000;  ///< Looked for, before they are joined to regions.

}  // namespace signalbox::limits
