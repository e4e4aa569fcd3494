// The runs of one scenario, added up in their order.
#pragma once

#include "sim/explore/campaign/campaign.h"

namespace ordain {

class Tally {
 public:
  explicit Tally(const Scenario& scenario) : expect_(scenario.expect) {}

  // requires that runs come in the order of their numbers
  void add(RunSummary summary);
  const ScenarioOutcome& outcome() const { return outcome_; }
  ScenarioOutcome finish();

 private:
  void add_violation(const Violation& violation, const RunSummary& summary);

  Expectation expect_;
  ScenarioOutcome outcome_;
};

}  // namespace ordain
