// Compiled formulas: instructions over slots, for a stack of references.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/arena.h"
#include "formula/ast.h"
#include "formula/formula.h"
#include "formula/functions/registry.h"
#include "formula/operators.h"
#include "formula/regex/regex.h"

namespace signalbox::formula {

/// Jumps go to `target`. `sense`: jump when the condition equals it. s: stack, top at the right.
enum class Code : std::uint8_t {
  kLoad,          ///< s <- slot a
  kLoadNumber,    ///< s <- slot a, a blank as 0
  kLoadCheckbox,  ///< s <- slot a, a blank as FALSE
  kLoadPrior,     ///< s <- prior value of slot a (of the slot itself for a new record), a blank as flag says
                  ///< (kFlagBlankIsZero)
  kConstant,      ///< s <- constant a
  kNow,
  kToday,
  kTimeNow,
  kIsNew,
  kIsClone,
  kIsChanged,    ///< s <- slot a differs from its prior value
  kNegate,       ///< x -> -x
  kArithmetic,   ///< x y -> x op y
  kTemporal,     ///< x y -> x op y, one of them a date or time
  kConcatenate,  ///< x1 .. x(count) -> text
  kCall,         ///< x1 .. x(count) -> function a of them
  kMatch,        ///< text -> Checkbox: does it match pattern a
  kIsBlank,      ///< x -> Checkbox
  kJump,
  kJumpIf,               ///< x -> , x a Checkbox (blank: FALSE)
  kJumpCompare,          ///< x y ->
  kJumpNumber,           ///< compares slot a with constant b, both numbers
  kJumpTextEqual,        ///< compares slot a with constant b, both texts; op is = or <>
  kJumpUnlessEqualKeep,  ///< x y -> x, jumps when they differ
  kJumpUnlessBlank,      ///< x -> x when it jumps, else x ->
  kPop,
  kReturn,          ///< the result is the top
  kReturnConstant,  ///< the result is constant a
};

struct Instruction {
  static constexpr std::uint8_t kSense = 1;
  static constexpr std::uint8_t kBlankIsZero = 2;

  Code code;
  Operator op = Operator::kNone;
  std::uint8_t flags = 0;
  CompareAs as = CompareAs::kOrdinary;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  union {
    std::uint32_t target = 0;
    std::uint32_t count;
  };
};
static_assert(sizeof(Instruction) == 16);

/// Where an error inside instructions [begin, end) is caught: IFERROR.
struct Handler {
  std::uint32_t begin;
  std::uint32_t end;
  std::uint32_t target;
  std::uint32_t depth;  ///< Values on the stack before it.
};

struct Program {
  std::string text;
  Type type = Type::kAny;
  std::vector<Instruction> code;
  std::vector<Value> constants;
  std::vector<const Function*> functions;
  std::vector<regex::Pattern> patterns;
  std::vector<Handler> handlers;  ///< Innermost first.
  std::uint32_t stack_size = 0;
  Arena storage;  ///< Of text constants.
  std::vector<std::uint32_t> slots;
  std::optional<std::uint32_t> bare_slot;
  std::vector<std::string> domain;
  std::vector<Threshold> thresholds;
  bool is_sampled = false;

  [[nodiscard]] Value run(const Frame& frame, Arena& arena) const;
};

}  // namespace signalbox::formula
