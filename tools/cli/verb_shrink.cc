#include "tools/cli/verb_shrink.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <memory>

#include "protocols/builtin.h"
#include "sim/base/error.h"
#include "sim/base/text.h"
#include "sim/explore/shrink/shrink.h"
#include "tools/cli/interrupt.h"
#include "tools/cli/options.h"
#include "tools/cli/output_file.h"
#include "tools/cli/progress.h"

namespace ordain::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  ordain shrink found.repro.json                      writes NAME.shrunk.json, here
  ordain shrink found.repro.json --out scenarios/regressions/raft_lost_vote.json
  ordain shrink scenarios/mutants/raft/fig8.json --seed 7 --diagram
  ordain shrink found.repro.json --time 5s --replays 200 --jobs 2

The outcome does not depend on --jobs; it does on --time, when that runs out.
Exit status: 0 shrunk, 1 the violation does not recur, 2 bad input, 130 interrupted (the best so far
is written).)";

struct ShrinkVerb {
  ScenarioOptions scenario;
  OutputOptions output;
  std::string seed;
  std::string file;
  std::string time = "60s";
  uint64_t replays = ShrinkOptions{}.max_replays;
  unsigned jobs = 1;
  bool diagram = false;

  int execute() const;

 private:
  Scenario load() const;
  ShrinkOutcome work(const Scenario& failing) const;
  std::string file_for(const Scenario& failing) const;
  void tell(const ShrinkOutcome& outcome, const std::string& path) const;
  void tell_json(const ShrinkOutcome& outcome, const Scenario& failing, const std::string& path,
                 int64_t wall_ms) const;
};

Duration parse_time(const std::string& text) {
  const std::optional<Duration> time = parse_duration(text);
  if (!time || time->ns <= 0) {
    throw InputError("--time", Problem{"", "\"" + text + "\" is no time", "such as 5s or 2m", ""});
  }
  return *time;
}

std::string size_text(const StorySize& size) {
  const auto count = [](uint64_t n, const char* noun) {
    return std::to_string(n) + " " + noun + (n == 1 ? "" : "s");
  };
  return count(size.events, "event") + ", " + count(size.faults, "fault") + ", " +
         count(size.operations, "operation") + ", " + count(size.nodes, "node");
}

void write_size(JsonWriter& out, std::string_view key, const StorySize& size) {
  out.key(key);
  out.begin_object();
  out.field("events", size.events);
  out.field("faults", size.faults);
  out.field("operations", size.operations);
  out.field("nodes", size.nodes);
  out.end_object();
}

std::string indented(const std::string& text) {
  std::string out;
  for (size_t from = 0; from < text.size();) {
    const size_t end = text.find('\n', from);
    out += "  " + text.substr(from, end - from) + "\n";
    from = end == text.npos ? text.size() : end + 1;
  }
  return out;
}

Scenario ShrinkVerb::load() const {
  Scenario loaded = scenario.load();
  if (!seed.empty()) loaded.seed = parse_seed(seed);
  return loaded;
}

std::string ShrinkVerb::file_for(const Scenario& failing) const {
  return file.empty() ? failing.name + ".shrunk.json" : file;
}

ShrinkOutcome ShrinkVerb::work(const Scenario& failing) const {
  ShrinkOptions options;
  options.max_replays = replays;
  options.time = parse_time(time);
  options.jobs = jobs;
  options.stop = interrupted;
  Progress progress(output.quiet, replays, "replays");
  options.progress = [&](const ShrinkProgress& now) {
    progress.advance(now.replays, now.pass + ": " + size_text(now.best));
  };
  ShrinkOutcome outcome = shrink(failing, builtin_registry(), options);
  progress.finish();
  return outcome;
}

void ShrinkVerb::tell(const ShrinkOutcome& outcome, const std::string& path) const {
  const Palette palette = output.palette();
  const std::string effort = std::to_string(outcome.replays) + " replays, " +
                             (outcome.minimal     ? "nothing more can go"
                              : outcome.in_budget ? "more may be possible"
                                                  : "stopped by its budget");
  std::string slips;
  for (const std::string& other : outcome.slipped) {
    slips += "  on the way also: " + other + "\n";
  }
  std::string text = palette.paint(Colour::bold, outcome.violation.property) + ", fingerprint " +
                     hex64(outcome.violation.fingerprint) + "\n";
  text += "  before   " + size_text(outcome.original) + "\n";
  text += "  after    " + size_text(outcome.shrunk) + "\n";
  text += "  by       " + effort + "\n" + slips + "\n";
  if (!output.quiet) text += indented(outcome.story) + "\n";
  if (diagram) text += "```mermaid\n" + outcome.mermaid + "```\n\n";
  text += "  written  " + path + "\n";
  text += "  again    ordain replay " + shell_word(path) + "\n";
  write_to(output.people(), text);
}

void ShrinkVerb::tell_json(const ShrinkOutcome& outcome, const Scenario& failing,
                           const std::string& path, int64_t wall_ms) const {
  std::string text;
  JsonWriter out(text);
  out.begin_object();
  out.field("scenario", failing.name);
  out.field("recurs", outcome.recurs);
  if (outcome.recurs) {
    out.field("property", outcome.violation.property);
    out.field("fingerprint", hex64(outcome.violation.fingerprint));
    write_size(out, "original", outcome.original);
    write_size(out, "shrunk", outcome.shrunk);
    out.field("replays", outcome.replays);
    out.field("slips", outcome.slips);
    out.field("minimal", outcome.minimal);
    out.field("in_budget", outcome.in_budget);
    out.field("repro", path);
    out.field("story", outcome.story);
    out.field("mermaid", outcome.mermaid);
  } else {
    out.field("found", outcome.found);
  }
  out.field("wall_ms", wall_ms);
  out.end_object();
  write_to(stdout, text + "\n");
}

// A file is named like its scenario, and says where its schema is.
void settle_in(Value& tree, const std::string& file) {
  namespace fs = std::filesystem;
  const fs::path path(file);
  std::string name = path.stem().string();
  tree.set("name", Value::string(name.substr(0, name.find('.'))));
  std::error_code none;
  const fs::path folder = fs::absolute(path, none).parent_path();
  for (const char* up : {"", "..", "../.."}) {
    const fs::path schema = fs::path(up) / "scenario.schema.json";
    if (!fs::exists(folder / schema, none)) continue;
    tree.set("$schema", Value::string(schema.string()));
    return;
  }
  tree.erase("$schema");
}

int ShrinkVerb::execute() const {
  const auto start = std::chrono::steady_clock::now();
  const Scenario failing = load();
  const std::string path = file_for(failing);
  OutputFile written("--out", path);
  catch_interrupts();
  ShrinkOutcome outcome = work(failing);
  if (outcome.recurs) {
    settle_in(outcome.scenario, path);
    written.write(write_scenario(outcome.scenario));
    written.close();
  }
  const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - start);
  if (output.json()) tell_json(outcome, failing, path, spent.count());
  if (outcome.recurs && !output.json()) tell(outcome, path);
  if (!outcome.recurs) {
    std::error_code none;  // the file was only opened
    if (std::filesystem::is_empty(path, none)) std::filesystem::remove(path, none);
    write_to(stderr, "error: the violation does not recur, so there is nothing to shrink: " +
                         outcome.found + "\n");
    return 1;
  }
  return interrupted() ? kInterruptedStatus : 0;
}

}  // namespace

void add_shrink_verb(CLI::App& app, int& status) {
  CLI::App* verb = app.add_subcommand("shrink", "The smallest story with the same violation");
  verb->footer(kExamples);
  auto options = std::make_shared<ShrinkVerb>();
  add_scenario_options(*verb, options->scenario, "REPRO", "a saved run, or a scenario that fails");
  verb->add_option("--seed", options->seed, "the seed, decimal or 0x; default: the file's")
      ->option_text("N");
  verb->add_option("--out", options->file, "where the shrunk repro goes")->option_text("FILE");
  verb->add_option("--time", options->time, "after which the best so far counts")
      ->option_text("TIME");
  verb->add_option("--replays", options->replays, "runs of candidates at most")->option_text("N");
  verb->add_option("--jobs,-j", options->jobs, "candidates tried side by side")
      ->check(CLI::Range(1, 256))
      ->option_text("N");
  verb->add_flag("--diagram", options->diagram, "also a Mermaid sequence diagram");
  add_output_options(*verb, options->output);
  verb->callback([options, &status] { status = options->execute(); });
}

}  // namespace ordain::cli
