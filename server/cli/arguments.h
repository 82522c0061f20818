// Reading a command line against the declared options of one command.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/cli/exit.h"

namespace signalbox::cli {

/// One option, written `--name`, `--name VALUE` or `--name=VALUE`.
struct Option {
  std::string name;   ///< Without the dashes.
  std::string value;  ///< What the value is called in the help; empty for a flag.
  std::string help;
  bool repeated = false;  ///< May be given more than once.
};

/// What a command takes, and what its help says.
struct Syntax {
  std::string name;
  std::string operands;  ///< For the usage line: "FILE..."; empty when there are none.
  std::string summary;   ///< One line.
  std::string description;
  std::vector<Option> options;
  std::size_t min_operands = 0;
  std::size_t max_operands = 0;
};

/// The arguments of one command, checked against its syntax.
class Arguments {
 public:
  /// Unknown options, missing and superfluous values are usage errors that name the nearest option. `--` ends the
  /// options, `-` is an operand.
  static Result<Arguments> read(const Syntax& syntax, const std::vector<std::string>& words);

  /// The command that these are for.
  [[nodiscard]] const std::string& command() const { return command_; }
  [[nodiscard]] bool has(std::string_view option) const { return values_.find(option) != values_.end(); }
  /// The last value given, or nullopt.
  [[nodiscard]] std::optional<std::string> value(std::string_view option) const;
  [[nodiscard]] std::vector<std::string> values(std::string_view option) const;
  [[nodiscard]] const std::vector<std::string>& operands() const { return operands_; }
  /// `--help` was given; nothing else has been checked then.
  [[nodiscard]] bool wants_help() const { return has("help"); }

 private:
  std::string command_;
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::vector<std::string> operands_;
};

/// The text of `signalbox COMMAND --help`.
[[nodiscard]] std::string help_text(const Syntax& syntax);

/// A whole number in [min, max], or a usage error that names the option.
[[nodiscard]] Result<std::size_t> number_option(const Arguments& arguments, std::string_view option,
                                                std::size_t otherwise, std::size_t min, std::size_t max);

}  // namespace signalbox::cli
