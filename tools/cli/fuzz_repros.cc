#include "tools/cli/fuzz_repros.h"

#include <filesystem>

#include "sim/base/error.h"
#include "sim/base/text.h"
#include "sim/explore/shrink/shrink.h"
#include "tools/cli/interrupt.h"
#include "tools/cli/options.h"
#include "tools/cli/output_file.h"

namespace ordain::cli {
namespace {

std::string file_name(const std::string& scenario, const Violation& violation) {
  std::string out = scenario + "-" + violation.property + "-" + hex64(violation.fingerprint);
  for (char& c : out) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_';
    if (!plain) c = '_';
  }
  return out + ".json";
}

StoryCounts counts_of(const StorySize& size) {
  return {size.events, size.faults, size.operations, size.nodes};
}

// The smallest story found within the budget, in place of the tree. What shrinking cannot repeat,
// or is not allowed to go on with, stays as it was saved.
void shrink_failure(Value& tree, const Registry& registry, const ReproOptions& options,
                    SavedFailure& saved) {
  if (!options.shrink || is_lost(saved.failure.first) || interrupted()) return;
  const Scenario failing = read_scenario(tree, saved.repro, registry);
  ShrinkOptions how;
  how.time = options.shrink_time;
  how.jobs = options.workers.jobs;
  how.stop = [] { return interrupted(); };
  const ShrinkOutcome outcome = shrink(failing, registry, how);
  if (!outcome.recurs) return;
  saved.original = counts_of(outcome.original);
  saved.shrunk = counts_of(outcome.shrunk);
  saved.story = outcome.story;
  tree = outcome.scenario;
}

void make_folder(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    throw InputError("--out",
                     Problem{"", "\"" + folder + "\" cannot be made: " + error.message(), "", ""});
  }
}

}  // namespace

std::vector<SavedFailure> save_failures(const std::vector<CampaignScenario>& scenarios,
                                        const Registry& registry, const CampaignOutcome& outcome,
                                        const ReproOptions& options) {
  std::vector<SavedFailure> out;
  for (size_t i = 0; i < scenarios.size(); ++i) {
    for (const DistinctFailure& failure : outcome.scenarios[i].failures) {
      SavedFailure& saved = out.emplace_back(SavedFailure{i, failure, "", {}, {}, "", ""});
      Value tree = make_campaign_repro(scenarios[i].scenario, registry, failure.first);
      make_folder(options.folder);
      saved.repro = options.folder + "/" + file_name(scenarios[i].scenario.name, failure.violation);
      shrink_failure(tree, registry, options, saved);
      OutputFile file("--out", saved.repro);
      file.write(write_scenario(tree) + "\n");
      file.close();
      saved.again = is_lost(failure.first) ? "ordain fuzz " + shell_word(saved.repro) +
                                                 " --strategy random --runs 1 --seed " +
                                                 std::to_string(failure.first.seed())
                                           : "ordain replay " + shell_word(saved.repro);
    }
  }
  return out;
}

}  // namespace ordain::cli
