// Runs programs. The stack holds references: to slots, to constants, and to values made on the way, which live beside
// it.
#include <cstring>
#include <memory>

#include "base/limits.h"
#include "formula/functions/pattern.h"
#include "formula/program.h"
#include "model/record_id.h"

namespace signalbox::formula {
namespace {

constexpr std::size_t kInlineStack = 12;
/// All texts that one evaluation makes together.
constexpr std::size_t kMaxMadeBytes = 4 * limits::kMaxTextBytes;

const Value kZero = Value::number(Decimal());
const Value kYes = Value::checkbox(true);
const Value kNo = Value::checkbox(false);

const Value* or_zero(const Value* value, std::uint8_t flags) {
  return value->kind() == Value::Kind::kBlank && (flags & Instruction::kBlankIsZero) != 0 ? &kZero : value;
}

bool is_true(const Value& value) { return value.kind() == Value::Kind::kCheckbox && value.as_checkbox(); }

std::string_view text_or_empty(const Value& value) {
  return value.kind() == Value::Kind::kText ? value.as_text() : std::string_view{};
}

bool is_same(const Value& a, const Value& b, CompareAs as) {
  if (a.is_blank() || b.is_blank()) return a.is_blank() == b.is_blank();
  return a.kind() == b.kind() && compare(Operator::kEqual, a, b, as);
}

/// References and the values they may point to.
struct Stack {
  const Value** references;
  Value* values;
};

Stack stack_in(Arena& arena, std::size_t size) {
  const std::size_t references = size * sizeof(void*);
  char* bytes = arena.allocate(references + size * sizeof(Value) + alignof(std::max_align_t));
  void* aligned = bytes;
  std::size_t space = references + size * sizeof(Value) + alignof(std::max_align_t);
  std::align(alignof(std::max_align_t), references + size * sizeof(Value), aligned, space);
  // Sizes of both parts are multiples of a pointer's.
  auto* const start = static_cast<unsigned char*>(aligned);
  return {reinterpret_cast<const Value**>(start + size * sizeof(Value)), reinterpret_cast<Value*>(start)};
}

}  // namespace

// One loop and one switch, longer than other functions here: splitting it would cost what it is for.
// NOLINTNEXTLINE(readability-function-size)
Value Program::run(const Frame& frame, Arena& arena) const {
  alignas(Value) unsigned char inline_values[kInlineStack * sizeof(Value)];
  const Value* inline_references[kInlineStack];
  Stack stack{inline_references, reinterpret_cast<Value*>(inline_values)};
  if (stack_size > kInlineStack) stack = stack_in(arena, stack_size);

  const Instruction* const start = code.data();
  const Instruction* next = start;
  const Value** top = stack.references;  // Behind the last.
  std::size_t made_bytes = 0;
  std::uint64_t steps = limits::kMaxMatchSteps;
  ErrorCode error{};

  // Puts a new value where the lowest of its operands was.
  const auto put = [&](const Value** place, const Value& value) {
    Value* const home = stack.values + (place - stack.references);
    std::construct_at(home, value);
    *place = home;
    top = place + 1;
    if (value.kind() == Value::Kind::kText) made_bytes += value.as_text().size();
  };
  const auto count_made = [&](const Value& value) { return value.is_error() || made_bytes > kMaxMadeBytes; };

  for (;;) {
    const Instruction& i = *next++;
    switch (i.code) {
      case Code::kLoad:
      case Code::kLoadNumber:
      case Code::kLoadCheckbox: {
        const Value* value = &frame.slots[i.a];
        if (value->is_error()) {
          error = value->as_error();
          goto raise;
        }
        if (value->kind() == Value::Kind::kBlank && i.code != Code::kLoad)
          value = i.code == Code::kLoadNumber ? &kZero : &kNo;
        *top++ = value;
        break;
      }
      case Code::kLoadPrior: {
        const Value* value = frame.prior.empty() ? &frame.slots[i.a] : &frame.prior[i.a];
        if (value->is_error()) {
          error = value->as_error();
          goto raise;
        }
        *top++ = or_zero(value, i.flags);
        break;
      }
      case Code::kIsChanged: {
        const Value& now = frame.slots[i.a];
        const Value& before = frame.prior.empty() ? now : frame.prior[i.a];
        if (now.is_error() || before.is_error()) {
          error = now.is_error() ? now.as_error() : before.as_error();
          goto raise;
        }
        *top++ = is_same(*or_zero(&now, i.flags), *or_zero(&before, i.flags), i.as) ? &kNo : &kYes;
        break;
      }
      case Code::kConstant:
        *top++ = &constants[i.a];
        break;
      case Code::kNow:
        put(top, Value::date_time(frame.now));
        break;
      case Code::kToday:
        put(top, Value::date(date_of(frame.now)));
        break;
      case Code::kTimeNow:
        put(top, Value::time(time_of(frame.now)));
        break;
      case Code::kIsNew:
        *top++ = frame.prior.empty() ? &kYes : &kNo;
        break;
      case Code::kIsClone:
        *top++ = frame.is_clone ? &kYes : &kNo;
        break;
      case Code::kNegate:
        put(top - 1, negate(*top[-1]));
        break;
      case Code::kArithmetic:
      case Code::kTemporal: {
        const Value value = i.code == Code::kArithmetic ? arithmetic(i.op, *top[-2], *top[-1])
                                                        : temporal_arithmetic(i.op, *top[-2], *top[-1]);
        if (value.is_error()) {
          error = value.as_error();
          goto raise;
        }
        put(top - 2, value);
        break;
      }
      case Code::kConcatenate:
      case Code::kCall: {
        const Value** const first = top - i.count;
        const Value value = i.code == Code::kConcatenate
                                ? concatenate(first, i.count, arena)
                                : call_function(*functions[i.a], Call{first, i.count, arena, steps});
        if (count_made(value)) {
          error = value.is_error() ? value.as_error() : ErrorCode::kTextTooLong;
          goto raise;
        }
        put(first, value);
        break;
      }
      case Code::kMatch: {
        const Value value = match_pattern(patterns[i.a], text_or_empty(*top[-1]), arena, steps);
        if (value.is_error()) {
          error = value.as_error();
          goto raise;
        }
        put(top - 1, value);
        break;
      }
      case Code::kIsBlank:
        top[-1] = top[-1]->is_blank() ? &kYes : &kNo;
        break;
      case Code::kJump:
        next = start + i.target;
        break;
      case Code::kJumpIf:
        if (is_true(**--top) == ((i.flags & Instruction::kSense) != 0)) next = start + i.target;
        break;
      case Code::kJumpCompare:
        top -= 2;
        if (compare(i.op, *top[0], *top[1], i.as) == ((i.flags & Instruction::kSense) != 0)) next = start + i.target;
        break;
      case Code::kJumpNumber: {
        const Value* value = or_zero(&frame.slots[i.a], i.flags);
        bool result = false;
        if (value->kind() == Value::Kind::kNumber) {
          result = holds(i.op, value->as_number() <=> constants[i.b].as_number());
        } else if (value->is_error()) {
          error = value->as_error();
          goto raise;
        }
        if (result == ((i.flags & Instruction::kSense) != 0)) next = start + i.target;
        break;
      }
      case Code::kJumpTextEqual: {
        const Value& value = frame.slots[i.a];
        if (value.is_error()) {
          error = value.as_error();
          goto raise;
        }
        const std::string_view wanted = constants[i.b].as_text();
        const bool equal =
            i.as == CompareAs::kId ? id_key(text_or_empty(value)) == id_key(wanted) : text_or_empty(value) == wanted;
        if ((equal == (i.op == Operator::kEqual)) == ((i.flags & Instruction::kSense) != 0)) next = start + i.target;
        break;
      }
      case Code::kJumpUnlessEqualKeep:
        --top;
        if (!compare(Operator::kEqual, *top[-1], *top[0], i.as)) next = start + i.target;
        break;
      case Code::kJumpUnlessBlank:
        if (top[-1]->is_blank())
          --top;
        else
          next = start + i.target;
        break;
      case Code::kPop:
        --top;
        break;
      case Code::kReturn:
        return *top[-1];
      case Code::kReturnConstant:
        return constants[i.a];
    }
    continue;

  raise:
    const auto at = static_cast<std::uint32_t>(next - start - 1);
    const Handler* handler = nullptr;
    for (const Handler& candidate : handlers) {
      if (at >= candidate.begin && at < candidate.end) {
        handler = &candidate;
        break;
      }
    }
    if (handler == nullptr) return Value::error(error);
    top = stack.references + handler->depth;
    next = start + handler->target;
  }
}

}  // namespace signalbox::formula
