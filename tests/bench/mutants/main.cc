// ordain_mutants: how many runs each strategy takes to find each planted bug. `./dev bench
// mutants`.
//
//   ordain_mutants [--campaigns N] [--budget RUNS] [--seconds N] [--clean RUNS] [--jobs N]
//                  [--only TEXT] [--write FILE]
//
// In a mutant's own scenario a campaign ends with the first violation of the property that names
// the mutant; in its protocol's swarm, where the correct protocol is silent, with any. It also ends
// with its budget of runs, or its time. The correct protocol runs the own scenario, with the
// portfolio, and has to be silent.
#include <cstdio>
#include <fstream>

#include "sim/base/text.h"
#include "tests/bench/mutants/campaigns.h"

namespace ordain::bench {
namespace {

bool parse(int argc, char** argv, Plan& plan) {
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string option = argv[i], value = argv[i + 1];
    const uint64_t number = parse_u64(value).value_or(0);
    if (option == "--campaigns") {
      plan.campaigns = number;
    } else if (option == "--budget") {
      plan.budget = number;
    } else if (option == "--seconds") {
      plan.seconds = static_cast<double>(number);
    } else if (option == "--clean") {
      plan.clean = number;
    } else if (option == "--jobs") {
      plan.jobs = static_cast<unsigned>(number);
    } else if (option == "--only") {
      plan.only = value;
    } else if (option == "--write") {
      plan.write = value;
    } else {
      return false;
    }
  }
  return argc % 2 == 1 && plan.campaigns > 0 && plan.budget > 0 && plan.jobs > 0;
}

int run(int argc, char** argv) {
  Plan plan;
  if (!parse(argc, argv, plan)) {
    std::fprintf(
        stderr,
        "usage: ordain_mutants [--campaigns N] [--budget RUNS] [--seconds N] [--clean RUNS]"
        " [--jobs N] [--only TEXT] [--write FILE]\n");
    return 2;
  }
  std::vector<Row> rows = rows_of(plan);
  if (rows.empty()) {
    std::fprintf(stderr, "no mutant has '%s' in its name\n", plan.only.c_str());
    return 2;
  }
  measure(rows, plan);
  const std::string text =
      mutants_table(rows, columns(), {plan.campaigns, plan.budget, plan.seconds, plan.clean});
  std::printf("%s", text.c_str());
  if (!plan.write.empty()) std::ofstream(plan.write) << text;
  return 0;
}

}  // namespace
}  // namespace ordain::bench

int main(int argc, char** argv) { return ordain::bench::run(argc, argv); }
