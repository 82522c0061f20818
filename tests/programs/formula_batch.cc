// The batch contract of formulas without the command line: one case a line in, one answer a line out.
#include <iostream>
#include <string>

#include "formula/batch.h"

int main() {
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) std::cout << signalbox::formula::evaluate_case(line) << '\n';
  return 0;
}
