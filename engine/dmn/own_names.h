// What Signalbox adds to a model, so that its own export comes back whole.
#pragma once

#include <string>
#include <string_view>

namespace signalbox::dmn {

/// The namespace of the attributes that Signalbox adds.
inline constexpr std::string_view kNameSpace = "urn:signalbox:dmn";
/// expressionLanguage of a text that is a formula, or a unary test, of Signalbox and not FEEL.
inline constexpr std::string_view kFormulaLanguage = "urn:signalbox:formula";
inline constexpr std::string_view kTestLanguage = "urn:signalbox:unary-test";

/// The namespace of DMN 1.5, which export writes.
inline constexpr std::string_view kDmn15 = "https://www.omg.org/spec/DMN/20230324/MODEL/";

/// Attribute of Signalbox in a tree: `{urn:signalbox:dmn}name`.
[[nodiscard]] inline std::string own_attribute(std::string_view name) {
  return "{" + std::string(kNameSpace) + "}" + std::string(name);
}

}  // namespace signalbox::dmn
