// Saves each distinct failure of a campaign as a scenario of its own.
#pragma once

#include <string>
#include <vector>

#include "tools/cli/fuzz_report.h"

namespace ordain::cli {

struct ReproOptions {
  std::string folder = "ordain-failures";  // made when there is something to save
  bool shrink = true;
  Duration shrink_time = seconds(20);  // for each; when it is over, the best so far counts
  WorkerLimits workers;
};

// Files are named SCENARIO-PROPERTY-FINGERPRINT.json. Throws InputError when one cannot be written.
std::vector<SavedFailure> save_failures(const std::vector<CampaignScenario>& scenarios,
                                        const Registry& registry, const CampaignOutcome& outcome,
                                        const ReproOptions& options);

}  // namespace ordain::cli
