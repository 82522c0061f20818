// Values between DMN test cases and definitions that were imported from models.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/json.h"
#include "model/json_writer.h"

namespace signalbox::cli {

/// What a caller has to know of an imported definition: the names that the model used, and the shape of each result.
class ModelNames {
 public:
  explicit ModelNames(json::Node definition);

  /// {"input data name": value} as a record of the definition. Structures become paths; numbers may be texts;
  /// date-times without a zone are UTC. Names that the model does not have are left out, as DMN does.
  [[nodiscard]] std::string record(json::Node inputs) const;

  /// The results of a decision (docs/engine-api.md) by the names of the model: {"decision name": value}. A decision
  /// without a matching rule is null; one that fails is {"error": code}; several outputs make an object; a hit policy
  /// that gives lists makes an array.
  [[nodiscard]] std::string results(json::Node decision) const;

 private:
  struct Output {
    std::string name;
    std::string model_name;
  };
  struct Decision {
    std::string name;
    std::string model_name;
    bool is_list = false;
    std::vector<Output> outputs;
  };
  struct Field {
    std::string name;
    std::string type;
  };

  static void write_row(const Decision& decision, json::Node outputs, std::optional<std::size_t> row,
                        json::Writer& writer);
  static void write_result(const Decision& decision, json::Node story, json::Writer& writer);
  void add_fields(json::Node value, const std::string& path, std::string& members) const;

  std::map<std::string, Field, std::less<>> fields_;  ///< By the name in the model.
  std::vector<Decision> decisions_;
};

}  // namespace signalbox::cli
