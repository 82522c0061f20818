// Random formulas that type-check, and rows for them with hostile values, as cases of the batch contract of formulas,
// for tests that compare one build with another. Usage: formula_cases FIRST_SEED COUNT ROWS; prints one case a line,
// named after its seed.
#include <cstdlib>
#include <iostream>
#include <string>

#include "model/json_writer.h"
#include "tests/support/formula_rows.h"
#include "tests/support/random_formula.h"

namespace {

using namespace signalbox;

void write_fields(json::Writer& writer) {
  const auto layout = test::formula_layout();
  writer.key("fields").begin_array();
  for (std::size_t slot = 0; slot < layout->size(); ++slot) {
    const Field& field = layout->field(slot);
    writer.begin_object().key("name").text(field.name).key("type").text(type_name(field.type)).end_object();
  }
  writer.end_array();
}

/// A value of the wrong type is an object, which no field takes.
void write_cell(json::Writer& writer, const Value& value) {
  if (value.is_error())
    writer.begin_object().end_object();
  else
    writer.value(value);
}

std::string case_of(std::uint64_t seed, int rows) {
  test::Random random(seed);
  test::FormulaMaker maker(random);
  const Type type = maker.type();
  std::string out;
  json::Writer writer(out);
  writer.begin_object().key("name").text("seed " + std::to_string(seed));
  writer.key("formula").text(maker.make(type, 1 + static_cast<int>(random.below(4))));
  writer.key("returns").text(type_name(type));
  write_fields(writer);
  writer.key("blanks").text(random.one_in(2) ? "zero" : "blank");
  writer.key("rows").begin_array();
  Arena arena;
  for (int row = 0; row < rows; ++row) {
    writer.begin_array();
    for (const Value& value : test::random_row(random, arena)) write_cell(writer, value);
    writer.end_array();
  }
  writer.end_array().end_object();
  return out;
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) {
    std::cerr << "usage: formula_cases FIRST_SEED COUNT ROWS\n";
    return 2;
  }
  const std::uint64_t first = std::strtoull(words[1], nullptr, 10);
  const std::uint64_t end = first + std::strtoull(words[2], nullptr, 10);
  for (std::uint64_t seed = first; seed < end; ++seed) std::cout << case_of(seed, std::atoi(words[3])) << '\n';
  return 0;
}
