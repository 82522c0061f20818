#include "formula/batch.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "base/unicode.h"
#include "formula/formula.h"
#include "formula/report.h"
#include "model/json.h"
#include "model/json_writer.h"
#include "model/record.h"

namespace signalbox::formula {
namespace {

/// Digits behind the point of a number that is handed out, as in the reference.
constexpr int kResultScale = 32;

/// A list of fields, some of them computed from lists of their own.
struct Level {
  struct Computed {
    std::size_t slot;
    std::optional<Formula> formula;
    std::unique_ptr<Level> inputs;
  };
  std::shared_ptr<const Layout> layout;
  std::vector<Computed> computed;  ///< Ascending slots.
};

/// Values of related types in place of one another, as fields and results declare them.
Value as_type(const Value& value, Type type) {
  if (type == Type::kDate && value.kind() == Value::Kind::kDateTime) return Value::date(date_of(value.as_date_time()));
  if (type == Type::kDateTime && value.kind() == Value::Kind::kDate)
    return Value::date_time(instant_at(value.as_date(), TimeOfDay{0}));
  return value;
}

bool can_be(Type type, Type declared) {
  const auto day = [](Type t) { return t == Type::kDate || t == Type::kDateTime; };
  return type == declared || type == Type::kAny || (is_numeric(type) && is_numeric(declared)) ||
         (is_textual(type) && is_textual(declared)) || (day(type) && day(declared));
}

class Case {
 public:
  explicit Case(std::string_view source) : document_(json::Document::parse(source, diagnostics_)) {}

  std::string answer() {
    json::Writer writer(out_);
    writer.begin_object();
    const bool good = document_ != nullptr && read();
    writer.key("name");
    if (name_.empty())
      writer.null();
    else
      writer.text(name_);
    if (!good) trouble(writer);
    writer.key("results").begin_array();
    for (std::size_t i = 0; rows_ && i < rows_->size(); ++i) {
      if (good)
        row(rows_->at(i), writer);
      else
        failure(writer, "does-not-compile");
    }
    writer.end_array().end_object();
    return std::move(out_);
  }

 private:
  bool fail(std::string_view code, std::string sentence) {
    report(diagnostics_, code, {0, 0}, std::move(sentence));
    return false;
  }

  static std::string_view text_of(json::Node node, std::string_view name) {
    const auto member = node.find(name);
    return member && member->is(json::Kind::kText) ? member->as_text() : std::string_view{};
  }

  bool read() {
    const json::Node root = document_->root();
    if (!root.is(json::Kind::kObject)) return fail("case-shape", "A case is a JSON object.");
    name_ = text_of(root, "name");
    if (const auto rows = root.find("rows"); rows && rows->is(json::Kind::kArray)) rows_ = rows;
    const auto returns = parse_type(text_of(root, "returns"));
    if (!returns) return fail("case-shape", "`returns` names no type.");
    if (!rows_) return fail("case-shape", "`rows` is no array.");
    returns_ = *returns;
    const std::string_view blanks = text_of(root, "blanks");
    if (blanks != "zero" && blanks != "blank" && root.find("blanks"))
      return fail("case-shape", "`blanks` is \"zero\" or \"blank\".");
    blanks_ = blanks == "blank" ? Blanks::kAsBlank : Blanks::kAsZero;
    if (const auto now = root.find("now")) {
      const auto instant = now->is(json::Kind::kText) ? parse_instant(now->as_text()) : std::nullopt;
      if (!instant) return fail("case-shape", "`now` is no instant.");
      now_ = *instant;
    }
    if (const auto clone = root.find("clone")) {
      if (!clone->is(json::Kind::kBool)) return fail("case-shape", "`clone` is true or false.");
      is_clone_ = clone->as_bool();
    }
    return level(root, top_) && compiled(text_of(root, "formula"), top_, returns_, formula_);
  }

  /// Reads `fields` of a case or of a computed field.
  bool level(json::Node owner, Level& level) {
    std::vector<Field> fields;
    const auto list = owner.find("fields");
    const std::size_t count = list && list->is(json::Kind::kArray) ? list->size() : 0;
    for (std::size_t i = 0; i < count; ++i) {
      const json::Node node = list->at(i);
      const auto type = parse_type(text_of(node, "type"));
      if (!type) return fail("case-shape", "Field " + quoted(text_of(node, "name")) + " has no known type.");
      fields.push_back({std::string(text_of(node, "name")), *type, {}, {}});
    }
    level.layout = std::make_shared<const Layout>(fields);
    for (std::size_t i = 0; i < count; ++i) {
      if (!list->at(i).find("formula")) continue;
      Level::Computed computed{i, std::nullopt, std::make_unique<Level>()};
      if (!this->level(list->at(i), *computed.inputs)) return false;
      if (!compiled(text_of(list->at(i), "formula"), *computed.inputs, fields[i].type, computed.formula)) return false;
      level.computed.push_back(std::move(computed));
    }
    return true;
  }

  bool compiled(std::string_view text, const Level& level, Type type, std::optional<Formula>& formula) {
    formula = Formula::compile(text, Scope(level.layout, {}, blanks_), Type::kAny, diagnostics_);
    if (!formula || can_be(formula->type(), type)) return formula.has_value();
    return fail("type-mismatch", "The formula gives `" + std::string(type_name(formula->type())) + "` and not `" +
                                     std::string(type_name(type)) + "`.");
  }

  Value cell(json::Node node, Type type) {
    switch (node.kind()) {
      case json::Kind::kNull:
        return Value();
      case json::Kind::kBool:
        return type == Type::kCheckbox ? Value::checkbox(node.as_bool()) : Value::error(ErrorCode::kFieldType);
      case json::Kind::kNumber:
      case json::Kind::kText:
        return read_cell(node.as_text(), type, arena_);
      case json::Kind::kObject:
        return type == Type::kLocation ? read_location(node) : Value::error(ErrorCode::kFieldType);
      default:
        return Value::error(ErrorCode::kFieldType);
    }
  }

  /// Reads cells from `next` on and computes what is computed.
  std::vector<Value> values(const Level& level, json::Node cells, std::size_t& next) {
    std::vector<Value> values;
    auto computed = level.computed.begin();
    for (std::size_t slot = 0; slot < level.layout->size(); ++slot) {
      const Type type = level.layout->field(slot).type;
      if (computed != level.computed.end() && computed->slot == slot) {
        const std::vector<Value> inputs = this->values(*computed->inputs, cells, next);
        values.push_back(as_type(computed->formula->evaluate(Frame{inputs, {}, now_, is_clone_}, arena_), type));
        ++computed;
      } else {
        values.push_back(next < cells.size() ? cell(cells.at(next), type) : Value());
        ++next;
      }
    }
    return values;
  }

  void row(json::Node cells, json::Writer& writer) {
    arena_.reset();
    std::size_t next = 0;
    const std::vector<Value> slots = values(top_, cells, next);
    if (next != cells.size()) return failure(writer, "row-shape");
    result(as_type(formula_->evaluate(Frame{slots, {}, now_, is_clone_}, arena_), returns_), writer);
  }

  void result(const Value& value, json::Writer& writer) {
    switch (value.kind()) {
      case Value::Kind::kError:
        return failure(writer, error_name(value.as_error()));
      case Value::Kind::kNumber: {
        const Decimal& number = value.as_number();
        const auto typed = returns_ == Type::kPercent ? number.shifted(-2) : number;
        if (!typed) return failure(writer, error_name(ErrorCode::kOverflow));
        writer.text(typed->rounded(kResultScale, Decimal::Rounding::kHalfUp).to_text());
        return;
      }
      default:
        break;
    }
    if (returns_ == Type::kCheckbox && value.is_blank())
      writer.boolean(false);
    else if (value.is_blank())
      writer.null();
    else
      writer.value(value);
  }

  static void failure(json::Writer& writer, std::string_view code) {
    writer.begin_object().key("error").text(code).end_object();
  }

  void trouble(json::Writer& writer) {
    writer.key("error").begin_object();
    writer.key("code").text(diagnostics_.empty() ? "case-shape" : diagnostics_.front().code);
    writer.key("sentence").text(diagnostics_.empty() ? "This is no case." : diagnostics_.front().sentence);
    writer.end_object().key("diagnostics").begin_array();
    for (const Diagnostic& diagnostic : diagnostics_) {
      writer.begin_object().key("code").text(diagnostic.code);
      writer.key("from").number(static_cast<std::int64_t>(diagnostic.span.begin));
      writer.key("to").number(static_cast<std::int64_t>(diagnostic.span.end));
      writer.key("sentence").text(diagnostic.sentence);
      if (!diagnostic.suggestion.empty()) writer.key("suggestion").text(diagnostic.suggestion);
      writer.end_object();
    }
    writer.end_array();
  }

  Diagnostics diagnostics_;
  std::unique_ptr<const json::Document> document_;
  std::string out_;
  std::string_view name_;
  std::optional<json::Node> rows_;
  Type returns_ = Type::kAny;
  Blanks blanks_ = Blanks::kAsZero;
  Instant now_;
  bool is_clone_ = false;
  Level top_;
  std::optional<Formula> formula_;
  Arena arena_;
};

}  // namespace

std::string evaluate_case(std::string_view json_case) { return Case(json_case).answer(); }

}  // namespace signalbox::formula
