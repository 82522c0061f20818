/**
 * The words that people read, from the custom labels of the org (labels/CustomLabels.labels-meta.xml), so that
 * administrators can translate them.
 */
import cardTitle from "@salesforce/label/c.Signalbox_CardTitle";
import announcement from "@salesforce/label/c.Signalbox_Announcement";
import loading from "@salesforce/label/c.Signalbox_Loading";
import decideAgain from "@salesforce/label/c.Signalbox_DecideAgain";
import queue from "@salesforce/label/c.Signalbox_Queue";
import agent from "@salesforce/label/c.Signalbox_Agent";
import noQueue from "@salesforce/label/c.Signalbox_NoQueue";
import noQueueDetail from "@salesforce/label/c.Signalbox_NoQueueDetail";
import noAgent from "@salesforce/label/c.Signalbox_NoAgent";
import overflow from "@salesforce/label/c.Signalbox_Overflow";
import clocks from "@salesforce/label/c.Signalbox_Clocks";
import stateRunning from "@salesforce/label/c.Signalbox_StateRunning";
import stateBreached from "@salesforce/label/c.Signalbox_StateBreached";
import stateCompleted from "@salesforce/label/c.Signalbox_StateCompleted";
import stateNotStarted from "@salesforce/label/c.Signalbox_StateNotStarted";
import timeLeft from "@salesforce/label/c.Signalbox_TimeLeft";
import overdueBy from "@salesforce/label/c.Signalbox_OverdueBy";
import due from "@salesforce/label/c.Signalbox_Due";
import started from "@salesforce/label/c.Signalbox_Started";
import shareLeft from "@salesforce/label/c.Signalbox_ShareLeft";
import nextThresholds from "@salesforce/label/c.Signalbox_NextThresholds";
import otherThresholds from "@salesforce/label/c.Signalbox_OtherThresholds";
import why from "@salesforce/label/c.Signalbox_Why";
import rulesOf from "@salesforce/label/c.Signalbox_RulesOf";
import readValues from "@salesforce/label/c.Signalbox_ReadValues";
import ruleWon from "@salesforce/label/c.Signalbox_RuleWon";
import ruleFailed from "@salesforce/label/c.Signalbox_RuleFailed";
import ruleLater from "@salesforce/label/c.Signalbox_RuleLater";
import ruleError from "@salesforce/label/c.Signalbox_RuleError";
import failedTest from "@salesforce/label/c.Signalbox_FailedTest";
import failedFormula from "@salesforce/label/c.Signalbox_FailedFormula";
import blank from "@salesforce/label/c.Signalbox_Blank";
import notComputed from "@salesforce/label/c.Signalbox_NotComputed";
import defaultUsed from "@salesforce/label/c.Signalbox_DefaultUsed";
import showMore from "@salesforce/label/c.Signalbox_ShowMore";
import candidates from "@salesforce/label/c.Signalbox_Candidates";
import scoreSheets from "@salesforce/label/c.Signalbox_ScoreSheets";
import score from "@salesforce/label/c.Signalbox_Score";
import weight from "@salesforce/label/c.Signalbox_Weight";
import chosen from "@salesforce/label/c.Signalbox_Chosen";
import byScore from "@salesforce/label/c.Signalbox_ByScore";
import byLongest from "@salesforce/label/c.Signalbox_ByLongest";
import byAgentId from "@salesforce/label/c.Signalbox_ByAgentId";
import byOnlyCandidate from "@salesforce/label/c.Signalbox_ByOnlyCandidate";
import factorSkillFit from "@salesforce/label/c.Signalbox_FactorSkillFit";
import factorSpareCapacity from "@salesforce/label/c.Signalbox_FactorSpareCapacity";
import factorLongestIdle from "@salesforce/label/c.Signalbox_FactorLongestIdle";
import factorRank from "@salesforce/label/c.Signalbox_FactorRank";
import factorTerritory from "@salesforce/label/c.Signalbox_FactorTerritory";
import factorContinuity from "@salesforce/label/c.Signalbox_FactorContinuity";
import factorFairness from "@salesforce/label/c.Signalbox_FactorFairness";
import factorSlaUrgency from "@salesforce/label/c.Signalbox_FactorSlaUrgency";
import factorTravelTime from "@salesforce/label/c.Signalbox_FactorTravelTime";
import rawLevel from "@salesforce/label/c.Signalbox_RawLevel";
import rawUnits from "@salesforce/label/c.Signalbox_RawUnits";
import rawRank from "@salesforce/label/c.Signalbox_RawRank";
import rawSteps from "@salesforce/label/c.Signalbox_RawSteps";
import rawPerMinute from "@salesforce/label/c.Signalbox_RawPerMinute";
import rawKm from "@salesforce/label/c.Signalbox_RawKm";
import excluded from "@salesforce/label/c.Signalbox_Excluded";
import excludedSkillMissing from "@salesforce/label/c.Signalbox_ExcludedSkillMissing";
import excludedSkillLevel from "@salesforce/label/c.Signalbox_ExcludedSkillLevel";
import excludedPresence from "@salesforce/label/c.Signalbox_ExcludedPresence";
import excludedCapacity from "@salesforce/label/c.Signalbox_ExcludedCapacity";
import excludedLanguageMissing from "@salesforce/label/c.Signalbox_ExcludedLanguageMissing";
import excludedCertificationMissing from "@salesforce/label/c.Signalbox_ExcludedCertificationMissing";
import excludedExpired from "@salesforce/label/c.Signalbox_ExcludedExpired";
import excludedTerritory from "@salesforce/label/c.Signalbox_ExcludedTerritory";
import excludedRank from "@salesforce/label/c.Signalbox_ExcludedRank";
import excludedGroup from "@salesforce/label/c.Signalbox_ExcludedGroup";
import excludedFormula from "@salesforce/label/c.Signalbox_ExcludedFormula";
import excludedCap from "@salesforce/label/c.Signalbox_ExcludedCap";
import excludedHours from "@salesforce/label/c.Signalbox_ExcludedHours";
import excludedHoursUntil from "@salesforce/label/c.Signalbox_ExcludedHoursUntil";
import excludedQueueHours from "@salesforce/label/c.Signalbox_ExcludedQueueHours";
import excludedQueueHoursUntil from "@salesforce/label/c.Signalbox_ExcludedQueueHoursUntil";
import excludedUnavailable from "@salesforce/label/c.Signalbox_ExcludedUnavailable";
import excludedUnavailableStatus from "@salesforce/label/c.Signalbox_ExcludedUnavailableStatus";
import excludedAbsent from "@salesforce/label/c.Signalbox_ExcludedAbsent";
import excludedAbsentDelegates from "@salesforce/label/c.Signalbox_ExcludedAbsentDelegates";
import excludedAfterWork from "@salesforce/label/c.Signalbox_ExcludedAfterWork";
import excludedCapacityUntil from "@salesforce/label/c.Signalbox_ExcludedCapacityUntil";
import excludedDeclined from "@salesforce/label/c.Signalbox_ExcludedDeclined";
import excludedOther from "@salesforce/label/c.Signalbox_ExcludedOther";
import evaluationErrors from "@salesforce/label/c.Signalbox_EvaluationErrors";
import hiddenFields from "@salesforce/label/c.Signalbox_HiddenFields";
import rosterAssumed from "@salesforce/label/c.Signalbox_RosterAssumed";
import noAccess from "@salesforce/label/c.Signalbox_NoAccess";
import noAccessDetail from "@salesforce/label/c.Signalbox_NoAccessDetail";
import recordError from "@salesforce/label/c.Signalbox_RecordError";
import documentsError from "@salesforce/label/c.Signalbox_DocumentsError";
import rosterError from "@salesforce/label/c.Signalbox_RosterError";
import nothingPublished from "@salesforce/label/c.Signalbox_NothingPublished";
import nothingPublishedDetail from "@salesforce/label/c.Signalbox_NothingPublishedDetail";
import documentInvalid from "@salesforce/label/c.Signalbox_DocumentInvalid";
import decideFailed from "@salesforce/label/c.Signalbox_DecideFailed";
import engineUnavailable from "@salesforce/label/c.Signalbox_EngineUnavailable";
import engineUnavailableDetail from "@salesforce/label/c.Signalbox_EngineUnavailableDetail";
import engineStopped from "@salesforce/label/c.Signalbox_EngineStopped";
import tryAgain from "@salesforce/label/c.Signalbox_TryAgain";
import noRecord from "@salesforce/label/c.Signalbox_NoRecord";
import noRecordDetail from "@salesforce/label/c.Signalbox_NoRecordDetail";
import decidedAt from "@salesforce/label/c.Signalbox_DecidedAt";
import byDefinition from "@salesforce/label/c.Signalbox_ByDefinition";
import engineWebAssembly from "@salesforce/label/c.Signalbox_EngineWebAssembly";
import engineJavaScript from "@salesforce/label/c.Signalbox_EngineJavaScript";
import information from "@salesforce/label/c.Signalbox_Information";
import warning from "@salesforce/label/c.Signalbox_Warning";
import error from "@salesforce/label/c.Signalbox_Error";
import definition from "@salesforce/label/c.Signalbox_Definition";
import directory from "@salesforce/label/c.Signalbox_Directory";
import roster from "@salesforce/label/c.Signalbox_Roster";

/** Every label by its short name. `{0}`, `{1}` stand for values: see `fillLabel`. */
export const labels = {
  cardTitle,
  announcement,
  loading,
  decideAgain,
  queue,
  agent,
  noQueue,
  noQueueDetail,
  noAgent,
  overflow,
  clocks,
  stateRunning,
  stateBreached,
  stateCompleted,
  stateNotStarted,
  timeLeft,
  overdueBy,
  due,
  started,
  shareLeft,
  nextThresholds,
  otherThresholds,
  why,
  rulesOf,
  readValues,
  ruleWon,
  ruleFailed,
  ruleLater,
  ruleError,
  failedTest,
  failedFormula,
  blank,
  notComputed,
  defaultUsed,
  showMore,
  candidates,
  scoreSheets,
  score,
  weight,
  chosen,
  byScore,
  byLongest,
  byAgentId,
  byOnlyCandidate,
  factorSkillFit,
  factorSpareCapacity,
  factorLongestIdle,
  factorRank,
  factorTerritory,
  factorContinuity,
  factorFairness,
  factorSlaUrgency,
  factorTravelTime,
  rawLevel,
  rawUnits,
  rawRank,
  rawSteps,
  rawPerMinute,
  rawKm,
  excluded,
  excludedSkillMissing,
  excludedSkillLevel,
  excludedPresence,
  excludedCapacity,
  excludedLanguageMissing,
  excludedCertificationMissing,
  excludedExpired,
  excludedTerritory,
  excludedRank,
  excludedGroup,
  excludedFormula,
  excludedCap,
  excludedHours,
  excludedHoursUntil,
  excludedQueueHours,
  excludedQueueHoursUntil,
  excludedUnavailable,
  excludedUnavailableStatus,
  excludedAbsent,
  excludedAbsentDelegates,
  excludedAfterWork,
  excludedCapacityUntil,
  excludedDeclined,
  excludedOther,
  evaluationErrors,
  hiddenFields,
  rosterAssumed,
  noAccess,
  noAccessDetail,
  recordError,
  documentsError,
  rosterError,
  nothingPublished,
  nothingPublishedDetail,
  documentInvalid,
  decideFailed,
  engineUnavailable,
  engineUnavailableDetail,
  engineStopped,
  tryAgain,
  noRecord,
  noRecordDetail,
  decidedAt,
  byDefinition,
  engineWebAssembly,
  engineJavaScript,
  information,
  warning,
  error,
  definition,
  directory,
  roster,
};

/**
 * Puts values into the places `{0}`, `{1}` ... of a label.
 * @param {string} label text with places
 * @param {...(string|number)} values one for each place; a place without a value stays as it is
 * @returns {string}
 */
export function fillLabel(label, ...values) {
  return label.replace(/\{(\d+)\}/g, (place, index) => (index < values.length ? String(values[index]) : place));
}
