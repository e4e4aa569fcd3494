#include "tests/bench/mutants/campaigns.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "protocols/builtin.h"
#include "sim/base/error.h"
#include "sim/explore/campaign/campaign.h"
#include "sim/explore/campaign/wire.h"
#include "sim/explore/shrink/shrink.h"
#include "tests/bench/figures.h"
#include "tests/support/paths.h"
#include "tools/cli/scenario_files.h"

namespace ordain::bench {
namespace {

std::string only_mutant(const std::string& name) { return "/mutants=[\"" + name + "\"]"; }

// scenarios/*/swarm*.json, by path.
std::vector<std::string> swarm_files() {
  std::vector<std::string> out = cli::scenario_files();
  std::erase_if(out, [](const std::string& file) {
    return std::filesystem::path(file).filename().string().rfind("swarm", 0) != 0;
  });
  return out;
}

bool arms(const std::string& file, const std::string& protocol, const std::string& mutant) {
  try {
    return cli::load_scenario_file(file, {only_mutant(mutant)}).protocol == protocol;
  } catch (const InputError&) {
    return false;
  }
}

bool has_violation(const std::vector<Violation>& violations, const std::string& property) {
  if (property.empty()) return !violations.empty();
  return std::any_of(violations.begin(), violations.end(),
                     [&](const Violation& v) { return v.property == property; });
}

std::string encoded(const Found& found) {
  WireWriter out;
  out.number(found.runs);
  out.number(found.events);
  out.number(found.ms);
  return out.take();
}

// One campaign, in this process: runs until the first detection, the budget or the time is over.
// `property` is what has to be violated; empty: anything.
std::string campaign(const Scenario& scenario, const StrategyEntry& entry,
                     const std::string& property, uint64_t number, const Plan& plan) {
  const auto strategy = entry.make();
  std::vector<Learned> to_learn;
  Found out;
  const double start = cpu_seconds();
  const uint64_t first_seed = 1 + number * 1'000'000;
  for (uint64_t i = 0; i < plan.budget && cpu_seconds() - start < plan.seconds; ++i) {
    RunSummary summary = run_one({scenario, builtin_registry(), *strategy, i, first_seed + i});
    out.events += summary.counts.events;
    if (has_violation(summary.violations, property)) {
      out.runs = i + 1;
      break;
    }
    to_learn.push_back(std::move(summary.learned));
    if (i + 1 < batch_end(i)) continue;
    for (const Learned& learned : to_learn) strategy->learn(learned);
    to_learn.clear();
  }
  out.ms = static_cast<uint64_t>((cpu_seconds() - start) * 1000);
  return encoded(out);
}

// What shrinking leaves of the first seed under which the property is violated.
std::string shrunk(Scenario scenario, const std::string& property, const Plan& plan) {
  const RunSpec spec = make_run_spec(scenario, builtin_registry());
  WireWriter out;
  for (uint64_t seed = 1; seed <= plan.budget; ++seed) {
    if (!has_violation(run(spec, seed).violations, property)) continue;
    scenario.seed = seed;
    const StorySize size = shrink(scenario, builtin_registry(), {}).shrunk;
    out.number(1);
    out.number(size.faults);
    out.number(size.operations);
    return out.take();
  }
  out.number(0);
  return out.take();
}

// What a row's campaigns run.
struct Arenas {
  Scenario own, correct;
  std::optional<Scenario> swarm;
};

Arenas arenas_of(const Row& row) {
  const std::string own = test::source_dir() + "/" + row.scenario;
  Arenas out{cli::load_scenario_file(own), cli::load_scenario_file(own, {"/mutants=[]"}), {}};
  if (!row.swarm.empty()) out.swarm = cli::load_scenario_file(row.swarm, {only_mutant(row.mutant)});
  return out;
}

// The work of a row: its columns' campaigns, column by column, then the correct protocol, and then
// shrinking.
std::string work(const Row& row, const Arenas& arenas, uint64_t within, const Plan& plan) {
  const uint64_t number = within % plan.campaigns;
  const std::vector<Column> all = columns();
  if (within == all.size() * plan.campaigns) {
    Plan clean = plan;
    clean.budget = plan.clean;
    return campaign(arenas.correct, strategies().front(), row.property, 0, clean);
  }
  if (within > all.size() * plan.campaigns) return shrunk(arenas.own, row.property, plan);
  const Column& column = all[within / plan.campaigns];
  const StrategyEntry& entry = *find_strategy(column.strategy);
  if (!column.swarm) return campaign(arenas.own, entry, row.property, number, plan);
  if (!arenas.swarm) return encoded({});
  return campaign(*arenas.swarm, entry, "", number, plan);
}

// A campaign whose worker died has not found it.
Found found_in(const WorkResult& result) {
  Found found;
  if (result.end != WorkResult::End::answered) return found;
  WireReader in(result.answer);
  found.runs = in.number();
  found.events = in.number();
  found.ms = in.number();
  return found;
}

std::optional<Left> left_in(const WorkResult& result) {
  if (result.end != WorkResult::End::answered) return std::nullopt;
  WireReader in(result.answer);
  if (in.number() == 0) return std::nullopt;
  Left left;
  left.faults = in.number();
  left.operations = in.number();
  return left;
}

void take(const std::vector<WorkResult>& results, uint64_t campaigns, std::vector<Row>& rows) {
  const uint64_t per_row = results.size() / rows.size();
  for (size_t task = 0; task < results.size(); ++task) {
    Row& row = rows[task / per_row];
    const WorkResult& result = results[task];
    const uint64_t within = task % per_row;
    if (within < row.cells.size() * campaigns) {
      row.cells[within / campaigns].push_back(found_in(result));
    } else if (within + 1 < per_row) {
      row.silent = result.end == WorkResult::End::answered && found_in(result).runs == 0;
    } else {
      row.shrunk = left_in(result);
    }
  }
}

}  // namespace

std::vector<Column> columns() {
  std::vector<Column> out;
  for (const StrategyEntry& entry : strategies()) out.push_back({std::string(entry.name), false});
  out.push_back({std::string(strategies().front().name), true});
  return out;
}

std::vector<Row> rows_of(const Plan& plan) {
  std::vector<Row> out;
  const std::vector<std::string> swarms = swarm_files();
  for (const std::string& name : builtin_registry().names()) {
    for (const MutantEntry& mutant : builtin_registry().find(name)->mutants) {
      if (mutant.scenario.empty() || mutant.name.find(plan.only) == std::string::npos) continue;
      Row& row = out.emplace_back();
      row.mutant = mutant.name;
      row.property = mutant.violates;
      row.scenario = mutant.scenario;
      const auto swarm = std::find_if(swarms.begin(), swarms.end(), [&](const std::string& file) {
        return arms(file, name, mutant.name);
      });
      if (swarm != swarms.end()) row.swarm = *swarm;
      row.cells.resize(columns().size());
    }
  }
  return out;
}

void measure(std::vector<Row>& rows, const Plan& plan) {
  std::vector<Arenas> arenas;
  for (const Row& row : rows) arenas.push_back(arenas_of(row));
  const uint64_t per_row = columns().size() * plan.campaigns + 2;
  PoolTasks tasks;
  tasks.count = static_cast<uint32_t>(rows.size() * per_row);
  tasks.work = [&](uint32_t task) {
    return work(rows[task / per_row], arenas[task / per_row], task % per_row, plan);
  };
  tasks.progress = [&, told = 0u](uint32_t done) mutable {
    if (done < told + 200) return;
    told = done;
    std::fprintf(stderr, "%u of %u campaigns\n", done, tasks.count);
  };
  WorkerLimits limits;
  limits.jobs = plan.jobs;
  limits.time = seconds(static_cast<int64_t>(plan.seconds) * 10 + 60);
  take(run_forked(tasks, limits), plan.campaigns, rows);
}

}  // namespace ordain::bench
