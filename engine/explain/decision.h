// Why a decision table gave what it gave: as data and as sentences.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/json_writer.h"
#include "rules/evaluate.h"

namespace signalbox::explain {

/// Everything an explanation of a decision reads.
struct DecisionStory {
  const rules::Table& table;
  const formula::Frame& frame;
  const rules::Evaluation& evaluation;
  Arena& arena;                            ///< For the conditions of rules, which are evaluated again.
  std::span<const std::string> uses = {};  ///< Names of the decisions that it reads.
};

/// Writes the object under `explain.decisions.<name>` of docs/engine-api.md. O(rules x inputs); with `winners_only` it
/// has no `rules`, and O(inputs + winners).
void write_decision(json::Writer& writer, const DecisionStory& story, bool winners_only);

/// Writes `{"name":value,...}`: the outputs of a decision.
void write_outputs(json::Writer& writer, const rules::Table& table, const rules::Evaluation& evaluation);
/// Writes one output: a value, or a list of values.
void write_output(json::Writer& writer, const rules::Table& table, const rules::Evaluation& evaluation,
                  std::uint32_t output);

/// Appends in plain English what the decision gave.
void add_answer_sentence(const DecisionStory& story, std::vector<std::string>& sentences);
/// Appends one sentence for each rule: why it won, or why not.
void add_rule_sentences(const DecisionStory& story, std::vector<std::string>& sentences);

}  // namespace signalbox::explain
