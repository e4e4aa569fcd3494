#include "tools/cli/verb_run.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <random>

#include "protocols/builtin.h"
#include "sim/base/error.h"
#include "sim/run/verify.h"
#include "sim/scenario/swarm_ranges.h"
#include "tools/cli/compare.h"
#include "tools/cli/interrupt.h"
#include "tools/cli/run_many.h"
#include "tools/cli/run_report.h"
#include "tools/cli/told_run.h"

namespace ordain::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  ordain run scenarios/raft/leader_crash.json               the story of the scenario's own seed
  ordain run scenarios/raft/leader_crash.json --seed 0x2a   another seed
  ordain run scenarios/raft/leader_crash.json --set /network/loss=20% --set /nodes=3
  ordain run scenarios/raft/leader_crash.json --trace run.perfetto.json --history run.edn
  ordain run scenarios/raft/leader_crash.json --seeds 1..1000 --verify
  ordain run scenarios/raft/leader_crash.json --format json | jq .verdict
  ordain run scenarios/raft/leader_crash.json --compare 'raft,raft:{"heartbeat":"20ms"}' --runs 20

Exit status: 0 as the scenario expects, 1 not, 2 bad input, 3 nondeterminism, 130 interrupted.)";

struct RunVerb {
  ScenarioOptions scenario;
  ToldRunOptions told;
  std::string seed;
  std::string seeds;
  uint64_t runs = 0;
  bool verify = false;
  std::vector<std::string> contenders;
  uint64_t outage_ms = 250;

  int execute() const;

 private:
  uint64_t choose_seed(const Scenario& loaded) const;
  int one(const Scenario& loaded, const RunSpec& spec, uint64_t first) const;
  int many(const Scenario& loaded, const RunSpec& spec, uint64_t first) const;
  int side_by_side(const Scenario& loaded, uint64_t first) const;
  std::pair<uint64_t, uint64_t> span(uint64_t first) const;
  std::string replay_command(const RunOutputOptions& files, uint64_t first) const;
};

// The command line's, else the scenario's, else a new one each time: it is printed with every run.
uint64_t RunVerb::choose_seed(const Scenario& loaded) const {
  if (!seed.empty()) return parse_seed(seed);
  if (loaded.tree.find("seed") != nullptr) return loaded.seed;
  std::random_device device;
  return uint64_t{device()} << 32 | device();
}

std::string RunVerb::replay_command(const RunOutputOptions& files, uint64_t first) const {
  if (!files.repro.empty()) return "ordain replay " + shell_word(files.repro);
  std::string out = "ordain run " + shell_word(scenario.path) + " --seed " + std::to_string(first);
  for (const std::string& setting : scenario.settings) out += " --set " + shell_word(setting);
  return out;
}

int RunVerb::one(const Scenario& loaded, const RunSpec& spec, uint64_t first) const {
  const auto start = std::chrono::steady_clock::now();
  const ToldRun run = run_and_tell(loaded, spec, first, told);
  RunReport report{loaded, run.result, run.names, false, replay_command(told.files, first)};
  std::optional<Divergence> divergence;
  if (verify) divergence = ordain::verify(spec, first);
  report.verified = verify && !divergence;
  const auto spent = std::chrono::steady_clock::now() - start;
  const Palette palette = told.output.palette();
  if (told.output.json()) {
    std::string text;
    JsonWriter out(text);
    out.begin_object();
    write_members(out, report);
    out.field("wall_ms", std::chrono::duration_cast<std::chrono::milliseconds>(spent).count());
    out.end_object();
    write_to(stdout, text + "\n");
  } else {
    write_to(stdout,
             told.output.quiet ? quiet_text(report, palette) : report_text(report, palette));
  }
  if (divergence) {
    write_to(stderr, divergence_text(*divergence, run.names));
    return 3;
  }
  return report.expected() ? 0 : 1;
}

// The first and the last of many seeds.
std::pair<uint64_t, uint64_t> RunVerb::span(uint64_t first) const {
  if (!seeds.empty()) return parse_span("--seeds", seeds);
  if (runs == 0) return {first, first};
  if (first + (runs - 1) < first) {
    throw InputError("--runs", Problem{"", "more runs than there are seeds", "", ""});
  }
  return {first, first + (runs - 1)};
}

int RunVerb::many(const Scenario& loaded, const RunSpec& spec, uint64_t first) const {
  if (told.files.any() || told.verbose) {
    throw InputError("", Problem{"", "many seeds have no story of their own",
                                 "--trace, --history, --save-repro and --verbose go with one "
                                 "seed",
                                 ""});
  }
  const auto [from, to] = span(first);
  const auto again = [this](uint64_t failing) { return replay_command({}, failing); };
  return run_many({loaded, spec, from, to, verify, again, told.output});
}

int RunVerb::side_by_side(const Scenario& loaded, uint64_t first) const {
  if (told.files.any() || told.verbose || verify) {
    throw InputError("--compare", Problem{"", "a comparison tells no story of its runs",
                                          "it goes with --seed, --seeds, --runs and --format", ""});
  }
  const auto [from, to] = span(first);
  return compare({loaded, parse_contenders(contenders), from, to,
                  milliseconds(static_cast<int64_t>(outage_ms)), told.output});
}

int RunVerb::execute() const {
  const Scenario loaded = scenario.load();
  const uint64_t first = choose_seed(loaded);
  catch_interrupts();
  if (!contenders.empty()) return side_by_side(loaded, first);
  if (runs > 0 || !seeds.empty()) {
    return many(loaded, make_run_spec(loaded, builtin_registry()), first);
  }
  const std::optional<Scenario> drawn = draw_ranges(loaded, builtin_registry(), first);
  const Scenario& one_of_them = drawn ? *drawn : loaded;
  return one(one_of_them, make_run_spec(one_of_them, builtin_registry()), first);
}

}  // namespace

void add_run_verb(CLI::App& app, int& status) {
  CLI::App* verb = app.add_subcommand("run", "One run from a seed: its story and its verdict");
  verb->footer(kExamples);
  auto options = std::make_shared<RunVerb>();
  add_scenario_options(*verb, options->scenario, "SCENARIO", "the scenario file");
  verb->add_option("--seed", options->seed, "decimal or 0x; default: the scenario's, or a new one")
      ->option_text("N");
  CLI::Option* seeds =
      verb->add_option("--seeds", options->seeds, "every seed from A to B: only what is unusual")
          ->option_text("A..B");
  verb->add_option("--runs", options->runs, "as many seeds, from --seed on")
      ->check(CLI::Range(uint64_t{1}, uint64_t{1'000'000'000}))
      ->option_text("N")
      ->excludes(seeds);
  verb->add_flag("--verify", options->verify, "run twice more and compare event by event");
  verb->add_flag("--verbose,-v", options->told.verbose, "tell every event");
  verb->add_option("--compare", options->contenders,
                   "the same runs with each of these protocols, side by side; "
                   "PROTOCOL:{...} sets more of its config")
      ->allow_extra_args(false)
      ->option_text("PROTOCOL,...");
  verb->add_option("--outage", options->outage_ms,
                   "with --compare: a silence that lasts longer counts as unavailability")
      ->option_text("MS")
      ->check(CLI::Range(uint64_t{1}, uint64_t{3'600'000}));
  add_run_output_options(*verb, options->told.files);
  add_output_options(*verb, options->told.output);
  verb->callback([options, &status] { status = options->execute(); });
}

}  // namespace ordain::cli
