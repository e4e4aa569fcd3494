// The table of mutants and strategies, as Markdown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ordain::bench {

// How one campaign ended.
struct Found {
  uint64_t runs = 0;    // to the first detection; 0: not found within the budget
  uint64_t events = 0;  // in all runs up to there
  uint64_t ms = 0;      // of processor time
};

// What shrinking left of a failing run.
struct Left {
  uint64_t faults = 0;
  uint64_t operations = 0;
};

struct Row {
  std::string mutant, property, scenario, swarm;  // swarm: the file, or empty if none arms it
  std::vector<std::vector<Found>> cells;          // by column, then by campaign
  bool silent = false;                            // the correct protocol was
  std::optional<Left> shrunk;                     // the first seed that fails
};

// What one column stands for: a strategy, in the mutant's own scenario or in its protocol's swarm.
struct Column {
  std::string strategy;
  bool swarm = false;
};

struct Budgets {
  uint64_t campaigns = 0;
  uint64_t runs = 0;
  double seconds = 0;
  uint64_t clean = 0;
};

std::string mutants_table(const std::vector<Row>& rows, const std::vector<Column>& columns,
                          const Budgets& budgets);

}  // namespace ordain::bench
