// What a definition fills in: a literal, or a formula behind `=`.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "escalation/rule.h"

namespace signalbox::workflow {

using Content = escalation::Content;

/// `name: content` of a command for the host.
struct NamedContent {
  std::string name;
  Content content;
};

/// Whom a step tells, asks or sets to work.
using Recipient = std::vector<Content>;

}  // namespace signalbox::workflow
