// Crashes that aim at writes: the target `writing`, in whole runs.
#include <gtest/gtest.h>

#include "protocols/builtin.h"
#include "sim/scenario/scenario.h"

namespace ordain {
namespace {

RunResult run_with(const std::string& latency) {
  const Scenario scenario = load_scenario(
      R"({"name": "w", "protocol": "raft", "nodes": 3, "disk": {"latency": ")" + latency +
          R"("}, "clients": {"count": 2, "operations": 50},
            "faults": [{"every": ["20ms", "60ms"], "crash": "writing", "for": ["50ms", "100ms"]}],
            "duration": "3s"})",
      "w.json", builtin_registry());
  return run(make_run_spec(scenario, builtin_registry()), 5);
}

uint64_t crashes(const RunResult& result) {
  const auto found = result.faults.find("crash");
  return found == result.faults.end() ? 0 : found->second;
}

TEST(Writing, IsNeverStruckWhereWritesTakeNoTime) { EXPECT_EQ(crashes(run_with("0ms")), 0u); }

TEST(Writing, IsStruckMoreOftenTheLongerWritesTake) {
  const uint64_t quick = crashes(run_with("1ms")), slow = crashes(run_with("20ms"));
  EXPECT_GT(slow, 0u);
  EXPECT_GT(slow, quick);
  for (const Violation& violation : run_with("20ms").violations) ADD_FAILURE() << violation.reason;
}

}  // namespace
}  // namespace ordain
