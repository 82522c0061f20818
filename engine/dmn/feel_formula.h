// From FEEL to Salesforce formulas.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "dmn/feel.h"
#include "model/type.h"

namespace signalbox::dmn {

/// A name that FEEL texts of a model may use, and what stands for it in a formula.
struct Variable {
  std::string name;             ///< As the model writes it, white space as single spaces.
  std::string formula;          ///< A field or global: `Age`, `$Decision.Score.Score`; empty for a structure.
  Type type = Type::kAny;       ///< kAny where the model does not say.
  bool is_untyped = false;      ///< An input data of which the model does not say the type: it is read as text.
  std::string unsupported;      ///< Why it cannot be used: "a list"; empty when it can.
  std::vector<Variable> parts;  ///< Of a structure.
};

/// All variables of a model.
class Vocabulary {
 public:
  void add(Variable variable);
  [[nodiscard]] const Variable* find(std::string_view name) const;
  /// Names of variables and, at any depth, of their parts: what the parser reads as one word.
  [[nodiscard]] const FeelNames& names() const { return names_; }
  [[nodiscard]] std::vector<std::string_view> variable_names() const;

  Vocabulary() = default;
  Vocabulary(const Vocabulary&) = delete;
  Vocabulary& operator=(const Vocabulary&) = delete;

 private:
  std::vector<std::unique_ptr<const Variable>> variables_;  ///< Their names are viewed: they must not move.
  FeelNames names_;
};

/// A formula, in canonical text, and the type of its value (kAny: not known here).
struct Translated {
  std::string formula;
  Type type = Type::kAny;
  bool is_days = false;  ///< A duration in FEEL: a number of days among formulas.
};

/// A FEEL expression as a formula that gives the same value, under the blank mode `blank`. nullopt when it cannot be;
/// `diagnostics` (spans in bytes of `feel`) then says why: `feel-syntax`, `feel-unsupported`, `feel-name`,
/// `feel-type`.
[[nodiscard]] std::optional<Translated> translate_expression(std::string_view feel, const Vocabulary& vocabulary,
                                                             Diagnostics& diagnostics);

/// The same formula without the parentheses and spaces that its tree does not need; one that does not parse stays as it
/// is.
[[nodiscard]] std::string canonical_formula(std::string_view formula);

/// A cell below an input as a unary test, or (where it holds more than literals) as a formula behind `=` that asks
/// about `input`.
[[nodiscard]] std::optional<std::string> translate_cell(std::string_view feel, const Translated& input,
                                                        const Vocabulary& vocabulary, Diagnostics& diagnostics);

/// A `then` cell of an output: JSON of a literal or of a formula behind `=`.
struct OutputEntry {
  std::string json;
  Type type = Type::kAny;  ///< kAny: null, or not known here.
};
[[nodiscard]] std::optional<OutputEntry> translate_output(std::string_view feel, const Vocabulary& vocabulary,
                                                          Diagnostics& diagnostics);

/// The literals of a list such as `"High", "Low"` (allowed values); nullopt when it holds anything else.
[[nodiscard]] std::optional<std::vector<std::string>> text_values(std::string_view feel);

/// A list of literals as items of a JSON array, without its brackets; nullopt when it holds anything else.
[[nodiscard]] std::optional<std::string> translate_values(std::string_view feel);

}  // namespace signalbox::dmn
