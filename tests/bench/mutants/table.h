// The table of mutants and strategies, as Markdown.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ordain::bench {

// How one campaign ended.
struct Found {
  uint64_t runs = 0;  // to the first detection; 0: not found within the budget
  uint64_t ms = 0;    // of processor time
};

struct Row {
  std::string mutant, property, scenario;
  std::vector<std::vector<Found>> cells;  // by strategy, then by campaign
  bool silent = false;                    // the correct protocol was
};

struct Budgets {
  uint64_t campaigns = 0;
  uint64_t runs = 0;
  double seconds = 0;
  uint64_t clean = 0;
};

std::string mutants_table(const std::vector<Row>& rows, const std::vector<std::string>& strategies,
                          const Budgets& budgets);

}  // namespace ordain::bench
