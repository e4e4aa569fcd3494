// ordain_mutants: how many runs each strategy takes to find each planted bug. `./dev bench
// mutants`.
//
//   ordain_mutants [--campaigns N] [--budget RUNS] [--seconds N] [--clean RUNS] [--jobs N]
//                  [--only TEXT] [--write FILE]
//
// A pair of a mutant and a strategy is judged by independent campaigns with disjoint seeds over the
// mutant's own scenario, each ended by the first violation of the property that names the mutant,
// by its budget of runs, or by its time. The correct protocol runs the same scenario, with the
// portfolio, and has to be silent.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>

#include "protocols/builtin.h"
#include "sim/base/text.h"
#include "sim/explore/campaign/campaign.h"
#include "sim/explore/campaign/wire.h"
#include "tests/bench/figures.h"
#include "tests/bench/mutants/table.h"
#include "tests/support/paths.h"

namespace ordain::bench {
namespace {

struct Plan {
  uint64_t campaigns = 20;
  uint64_t budget = 1000;  // runs of a campaign
  double seconds = 10;     // of processor time, of a campaign
  uint64_t clean = 200;    // runs of the correct protocol
  unsigned jobs = 2;
  std::string only;
  std::string write;
};

Scenario load(const std::string& path, const std::vector<std::string>& settings) {
  std::ifstream file(test::source_dir() + "/" + path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return load_scenario(text, path, builtin_registry(), settings);
}

bool violates(const RunSummary& summary, const std::string& property) {
  return std::any_of(summary.violations.begin(), summary.violations.end(),
                     [&](const Violation& v) { return v.property == property; });
}

// One campaign, in this process: runs until the first detection, or budget + 1.
std::string campaign(const Scenario& scenario, const StrategyEntry& entry,
                     const std::string& property, uint64_t number, const Plan& plan) {
  const auto strategy = entry.make();
  std::vector<Learned> to_learn;
  const double start = cpu_seconds();
  WireWriter out;
  const uint64_t first_seed = 1 + number * 1'000'000;
  for (uint64_t i = 0; i < plan.budget && cpu_seconds() - start < plan.seconds; ++i) {
    RunSummary summary = run_one({scenario, builtin_registry(), *strategy, i, first_seed + i});
    if (violates(summary, property)) {
      out.number(i + 1);
      out.number(static_cast<uint64_t>((cpu_seconds() - start) * 1000));
      return out.take();
    }
    to_learn.push_back(std::move(summary.learned));
    if (i + 1 < batch_end(i)) continue;
    for (const Learned& learned : to_learn) strategy->learn(learned);
    to_learn.clear();
  }
  out.number(0);
  out.number(static_cast<uint64_t>((cpu_seconds() - start) * 1000));
  return out.take();
}

std::vector<Row> rows_of(const Plan& plan) {
  std::vector<Row> out;
  for (const std::string& name : builtin_registry().names()) {
    for (const MutantEntry& mutant : builtin_registry().find(name)->mutants) {
      if (mutant.scenario.empty() || mutant.name.find(plan.only) == std::string::npos) continue;
      Row& row = out.emplace_back();
      row.mutant = mutant.name;
      row.property = mutant.violates;
      row.scenario = mutant.scenario;
      row.cells.resize(strategies().size());
    }
  }
  return out;
}

// Every campaign of every pair is one task; workers take them as they come.
void measure(std::vector<Row>& rows, const Plan& plan) {
  std::vector<Scenario> broken, correct;
  for (const Row& row : rows) {
    broken.push_back(load(row.scenario, {}));
    correct.push_back(load(row.scenario, {"/mutants=[]"}));
  }
  const uint64_t each = plan.campaigns, pairs = strategies().size();
  const uint64_t per_row = pairs * each + 1;
  PoolTasks tasks;
  tasks.count = static_cast<uint32_t>(rows.size() * per_row);
  tasks.work = [&](uint32_t task) {
    const uint64_t row = task / per_row, within = task % per_row;
    if (within < pairs * each) {
      return campaign(broken[row], strategies()[within / each], rows[row].property, within % each,
                      plan);
    }
    Plan clean = plan;
    clean.budget = plan.clean;
    return campaign(correct[row], strategies().front(), rows[row].property, 0, clean);
  };
  tasks.progress = [&](uint32_t done) {
    static uint32_t told = 0;
    if (done < told + 200) return;
    told = done;
    std::fprintf(stderr, "%u of %u campaigns\n", done, tasks.count);
  };
  WorkerLimits limits;
  limits.jobs = plan.jobs;
  limits.time = seconds(static_cast<int64_t>(plan.seconds) * 10 + 60);
  const std::vector<WorkResult> results = run_forked(tasks, limits);
  for (size_t task = 0; task < results.size(); ++task) {
    Row& row = rows[task / per_row];
    const uint64_t within = task % per_row;
    Found found;  // a campaign whose worker died has not found it
    if (results[task].end == WorkResult::End::answered) {
      WireReader in(results[task].answer);
      found.runs = in.number();
      found.ms = in.number();
    }
    if (within < pairs * each) {
      row.cells[within / each].push_back(found);
    } else {
      row.silent = found.runs == 0 && results[task].end == WorkResult::End::answered;
    }
  }
}

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
  measure(rows, plan);
  std::vector<std::string> names;
  for (const StrategyEntry& entry : strategies()) names.emplace_back(entry.name);
  const std::string text =
      mutants_table(rows, names, {plan.campaigns, plan.budget, plan.seconds, plan.clean});
  std::printf("%s", text.c_str());
  if (!plan.write.empty()) std::ofstream(plan.write) << text;
  return 0;
}

}  // namespace
}  // namespace ordain::bench

int main(int argc, char** argv) { return ordain::bench::run(argc, argv); }
