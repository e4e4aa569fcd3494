// A campaign as JUnit XML, which CI systems read: a test suite a scenario, a test case a property.
#pragma once

#include <string>
#include <vector>

#include "sim/explore/campaign/campaign.h"

namespace ordain {

std::string junit_xml(const std::vector<CampaignScenario>& scenarios,
                      const CampaignOutcome& outcome);

}  // namespace ordain
