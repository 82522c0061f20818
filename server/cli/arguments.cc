#include "server/cli/arguments.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/diagnostic.h"

namespace signalbox::cli {
namespace {

const Option* find_option(const Syntax& syntax, std::string_view name) {
  static const Option kHelp{"help", "", "Print this help and exit."};
  if (name == kHelp.name) return &kHelp;
  const auto found = std::find_if(syntax.options.begin(), syntax.options.end(),
                                  [&](const Option& option) { return option.name == name; });
  return found == syntax.options.end() ? nullptr : &*found;
}

tl::unexpected<Failure> usage(const Syntax& syntax, std::string sentence) {
  return fail(Exit::kUsage, fmt::format("{} Try `signalbox {} --help`.", sentence, syntax.name));
}

tl::unexpected<Failure> unknown_option(const Syntax& syntax, std::string_view name) {
  std::vector<std::string_view> names{"help"};
  for (const Option& option : syntax.options) names.push_back(option.name);
  std::string near = closest_name(name, names);
  const auto begins =
      std::find_if(names.begin(), names.end(), [&](std::string_view known) { return known.starts_with(name); });
  if (near.empty() && begins != names.end() && !name.empty()) near = *begins;
  const std::string hint = near.empty() ? "" : fmt::format(" Did you mean `--{}`?", near);
  return usage(syntax, fmt::format("There is no option `--{}`.{}", name, hint));
}

/// A word that starts with dashes, split at its first `=`.
struct OptionWord {
  std::string_view name;
  std::optional<std::string_view> value;
};

OptionWord split_option(std::string_view word) {
  word.remove_prefix(word.starts_with("--") ? 2 : 1);
  const std::size_t equals = word.find('=');
  if (equals == std::string_view::npos) return {word, std::nullopt};
  return {word.substr(0, equals), word.substr(equals + 1)};
}

}  // namespace

Result<Arguments> Arguments::read(const Syntax& syntax, const std::vector<std::string>& words) {
  Arguments arguments;
  arguments.command_ = syntax.name;
  const auto asks_help = [](const std::string& word) { return word == "--help" || word == "-h"; };
  if (std::any_of(words.begin(), std::find(words.begin(), words.end(), "--"), asks_help)) {
    arguments.values_["help"] = {};
    return arguments;
  }
  bool only_operands = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (only_operands || word == "-" || !word.starts_with('-')) {
      arguments.operands_.push_back(word);
      continue;
    }
    if (word == "--") {
      only_operands = true;
      continue;
    }
    const OptionWord given = split_option(word);
    const Option* option = find_option(syntax, given.name);
    if (!option || !word.starts_with("--")) return unknown_option(syntax, given.name);
    std::vector<std::string>& values = arguments.values_[option->name];
    if (option->value.empty()) {
      if (given.value) return usage(syntax, fmt::format("`--{}` takes no value.", option->name));
      continue;
    }
    if (!given.value && i + 1 == words.size()) {
      return usage(syntax, fmt::format("`--{}` needs a value: `--{} {}`.", option->name, option->name, option->value));
    }
    if (!option->repeated && !values.empty())
      return usage(syntax, fmt::format("`--{}` may be given once.", option->name));
    values.emplace_back(given.value ? std::string(*given.value) : words[++i]);
  }
  if (arguments.operands_.size() < syntax.min_operands) {
    return usage(syntax, fmt::format("`signalbox {}` needs {}.", syntax.name, syntax.operands));
  }
  if (arguments.operands_.size() > syntax.max_operands) {
    return usage(syntax, fmt::format("`{}` is one operand too many.", arguments.operands_[syntax.max_operands]));
  }
  return arguments;
}

std::optional<std::string> Arguments::value(std::string_view option) const {
  const auto found = values_.find(option);
  if (found == values_.end() || found->second.empty()) return std::nullopt;
  return found->second.back();
}

std::vector<std::string> Arguments::values(std::string_view option) const {
  const auto found = values_.find(option);
  return found == values_.end() ? std::vector<std::string>{} : found->second;
}

std::string help_text(const Syntax& syntax) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const Option& option : syntax.options) {
    rows.emplace_back("--" + option.name + (option.value.empty() ? "" : " " + option.value), option.help);
  }
  rows.emplace_back("--help", "Print this help and exit.");
  std::size_t width = 0;
  for (const auto& row : rows) width = std::max(width, row.first.size());
  const std::string operands = syntax.operands.empty() ? "" : " " + syntax.operands;
  std::string text = fmt::format("{}\n\nUsage: signalbox {}{} [OPTION]...\n\n{}\n\nOptions:\n", syntax.summary,
                                 syntax.name, operands, syntax.description);
  for (const auto& [left, right] : rows) text += fmt::format("  {:<{}}  {}\n", left, width, right);
  text += "\nExit codes: 0 done, 1 the input is wrong, 2 the command line is wrong, 3 the machine failed.\n";
  return text;
}

Result<std::size_t> number_option(const Arguments& arguments, std::string_view option, std::size_t otherwise,
                                  std::size_t min, std::size_t max) {
  const std::optional<std::string> text = arguments.value(option);
  if (!text) return otherwise;
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size() || number < min || number > max) {
    return fail(Exit::kUsage,
                fmt::format("`--{}` must be a whole number from {} to {}; found `{}`.", option, min, max, *text));
  }
  return number;
}

}  // namespace signalbox::cli
