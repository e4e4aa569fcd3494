// ordain_bench [FILTER] [--json]: measures the figures whose names contain FILTER.
// ordain_bench micro [GOOGLE BENCHMARK'S OPTIONS]: the parts of the hot path one by one.
// ordain_bench shrink-table: the page of what shrinking leaves of each mutant.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstring>
#include <string>

#include "sim/base/json_writer.h"
#include "tests/bench/figures.h"
#include "tools/cli/freed_memory.h"

namespace ordain::bench {
namespace {

void print_table(const Figures& figures, size_t from) {
  for (size_t i = from; i < figures.all().size(); ++i) {
    const Figure& f = figures.all()[i];
    std::printf("%-28s %14.*f %-26s %s\n", f.name.c_str(), f.value < 1000 ? 2 : 0, f.value,
                f.unit.c_str(), f.note.c_str());
  }
  std::fflush(stdout);
}

void print_json(const Figures& figures) {
  std::printf("{");
  const char* comma = "";
  for (const Figure& f : figures.all()) {
    std::printf("%s\n  %s: {\"value\": %.6g, \"unit\": %s}", comma, to_json(f.name).c_str(),
                f.value, to_json(f.unit).c_str());
    comma = ",";
  }
  std::printf("\n}\n");
}

int measure(const std::string& filter, bool json) {
  std::vector<Bench> benches = engine_benches();
  for (const auto& more : {raft_benches(), campaign_benches(), explore_benches(), process_benches(),
                           check_lin_benches(), shrink_benches()}) {
    benches.insert(benches.end(), more.begin(), more.end());
  }
  Figures figures;
  for (const Bench& bench : benches) {
    if (bench.names.find(filter) == std::string::npos) continue;
    const size_t before = figures.all().size();
    bench.run(figures);
    if (!json) print_table(figures, before);
  }
  if (json) print_json(figures);
  if (!figures.all().empty()) return 0;
  std::fprintf(stderr, "no figure's name contains \"%s\"; there are:\n", filter.c_str());
  for (const Bench& bench : benches) std::fprintf(stderr, "  %s\n", bench.names.c_str());
  return 2;
}

}  // namespace
}  // namespace ordain::bench

int main(int argc, char** argv) {
  ordain::cli::keep_freed_memory();
  if (argc == 4 && std::strcmp(argv[1], "--work") == 0) {
    return ordain::bench::run_work(argv[2], std::strtoull(argv[3], nullptr, 10)) ? 0 : 2;
  }
  if (argc > 1 && std::strcmp(argv[1], "shrink-table") == 0) {
    ordain::bench::print_shrink_table();
    return 0;
  }
  if (argc > 1 && std::strcmp(argv[1], "micro") == 0) {
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
  }
  std::string filter;
  bool json = false;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--json") == 0) {
      json = true;
    } else {
      filter = argv[i];
    }
  }
  return ordain::bench::measure(filter, json);
}
