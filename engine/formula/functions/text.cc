// Functions of text. Characters are counted as Java counts them: a code point above U+FFFF is two.
#include <algorithm>

#include "base/limits.h"
#include "base/unicode.h"
#include "formula/functions/number_text.h"
#include "formula/functions/registry.h"
#include "formula/functions/search.h"

namespace signalbox::formula {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Whole characters of a number argument, toward zero, clamped to what any text can have.
std::int64_t whole(const Decimal& number) {
  const auto value = number.rounded(0, Decimal::Rounding::kDown).to_int();
  constexpr std::int64_t kLimit = 1'000'000'000;
  if (!value) return number.is_negative() ? -kLimit : kLimit;
  return std::clamp(*value, -kLimit, kLimit);
}

/// UTF-16 units [from, from + count) of `text`.
std::string_view units(std::string_view text, std::int64_t from, std::int64_t count) {
  if (count <= 0 || from >= static_cast<std::int64_t>(text.size())) return {};
  const std::size_t begin = unicode::byte_offset_of_utf16(text, static_cast<std::size_t>(from));
  const std::string_view rest = text.substr(begin);
  return rest.substr(0, unicode::byte_offset_of_utf16(rest, static_cast<std::size_t>(count)));
}

Value view(std::string_view text) { return Value::text(text); }

Value contains(const Call& call) {
  return Value::checkbox(find_text(call.text(0), call.text(1), 0, call.arena) != std::string_view::npos);
}
Value begins(const Call& call) { return Value::checkbox(call.text(0).starts_with(call.text(1))); }
Value len(const Call& call) {
  return Value::number(Decimal::from_int(static_cast<std::int64_t>(unicode::utf16_length(call.text(0)))));
}

/// Turkish and Azerbaijani tell the dotted from the dotless i.
bool has_dotless_i(std::string_view locale) {
  const std::string language = unicode::ascii_lower(locale.substr(0, 2));
  return (language == "tr" || language == "az") && (locale.size() == 2 || locale[2] == '_' || locale[2] == '-');
}

/// Stops early once the result has more than `most` bytes.
std::string replaced(std::string_view text, std::string_view from, std::string_view to, Arena& arena,
                     std::size_t most = std::string::npos) {
  std::string out;
  std::size_t begin = 0;
  for (std::size_t at = find_text(text, from, 0, arena); at != std::string_view::npos && out.size() <= most;
       at = find_text(text, from, begin, arena)) {
    out.append(text, begin, at - begin).append(to);
    begin = at + from.size();
  }
  return out.append(text, begin);
}

Value in_ascii_case(std::string_view text, char first, char last, int step, Arena& arena) {
  char* out = arena.allocate(text.size());
  std::transform(text.begin(), text.end(), out,
                 [=](char c) { return c >= first && c <= last ? static_cast<char>(c + step) : c; });
  return Value::text({out, text.size()});
}

Value lower(const Call& call) {
  const bool dotless = call.count > 1 && has_dotless_i(call.text(1));
  if (!dotless && is_ascii(call.text(0))) return in_ascii_case(call.text(0), 'A', 'Z', 32, call.arena);
  std::string text(call.text(0));
  if (dotless) {
    text = replaced(text, "I", "\xC4\xB1", call.arena);
    text = replaced(text, "\xC4\xB0", "i", call.arena);
  }
  std::string out;
  unicode::append_lower(text, out);
  return made_text(out, call.arena);
}

Value upper(const Call& call) {
  const bool dotless = call.count > 1 && has_dotless_i(call.text(1));
  if (!dotless && is_ascii(call.text(0))) return in_ascii_case(call.text(0), 'a', 'z', -32, call.arena);
  std::string text(call.text(0));
  if (dotless) text = replaced(text, "i", "\xC4\xB0", call.arena);
  std::string out;
  unicode::append_upper(text, out);
  return made_text(out, call.arena);
}

Value text_of(const Call& call) {
  const Value& value = call[0];
  switch (value.kind()) {
    case Value::Kind::kNumber:
      return made_text(value.as_number().to_text(), call.arena);
    case Value::Kind::kDate:
      return made_text(to_text(value.as_date()), call.arena);
    case Value::Kind::kTime:
      return made_text(to_text(value.as_time()), call.arena);
    case Value::Kind::kDateTime: {
      // 2026-01-31T08:00:00.000Z is written 2026-01-31 08:00:00Z.
      std::string text = to_text(value.as_date_time());
      text[10] = ' ';
      return made_text(text.substr(0, 19) + "Z", call.arena);
    }
    case Value::Kind::kText:
      return value;
    default:
      return Value();
  }
}

Value value_of(const Call& call) {
  if (call[0].is_blank()) return Value();
  return made_number(read_number(call.text(0)), ErrorCode::kBadNumber);
}

Value left(const Call& call) { return view(units(call.text(0), 0, whole(call.number(1)))); }

Value right(const Call& call) {
  const auto length = static_cast<std::int64_t>(unicode::utf16_length(call.text(0)));
  const std::int64_t count = std::clamp<std::int64_t>(whole(call.number(1)), 0, length);
  return view(units(call.text(0), length - count, count));
}

Value mid(const Call& call) {
  const std::int64_t from = std::max<std::int64_t>(whole(call.number(1)), 1) - 1;
  return view(units(call.text(0), from, whole(call.number(2))));
}

/// As Oracle's SUBSTR: a negative start counts from the end.
Value substr(const Call& call) {
  const auto length = static_cast<std::int64_t>(unicode::utf16_length(call.text(0)));
  std::int64_t from = whole(call.number(1));
  if (from < 0)
    from += length;
  else if (from > 0)
    --from;
  if (from < 0) return view({});
  return view(units(call.text(0), from, call.count > 2 ? whole(call.number(2)) : length));
}

Value find(const Call& call) {
  const std::string_view text = call.text(1);
  const std::int64_t start = call.count > 2 ? std::max<std::int64_t>(whole(call.number(2)), 1) - 1 : 0;
  if (call.text(0).empty()) return Value::number(Decimal::from_int(0));
  const std::size_t from = unicode::byte_offset_of_utf16(text, static_cast<std::size_t>(start));
  const std::size_t at = find_text(text, call.text(0), from, call.arena);
  if (at == std::string_view::npos) return Value::number(Decimal::from_int(0));
  return Value::number(Decimal::from_int(static_cast<std::int64_t>(unicode::utf16_index_of_byte(text, at)) + 1));
}

Value substitute(const Call& call) {
  if (call.text(0).empty() || call.text(1).empty()) return Value();
  return made_text(replaced(call.text(0), call.text(1), call.text(2), call.arena, limits::kMaxTextBytes), call.arena);
}

Value trim(const Call& call) {
  std::string_view text = call.text(0);
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return view(text);
}

/// Padding of `count` units, made of repeats of `pad`.
std::string padding(std::string_view pad, std::int64_t count) {
  std::string out;
  const auto unit = static_cast<std::int64_t>(unicode::utf16_length(pad));
  for (; count >= unit; count -= unit) out += pad;
  out += units(pad, 0, count);
  return out;
}

Value padded(const Call& call, bool at_left) {
  const std::string_view pad = call.count > 2 ? call.text(2) : std::string_view(" ");
  const std::int64_t wanted = whole(call.number(1));
  const auto length = static_cast<std::int64_t>(unicode::utf16_length(call.text(0)));
  if (wanted <= 0 || call.text(0).empty()) return view({});
  if (wanted <= length) return view(units(call.text(0), 0, wanted));
  if (pad.empty()) return view(call.text(0));
  if (wanted > static_cast<std::int64_t>(limits::kMaxTextBytes)) return Value::error(ErrorCode::kTextTooLong);
  const std::string extra = padding(pad, wanted - length);
  return made_text(at_left ? extra + std::string(call.text(0)) : std::string(call.text(0)) + extra, call.arena);
}

Value lpad(const Call& call) { return padded(call, true); }
Value rpad(const Call& call) { return padded(call, false); }

/// Bytes of the character that begins with `lead`.
std::size_t character_size(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  if (byte < 0x80) return 1;
  if (byte < 0xE0) return 2;
  return byte < 0xF0 ? 3 : 4;
}

Value reverse(const Call& call) {
  const std::string_view text = call.text(0);
  char* out = call.arena.allocate(text.size());
  std::size_t written = text.size();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = std::min(character_size(text[at]), text.size() - at);
    written -= size;
    text.copy(out + written, size, at);
    at += size;
  }
  return Value::text({out, text.size()});
}

/// A capital at the start of each word; a word is a run of letters and digits.
Value initcap(const Call& call) {
  const std::string_view text = call.text(0);
  std::string out;
  bool inside = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = std::min(character_size(text[at]), text.size() - at);
    const std::string_view character = text.substr(at, size);
    const char c = character[0];
    const bool word = size > 1 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (inside)
      unicode::append_lower(character, out);
    else
      unicode::append_upper(character, out);
    inside = word;
    at += size;
  }
  return made_text(out, call.arena);
}

/// The Unicode code point of the first character.
Value ascii(const Call& call) {
  const std::string_view text = call.text(0);
  if (text.empty()) return Value();
  const std::size_t size = std::min(character_size(text[0]), text.size());
  std::uint32_t code = static_cast<unsigned char>(text[0]);
  if (size > 1) code &= 0x3Fu >> (size - 1);
  for (std::size_t i = 1; i < size; ++i) code = (code << 6) | (static_cast<unsigned char>(text[i]) & 0x3F);
  return Value::number(Decimal::from_int(code));
}

Value chr(const Call& call) {
  const std::int64_t code = whole(call.number(0));
  if (code <= 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return Value::error(ErrorCode::kBadArgument);
  std::string out;
  unicode::append_code_point(static_cast<std::uint32_t>(code), out);
  return made_text(out, call.arena);
}

Value br(const Call&) { return Value::text("\n"); }

/// Multi-select values are stored as `a;b;c`.
Value includes(const Call& call) {
  std::string_view chosen = call.text(0);
  while (!chosen.empty()) {
    const std::size_t end = std::min(chosen.find(';'), chosen.size());
    if (chosen.substr(0, end) == call.text(1)) return Value::checkbox(true);
    chosen.remove_prefix(std::min(end + 1, chosen.size()));
  }
  return Value::checkbox(call[0].is_blank() && call.text(1).empty());
}

Value picklist_count(const Call& call) {
  std::int64_t count = 0;
  for (std::string_view chosen = call.text(0); !chosen.empty();) {
    const std::size_t end = std::min(chosen.find(';'), chosen.size());
    if (end > 0) ++count;
    chosen.remove_prefix(std::min(end + 1, chosen.size()));
  }
  return Value::number(Decimal::from_int(count));
}

/// The 18 characters of an id of 15: three more that tell the capitals of each five.
Value casesafeid(const Call& call) {
  const std::string_view id = call.text(0);
  if (id.size() != 15) return view(id);
  std::string out(id);
  for (std::size_t block = 0; block < 3; ++block) {
    std::size_t bits = 0;
    for (std::size_t i = 0; i < 5; ++i) {
      const char c = id[block * 5 + i];
      if (c >= 'A' && c <= 'Z') bits |= std::size_t{1} << i;
    }
    out += "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[bits];
  }
  return made_text(out, call.arena);
}

using enum Type;
using enum Form;
constexpr Result kFixed = Result::kFixed;

constexpr Function kFunctions[] = {
    {"TEXT", "TEXT(value)", "A number, date, time or picklist value as text, without a locale.", "T", 1, 1, kFixed,
     kText, kStrict, text_of},
    {"VALUE", "VALUE(text)", "The number that a text holds.", "t", 1, 1, kFixed, kNumber, kStrict, value_of},
    {"CONTAINS", "CONTAINS(text, compare_text)", "TRUE when the first text has the second in it; case matters.", "tt",
     2, 2, kFixed, kCheckbox, kStrict, contains},
    {"BEGINS", "BEGINS(text, compare_text)", "TRUE when the first text begins with the second; case matters.", "tt", 2,
     2, kFixed, kCheckbox, kStrict, begins},
    {"LEN", "LEN(text)", "The number of characters.", "t", 1, 1, kFixed, kNumber, kStrict, len},
    {"LOWER", "LOWER(text, locale)", "The text in small letters; the locale is optional.", "tt", 1, 2, kFixed, kText,
     kStrict, lower},
    {"UPPER", "UPPER(text, locale)", "The text in capitals; the locale is optional.", "tt", 1, 2, kFixed, kText,
     kStrict, upper},
    {"INITCAP", "INITCAP(text)", "The text with a capital at the start of each word.", "t", 1, 1, kFixed, kText,
     kStrict, initcap},
    {"LEFT", "LEFT(text, number_of_characters)", "The first characters of a text.", "tn", 2, 2, kFixed, kText, kStrict,
     left},
    {"RIGHT", "RIGHT(text, number_of_characters)", "The last characters of a text.", "tn", 2, 2, kFixed, kText, kStrict,
     right},
    {"MID", "MID(text, start, number_of_characters)", "Characters from the middle of a text; the first is 1.", "tnn", 3,
     3, kFixed, kText, kStrict, mid},
    {"SUBSTR", "SUBSTR(text, start, number_of_characters)",
     "As MID; a negative start counts from the end, the number is optional.", "tnn", 2, 3, kFixed, kText, kStrict,
     substr},
    {"FIND", "FIND(search_text, text, start)",
     "Where a text has another in it: 1 is the first character, 0 is nowhere.", "ttn", 2, 3, kFixed, kNumber, kStrict,
     find},
    {"SUBSTITUTE", "SUBSTITUTE(text, old_text, new_text)", "The text with every old text replaced.", "ttt", 3, 3,
     kFixed, kText, kStrict, substitute},
    {"TRIM", "TRIM(text)", "The text without white space around it.", "t", 1, 1, kFixed, kText, kStrict, trim},
    {"LPAD", "LPAD(text, padded_length, pad_text)", "The text, filled up at the left or cut to a length.", "tnt", 2, 3,
     kFixed, kText, kStrict, lpad},
    {"RPAD", "RPAD(text, padded_length, pad_text)", "The text, filled up at the right or cut to a length.", "tnt", 2, 3,
     kFixed, kText, kStrict, rpad},
    {"REVERSE", "REVERSE(text)", "The characters in reverse order.", "t", 1, 1, kFixed, kText, kStrict, reverse},
    {"ASCII", "ASCII(text)", "The code point of the first character.", "t", 1, 1, kFixed, kNumber, kStrict, ascii},
    {"CHR", "CHR(number)", "The character with this code point.", "n", 1, 1, kFixed, kText, kStrict, chr},
    {"BR", "BR()", "A line break.", "a", 0, 0, kFixed, kText, kStrict, br},
    {"INCLUDES", "INCLUDES(multi_select_field, text)",
     "TRUE when a multi-select picklist has this value among its own.", "qt", 2, 2, kFixed, kCheckbox,
     kStrictWithBlanks, includes},
    {"PICKLISTCOUNT", "PICKLISTCOUNT(multi_select_field)", "How many values of a multi-select picklist are selected.",
     "Q", 1, 1, kFixed, kNumber, kStrictWithBlanks, picklist_count},
    {"CASESAFEID", "CASESAFEID(id)", "The id with 18 characters.", "t", 1, 1, kFixed, kText, kStrict, casesafeid},
};

}  // namespace

std::span<const Function> text_functions() { return kFunctions; }

}  // namespace signalbox::formula
