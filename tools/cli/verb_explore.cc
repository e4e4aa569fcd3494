#include "tools/cli/verb_explore.h"

#include <chrono>
#include <memory>

#include "protocols/builtin.h"
#include "sim/base/error.h"
#include "sim/explore/exhaustive/path_story.h"
#include "sim/explore/exhaustive/timed_repro.h"
#include "tools/cli/explore_report.h"
#include "tools/cli/interrupt.h"
#include "tools/cli/options.h"
#include "tools/cli/output_file.h"
#include "tools/cli/progress.h"
#include "tools/cli/run_report.h"

namespace ordain::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  ordain explore scenarios/explore/raft_election.json       to the end: exact counts
  ordain explore scenarios/mutants/raft/revote.json --set /nodes=3 --operations 0
  ordain explore scenarios/raft/happy_path.json --set /nodes=3 --timeouts 3 --crashes 1 --depth 12
  ordain explore scenarios/explore/raft_election.json --format json | jq .states

A scenario's "explore" holds the bounds; options change them. Its faults, delays and clocks have no
part: messages arrive in any order, timers fire at any moment, each as often as the bounds allow.

Exit status: 0 as the scenario expects, 1 not, 2 bad input, 3 internal error, 130 interrupted.)";

struct ExploreVerb {
  ScenarioOptions scenario;
  OutputOptions output;
  std::vector<std::pair<std::string, std::string>> bounds;  // key of "explore", value
  std::string repro;
  bool all = false;

  int execute() const;

 private:
  Scenario load() const;
  ToldViolation tell(const Scenario& loaded, Search& search, const FoundViolation& found,
                     std::optional<OutputFile>& file) const;
};

// Options are settings of the scenario's "explore", so that both are checked in one place.
Scenario ExploreVerb::load() const {
  ScenarioOptions changed = scenario;
  for (const auto& [key, value] : bounds) {
    if (!value.empty()) changed.settings.push_back("/explore/" + key + "=" + value);
  }
  Scenario out = changed.load();
  if (out.explore.operations && out.plan.clients > 0) out.plan.operations = *out.explore.operations;
  return out;
}

ToldViolation ExploreVerb::tell(const Scenario& loaded, Search& search, const FoundViolation& found,
                                std::optional<OutputFile>& file) const {
  ToldViolation out;
  out.violation = found.violation;
  out.steps = static_cast<uint32_t>(found.path.steps.size());
  const Protocol* protocol = builtin_registry().find(loaded.protocol);
  out.story = tell_path(search.model(), found.path, protocol->tell);
  const auto timed = timed_repro(loaded, builtin_registry(), search.model(), found, out.no_repro);
  if (!timed) {
    out.no_repro = "this path has no timed form: " + out.no_repro;
    return out;
  }
  for (const Violation& violation : timed->result.violations) {
    if (violation.property == found.violation.property) out.violation = violation;
  }
  if (!file)
    file.emplace("--save-repro", loaded.name + "-" + found.violation.property + ".repro.json");
  file->write(write_scenario(timed->tree));
  out.repro = file->path();
  file->close();
  file.reset();
  return out;
}

int ExploreVerb::execute() const {
  const Scenario loaded = load();
  const RunSpec spec = make_run_spec(loaded, builtin_registry());
  std::optional<OutputFile> file;
  if (!repro.empty()) file.emplace("--save-repro", repro);
  catch_interrupts();
  const Palette palette = output.palette();
  if (!output.quiet && !output.json()) {
    write_to(stdout, palette.paint(Colour::bold, loaded.name) + ": " + loaded.protocol + ", " +
                         std::to_string(loaded.plan.servers) + " servers, " +
                         std::to_string(loaded.plan.clients) + " clients\n" +
                         wrapped(loaded.about, 96, "  ") + "\n");
  }
  Progress progress(output.quiet, 0, "states");
  ExploreOptions options;
  options.stop_at_violation = !all;
  options.go_on = [&](const ExploreProgress& now) {
    progress.advance(now.states, "depth " + std::to_string(now.depth));
    return !interrupted();
  };
  Search search(spec, loaded.explore, options);
  const auto start = std::chrono::steady_clock::now();
  const ExploreResult result = search.run();
  const auto spent = std::chrono::steady_clock::now() - start;
  progress.finish();
  ExploreReport report{
      loaded, result, {}, std::chrono::duration_cast<std::chrono::milliseconds>(spent).count()};
  for (const FoundViolation& found : result.violations) {
    report.violations.push_back(tell(loaded, search, found, file));
  }
  const World world(spec.build(), {spec.servers, {}, {}, {}, {}, {}}, 1);
  write_to(stdout, output.json()  ? explore_json(report, Names(world))
                   : output.quiet ? explore_quiet_text(report, palette)
                                  : explore_text(report, palette));
  if (result.cut == CutBy::interrupted) return kInterruptedStatus;
  return report.expected() ? 0 : 1;
}

}  // namespace

void add_explore_verb(CLI::App& app, int& status) {
  CLI::App* verb =
      app.add_subcommand("explore", "Every schedule up to a bound: exact counts of states");
  verb->footer(kExamples);
  auto options = std::make_shared<ExploreVerb>();
  add_scenario_options(*verb, options->scenario, "SCENARIO", "the scenario file");
  struct Option {
    const char* flag;
    const char* key;
    const char* about;
  };
  static constexpr Option kBounds[] = {
      {"--order", "order", "breadth_first or depth_first"},
      {"--depth", "depth", "steps of a path"},
      {"--timeouts", "timeouts", "timers that fire on a path"},
      {"--crashes", "crashes", "servers that crash"},
      {"--restarts", "restarts", "servers that start again"},
      {"--drops", "drops", "messages that are lost"},
      {"--duplications", "duplications", "messages that arrive again; any: again and again"},
      {"--operations", "operations", "operations of all clients"},
      {"--picks", "picks", "try every value of picks among at most so many"},
      {"--reduction", "reduction", "none, sleep_sets, idle_deliveries or all"},
      {"--max-states", "max_states", "distinct states before the search gives up"},
  };
  options->bounds.resize(std::size(kBounds));
  for (size_t i = 0; i < std::size(kBounds); ++i) {
    options->bounds[i].first = kBounds[i].key;
    verb->add_option(kBounds[i].flag, options->bounds[i].second, kBounds[i].about)
        ->option_text("N");
  }
  verb->add_flag("--all", options->all, "go on after a violation: the first of each property");
  verb->add_option("--save-repro", options->repro, "where a violation's scenario goes")
      ->option_text("FILE");
  add_output_options(*verb, options->output);
  verb->callback([options, &status] { status = options->execute(); });
}

}  // namespace ordain::cli
