// The campaigns of the bug-finding benchmark: a pair of a mutant and a strategy is judged by
// independent ones, with disjoint seeds.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/mutants/table.h"

namespace ordain::bench {

struct Plan {
  uint64_t campaigns = 20;
  uint64_t budget = 1000;  // runs of a campaign
  double seconds = 10;     // of processor time, of a campaign
  uint64_t clean = 200;    // runs of the correct protocol
  unsigned jobs = 2;
  std::string only;
  std::string write;
};

// Every strategy in the mutants' own scenarios, and the portfolio in the swarms.
std::vector<Column> columns();

// Every mutant with a scenario whose name contains plan.only; its swarm is the first of its
// protocol's scenarios/*/swarm*.json that arms it.
std::vector<Row> rows_of(const Plan& plan);

// Runs all campaigns in forked workers.
void measure(std::vector<Row>& rows, const Plan& plan);

}  // namespace ordain::bench
