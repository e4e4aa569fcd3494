#include "sim/explore/campaign/junit.h"

#include <algorithm>

#include "sim/base/text.h"

namespace ordain {
namespace {

// XML 1.0 has no way to write most control characters.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += ' ';
    } else {
      out += c;
    }
  }
  return out;
}

std::string attribute(const char* name, const std::string& value) {
  return " " + std::string(name) + "=\"" + escaped(value) + "\"";
}

struct Case {
  std::string name;
  std::string failure;  // "" when there is none
  std::string details;
};

std::string details_of(const DistinctFailure& failure) {
  return failure.violation.reason + "; seed " + std::to_string(failure.first.seed()) +
         ", first in run " + std::to_string(failure.first.index() + 1) + ", " +
         std::to_string(failure.count) + " runs in all, fingerprint " +
         hex64(failure.violation.fingerprint);
}

std::vector<Case> cases_of(const CampaignScenario& scenario, const ScenarioOutcome& outcome) {
  std::vector<Case> out;
  for (const std::string& property : scenario.scenario.properties)
    out.push_back({property, "", ""});
  for (const DistinctFailure& failure : outcome.failures) {
    if (failure.expected) continue;
    const std::string& property = failure.violation.property;
    const std::string what = property + " violated in " + std::to_string(failure.count) + " runs";
    const auto same = std::find_if(out.begin(), out.end(), [&](const Case& c) {
      return c.name == property && c.failure.empty();
    });
    Case& failed = same != out.end() ? *same : out.emplace_back(Case{property, "", ""});
    failed.failure = what;
    failed.details = details_of(failure);
  }
  if (!outcome.nondeterministic.empty()) {
    const auto& [seed, what] = outcome.nondeterministic.front();
    out.push_back({"determinism", "runs of the same seed differ",
                   "seed " + std::to_string(seed) + ": " + what});
  }
  const Expectation& expect = scenario.scenario.expect;
  if (expect.verdict == Verdict::violation && outcome.failures.empty()) {
    out.push_back({"expectation", "the expected violation did not occur", expect.text()});
  }
  return out;
}

}  // namespace

std::string junit_xml(const std::vector<CampaignScenario>& scenarios,
                      const CampaignOutcome& outcome) {
  std::string suites;
  size_t tests = 0, failures = 0;
  for (size_t i = 0; i < scenarios.size(); ++i) {
    const std::vector<Case> cases = cases_of(scenarios[i], outcome.scenarios[i]);
    const auto failed = static_cast<size_t>(std::count_if(
        cases.begin(), cases.end(), [](const Case& c) { return !c.failure.empty(); }));
    tests += cases.size();
    failures += failed;
    const std::string& name = scenarios[i].scenario.name;
    suites += "  <testsuite" + attribute("name", name) + attribute("file", scenarios[i].path) +
              attribute("tests", std::to_string(cases.size())) +
              attribute("failures", std::to_string(failed)) + attribute("errors", "0") + ">\n";
    for (const Case& each : cases) {
      suites += "    <testcase" + attribute("classname", name) + attribute("name", each.name);
      suites += each.failure.empty()
                    ? "/>\n"
                    : ">\n      <failure" + attribute("message", each.failure) + ">" +
                          escaped(each.details) + "</failure>\n    </testcase>\n";
    }
    suites += "  </testsuite>\n";
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" +
         attribute("name", "ordain fuzz") + attribute("tests", std::to_string(tests)) +
         attribute("failures", std::to_string(failures)) + ">\n" + suites + "</testsuites>\n";
}

}  // namespace ordain
