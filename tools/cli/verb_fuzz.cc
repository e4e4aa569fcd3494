#include "tools/cli/verb_fuzz.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>

#include "protocols/builtin.h"
#include "sim/base/error.h"
#include "sim/base/text.h"
#include "sim/explore/campaign/junit.h"
#include "tools/cli/fuzz_report.h"
#include "tools/cli/fuzz_repros.h"
#include "tools/cli/interrupt.h"
#include "tools/cli/options.h"
#include "tools/cli/output_file.h"
#include "tools/cli/progress.h"
#include "tools/cli/scenario_files.h"

namespace ordain::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  ordain fuzz scenarios/raft/swarm.json                   a thousand runs, strategies taking turns
  ordain fuzz scenarios/raft/*.json --time 5m --jobs 2    five minutes on two processors
  ordain fuzz scenarios/raft/swarm.json --runs 1000000 --resume raft.campaign
  ordain fuzz scenarios/mutants/raft/no_uptodate.json --strategy pct --until-failure
  ordain fuzz scenarios/raft/swarm.json --junit fuzz.xml --format json | jq .failures

Each distinct failure is saved in --out as a scenario that stands alone: ordain replay FILE.
Exit status: 0 as the scenarios expect, 1 not, 2 bad input, 3 nondeterminism, 130 interrupted.)";

constexpr uint64_t kDefaultRuns = 1000;

struct FuzzVerb {
  std::vector<std::string> paths;
  std::vector<std::string> settings;
  std::string seed;
  std::string time, run_time = "60s", shrink_time = "20s";
  uint64_t memory_mb = 2048;
  bool no_shrink = false;
  std::string junit;
  CampaignOptions campaign;
  ReproOptions repros;
  OutputOptions output;

  int execute();

 private:
  void read_options();
  std::vector<CampaignScenario> load() const;
};

Duration read_duration(const std::string& option, const std::string& text) {
  const std::optional<Duration> read = parse_duration(text);
  if (!read || read->ns <= 0) {
    throw InputError(option,
                     Problem{"", "\"" + text + "\" is no duration", "such as 90s or 10m", ""});
  }
  return *read;
}

void FuzzVerb::read_options() {
  if (!seed.empty()) campaign.first_seed = parse_seed(seed);
  if (!time.empty()) campaign.time = read_duration("--time", time);
  if (campaign.runs == 0 && time.empty()) campaign.runs = kDefaultRuns;
  campaign.workers.time = read_duration("--run-time", run_time);
  campaign.workers.memory = memory_mb << 20;
  if (campaign.runs != 0 && campaign.first_seed + (campaign.runs - 1) < campaign.first_seed) {
    throw InputError("--runs", Problem{"", "more runs than there are seeds", "", ""});
  }
  if (find_strategy(campaign.strategy) == nullptr) {
    std::vector<std::string> names;
    for (const StrategyEntry& entry : strategies()) names.emplace_back(entry.name);
    throw InputError("--strategy", Problem{"", "there is no strategy \"" + campaign.strategy + "\"",
                                           "one of: " + join(names, ", "),
                                           did_you_mean(campaign.strategy, names)});
  }
  repros.workers = campaign.workers;
  repros.shrink = !no_shrink;
  repros.shrink_time = read_duration("--shrink-time", shrink_time);
}

// Every error of every file at once.
std::vector<CampaignScenario> FuzzVerb::load() const {
  std::vector<CampaignScenario> out;
  std::vector<Problem> problems;
  for (const std::string& path : paths) {
    try {
      out.push_back({load_scenario_file(path, settings), path});
    } catch (const InputError& error) {
      for (Problem problem : error.problems()) {
        problem.place = error.source() + (problem.place.empty() ? "" : ":" + problem.place);
        problems.push_back(std::move(problem));
      }
    }
  }
  if (!problems.empty()) throw InputError("", std::move(problems));
  return out;
}

int FuzzVerb::execute() {
  read_options();
  const std::vector<CampaignScenario> scenarios = load();
  std::optional<OutputFile> junit_file;
  if (!junit.empty()) junit_file.emplace("--junit", junit);
  catch_interrupts();
  Progress progress(output.quiet, campaign.runs * scenarios.size(), "runs");
  campaign.stop = [] { return interrupted(); };
  campaign.progress = [&](const CampaignProgress& at) {
    progress.advance(at.runs, std::to_string(at.failures) + " distinct failures");
  };
  const CampaignOutcome outcome = run_campaign(scenarios, builtin_registry(), campaign);
  const std::vector<SavedFailure> failures =
      save_failures(scenarios, builtin_registry(), outcome, repros);
  progress.finish();
  if (junit_file) {
    junit_file->write(junit_xml(scenarios, outcome));
    junit_file->close();
  }
  const FuzzReport report{scenarios, outcome, failures, campaign};
  if (output.json()) {
    write_to(stdout, fuzz_json(report));
  } else {
    write_to(stdout, fuzz_text(report, output.palette()));
  }
  return fuzz_status(outcome);
}

}  // namespace

void add_fuzz_verb(CLI::App& app, int& status) {
  CLI::App* verb = app.add_subcommand("fuzz", "Many seeds: distinct failures, each saved");
  verb->footer(kExamples);
  auto options = std::make_shared<FuzzVerb>();
  options->campaign.runs = 0;
  CampaignOptions& campaign = options->campaign;
  verb->add_option("SCENARIO", options->paths, "the scenario files")
      ->required()
      ->option_text("FILE...");
  verb->add_option("--set", options->settings,
                   "change a field of each scenario: /json/pointer=VALUE; repeatable")
      ->allow_extra_args(false)
      ->option_text("/POINTER=VALUE");
  verb->add_option("--runs", campaign.runs,
                   "runs of each scenario; default: 1000, or as many as --time allows")
      ->check(CLI::Range(uint64_t{1}, uint64_t{1'000'000'000'000}))
      ->option_text("N");
  verb->add_option("--time", options->time, "stop after so long: 90s, 10m")->option_text("TIME");
  verb->add_option("--seed", options->seed, "of the first run; default: 1")->option_text("N");
  verb->add_option("--strategy", campaign.strategy,
                   "who makes the choices (ordain list strategies); default: portfolio")
      ->option_text("NAME");
  verb->add_option("--jobs,-j", campaign.workers.jobs, "worker processes; the outcome is the same")
      ->check(CLI::Range(1U, 256U))
      ->option_text("N");
  verb->add_flag("--until-failure", campaign.until_failure,
                 "a scenario ends with its first failure");
  verb->add_option("--resume", campaign.resume, "remember runs here, and go on from there")
      ->option_text("FILE");
  verb->add_option("--out", options->repros.folder, "where failures go; default: ordain-failures")
      ->option_text("FOLDER");
  verb->add_flag("--no-shrink", options->no_shrink, "save failures as they were found");
  verb->add_option("--shrink-time", options->shrink_time, "for each failure; default: 20s")
      ->option_text("TIME");
  verb->add_option("--junit", options->junit, "write JUnit XML")->option_text("FILE");
  verb->add_option("--run-time", options->run_time,
                   "processor time after which a run counts as hanging; default: 60s")
      ->option_text("TIME");
  verb->add_option("--run-memory", options->memory_mb, "memory that a run may take; default: 2048")
      ->check(CLI::Range(uint64_t{64}, uint64_t{1} << 20))
      ->option_text("MB");
  add_output_options(*verb, options->output);
  verb->callback([options, &status] { status = options->execute(); });
}

}  // namespace ordain::cli
