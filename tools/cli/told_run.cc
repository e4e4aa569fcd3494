#include "tools/cli/told_run.h"

#include "protocols/builtin.h"
#include "tools/cli/drive.h"
#include "tools/cli/run_report.h"
#include "tools/cli/story.h"

namespace ordain::cli {
namespace {

Story::Tell teller(const Scenario& scenario) {
  const Protocol* protocol = builtin_registry().find(scenario.protocol);
  if (protocol == nullptr || !protocol->tell) return [](const FactEvent&) { return ""; };
  return protocol->tell;
}

}  // namespace

ToldRun run_and_tell(const Scenario& scenario, const RunSpec& spec, uint64_t seed,
                     const ToldRunOptions& options) {
  RunOutputs files(options.files, scenario);
  const Palette palette = options.output.palette();
  const Story::Tell tell = teller(scenario);
  std::FILE* people = options.output.people();
  std::optional<Names> names;
  std::optional<Story> story;

  DriveOptions drive_options;
  drive_options.keep_trace = files.wants_trace();
  drive_options.keep_history = files.wants_history();
  drive_options.stop_at_violation = options.stop_at_violation;
  drive_options.begin = [&](const World& world) {
    names.emplace(world);
    story.emplace(*names, tell, palette);
  };
  if (options.verbose) {
    drive_options.see = [&](const TraceEvent& event) {
      const std::string line = verbose_line(event, *names, tell, palette);
      std::fwrite(line.data(), 1, line.size(), people);
    };
  } else if (!options.output.quiet && !options.output.json()) {
    drive_options.see = [&](const TraceEvent& event) { story->take(event); };
  }
  if (!options.output.quiet && !options.output.json()) {
    write_to(people, header_text(scenario, seed, palette));
  }
  RunResult result = drive(spec, seed, drive_options);
  if (drive_options.see && !options.verbose) write_to(people, story->text());
  files.write(scenario, result, *names);
  return {std::move(result), std::move(*names)};
}

}  // namespace ordain::cli
