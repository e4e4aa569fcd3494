// The figures that the benches report, by the names of the performance page, and how they are
// measured: thread CPU time, several rounds, the median. Two things that are compared take turns in
// the same rounds, because a shared machine's speed drifts.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ordain::bench {

struct Figure {
  std::string name;
  double value = 0;
  std::string unit;
  std::string note;  // what it stands beside: "2.1 times the bare loop of the same rounds"
};

class Figures {
 public:
  void add(std::string name, double value, std::string unit, std::string note = "");
  const std::vector<Figure>& all() const { return figures_; }

 private:
  std::vector<Figure> figures_;
};

// One bench: measures some figures. `names` lets a filter choose without running.
struct Bench {
  std::string names;  // separated by spaces
  std::function<void(Figures&)> run;
};

std::vector<Bench> engine_benches();     // W1, W2, W3, memory
std::vector<Bench> raft_benches();       // F10, campaigns
std::vector<Bench> explore_benches();    // exhaustive exploration
std::vector<Bench> campaign_benches();   // campaigns with workers
std::vector<Bench> process_benches();    // start-up, instructions
std::vector<Bench> check_lin_benches();  // linearizability
std::vector<Bench> shrink_benches();     // what shrinking costs, and what it leaves

void print_shrink_table();  // tests/bench/SHRINK.md

// CPU seconds of this thread.
double cpu_seconds();
double median(std::vector<double> values);

// Calls each of `works` in turn, `rounds` times (after one round that is not counted), and returns
// each one's CPU seconds by round.
std::vector<std::vector<double>> take_turns(const std::vector<std::function<void()>>& works,
                                            int rounds);

// What `ordain_bench --work NAME N` does: N events of a workload and nothing else, for counting
// instructions from outside.
bool run_work(const std::string& name, uint64_t events);

}  // namespace ordain::bench
