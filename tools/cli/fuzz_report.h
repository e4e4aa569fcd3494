// What a campaign has found: for people, and as one JSON object.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/explore/campaign/campaign.h"
#include "tools/cli/terminal.h"

namespace ordain::cli {

// A distinct failure as it is told: where it was saved, and how small it became.
struct SavedFailure {
  size_t scenario = 0;  // index into the campaign's
  DistinctFailure failure;
  std::string repro;                            // the file; empty: not saved
  std::optional<StoryCounts> original, shrunk;  // where it was shrunk
  std::string again;                            // the command that shows it again
  std::string story;                            // of the shrunk run
};

struct FuzzReport {
  const std::vector<CampaignScenario>& scenarios;
  const CampaignOutcome& outcome;
  const std::vector<SavedFailure>& failures;
  const CampaignOptions& options;
};

std::string fuzz_text(const FuzzReport& report, const Palette& palette);
std::string fuzz_json(const FuzzReport& report);

// 3 if a run was nondeterministic, 1 if a scenario did not come out as expected, 130 if
// interrupted.
int fuzz_status(const CampaignOutcome& outcome);

}  // namespace ordain::cli
