#include "tools/cli/verb_replay.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>

#include "protocols/builtin.h"
#include "sim/base/error.h"
#include "sim/base/text.h"
#include "sim/run/engine_version.h"
#include "sim/run/verify.h"
#include "sim/scenario/repro.h"
#include "tools/cli/interrupt.h"
#include "tools/cli/run_many.h"
#include "tools/cli/run_report.h"
#include "tools/cli/told_run.h"

namespace ordain::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  ordain run scenarios/ping/corrupted.json --save-repro corrupted.repro.json
  ordain replay corrupted.repro.json              the same run, to the last digit of its digest
  ordain replay corrupted.repro.json --lenient    after a change of the code: the same violation
  ordain replay corrupted.repro.json --verbose --trace corrupted.shiviz.log

Exit status: 0 it recurs, 1 it does not, 2 bad input, 3 nondeterminism, 130 interrupted.)";

struct ReplayVerb {
  ScenarioOptions scenario;
  ToldRunOptions told;
  bool lenient = false;

  int execute() const;

 private:
  void report(const RunReport& report, bool recurs, const std::string& outcome,
              int64_t wall_ms) const;
};

bool fingerprint_recurs(const Repro& repro, const RunResult& result) {
  if (!repro.fingerprint) return result.violations.empty();
  for (const Violation& violation : result.violations) {
    if (violation.fingerprint == *repro.fingerprint) return true;
  }
  return false;
}

std::string version_text(const Repro& repro) {
  if (repro.engine == kEngineVersion) return "";
  return "; it was saved by engine " + repro.engine + ", this is " + std::string(kEngineVersion) +
         ": --lenient asks only for the same violation";
}

std::string strict_outcome(const Repro& repro, const RunResult& result) {
  if (repro.digest == result.digest.hex()) return "replayed: the digest is the same";
  const std::string same_violation =
      fingerprint_recurs(repro, result) ? ", though the verdict is the same" : "";
  return "not replayed: the digest was " + repro.digest + " and now is " + result.digest.hex() +
         same_violation + version_text(repro);
}

std::string lenient_outcome(const Repro& repro, const RunResult& result) {
  const std::string what = repro.fingerprint
                               ? repro.property + ", fingerprint " + hex64(*repro.fingerprint)
                               : std::string("no violation");
  return fingerprint_recurs(repro, result) ? "recurs: " + what : "does not recur: " + what;
}

void ReplayVerb::report(const RunReport& report, bool recurs, const std::string& outcome,
                        int64_t wall_ms) const {
  const Palette palette = told.output.palette();
  const std::string line = palette.paint(recurs ? Colour::green : Colour::red, outcome) + "\n";
  if (!told.output.json()) {
    if (!told.output.quiet) write_to(stdout, report_text(report, palette));
    return write_to(stdout, line);
  }
  std::string text;
  JsonWriter out(text);
  out.begin_object();
  write_members(out, report);
  out.field("recurs", recurs);
  out.field("mode", lenient ? "lenient" : "strict");
  out.field("wall_ms", wall_ms);
  out.end_object();
  write_to(stdout, text + "\n");
  write_to(stderr, line);
}

int ReplayVerb::execute() const {
  const auto start = std::chrono::steady_clock::now();
  const Scenario loaded = scenario.load();
  const Repro repro = read_repro(loaded);
  const RunSpec spec = make_run_spec(loaded, builtin_registry());
  catch_interrupts();
  const ToldRun run = run_and_tell(loaded, spec, loaded.seed, told);
  const bool recurs =
      lenient ? fingerprint_recurs(repro, run.result) : repro.digest == run.result.digest.hex();
  std::string command = "ordain replay " + shell_word(scenario.path);
  for (const std::string& setting : scenario.settings) command += " --set " + shell_word(setting);
  const std::string outcome =
      lenient ? lenient_outcome(repro, run.result) : strict_outcome(repro, run.result);
  const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - start);
  report({loaded, run.result, run.names, false, command}, recurs, outcome, spent.count());
  if (recurs) return 0;
  // A digest that moves by itself is another matter than one that a change of the code has moved.
  const std::optional<Divergence> divergence = verify(spec, loaded.seed);
  if (divergence) write_to(stderr, divergence_text(*divergence, run.names));
  return divergence ? 3 : 1;
}

}  // namespace

void add_replay_verb(CLI::App& app, int& status) {
  CLI::App* verb = app.add_subcommand("replay", "A saved run again: strict, or --lenient");
  verb->footer(kExamples);
  auto options = std::make_shared<ReplayVerb>();
  add_scenario_options(*verb, options->scenario, "REPRO", "the saved run");
  verb->add_flag("--lenient", options->lenient, "the same violation, not the same digest");
  verb->add_flag("--verbose,-v", options->told.verbose, "tell every event");
  add_run_output_options(*verb, options->told.files);
  add_output_options(*verb, options->told.output);
  verb->callback([options, &status] {
    options->told.stop_at_violation = !options->lenient;
    status = options->execute();
  });
}

}  // namespace ordain::cli
