#include "sim/run/export/perfetto.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/unit/run_export/sample_run.h"

namespace ordain::test {
namespace {

using nlohmann::json;

json exported(const ExportOptions& options = {}) {
  return json::parse(SampleRun().text(export_perfetto, options));
}

std::vector<json> with_phase(const std::string& phase) {
  std::vector<json> out;
  const json trace = exported();
  for (const json& event : trace["traceEvents"]) {
    if (event["ph"] == phase) out.push_back(event);
  }
  return out;
}

// Nanoseconds, exactly: the file has three decimals of a microsecond.
int64_t ns(const json& us) { return static_cast<int64_t>(us.get<double>() * 1000 + 0.5); }

TEST(Perfetto, SaysWhichRunItIs) {
  const json trace = exported();
  EXPECT_EQ(trace["displayTimeUnit"], "ns");
  EXPECT_EQ(trace["otherData"],
            json::parse(R"({"scenario":"sample","seed":"42","digest":"00ff"})"));
}

TEST(Perfetto, NamesAProcessANodeAndOneForTheNetwork) {
  std::map<uint64_t, std::string> names;
  for (const json& event : with_phase("M")) {
    if (event["name"] == "process_name") names[event["pid"]] = event["args"]["name"];
  }
  EXPECT_EQ(names,
            (std::map<uint64_t, std::string>{{1, "n1"}, {2, "n2"}, {3, "c1"}, {4, "network"}}));
}

TEST(Perfetto, SlicesOfATrackNeverOverlap) {
  std::map<std::pair<int, int>, int64_t> end;
  const std::vector<json> slices = with_phase("X");
  ASSERT_GT(slices.size(), 10u);
  for (const json& slice : slices) {
    int64_t& last = end[{slice["pid"], slice["tid"]}];
    EXPECT_GE(ns(slice["ts"]), last) << slice;
    EXPECT_GE(ns(slice["ts"]), slice["args"]["time_ns"].get<int64_t>()) << slice;
    last = ns(slice["ts"]) + ns(slice["dur"]);
  }
}

bool inside_a_slice(const json& flow, const std::vector<json>& slices) {
  for (const json& slice : slices) {
    if (slice["pid"] == flow["pid"] && slice["tid"] == flow["tid"] &&
        ns(flow["ts"]) >= ns(slice["ts"]) && ns(flow["ts"]) < ns(slice["ts"]) + ns(slice["dur"])) {
      return true;
    }
  }
  return false;
}

TEST(Perfetto, AFlowJoinsEachDeliveryWithItsSend) {
  const std::vector<json> slices = with_phase("X");
  std::map<uint64_t, json> starts;
  for (const json& flow : with_phase("s")) {
    EXPECT_TRUE(inside_a_slice(flow, slices)) << flow;
    EXPECT_TRUE(starts.emplace(flow["id"], flow).second) << "two starts of one flow: " << flow;
  }
  const std::vector<json> ends = with_phase("f");
  EXPECT_EQ(ends.size(), 4u) << "three messages arrived, one of them twice";
  EXPECT_EQ(starts.size(), 3u) << "a message that never arrives has no flow";
  for (const json& flow : ends) {
    EXPECT_EQ(flow["bp"], "e");
    EXPECT_TRUE(inside_a_slice(flow, slices)) << flow;
    ASSERT_TRUE(starts.count(flow["id"])) << flow;
    EXPECT_GT(ns(flow["ts"]), ns(starts[flow["id"]]["ts"])) << "a flow runs backwards: " << flow;
  }
}

TEST(Perfetto, AnOperationIsAnAsynchronousSpanOfItsClient) {
  std::vector<json> spans;
  for (const char* phase : {"b", "e"}) {
    for (const json& event : with_phase(phase)) {
      if (event["cat"] == "op") spans.push_back(event);
    }
  }
  ASSERT_EQ(spans.size(), 2u);
  for (const json& span : spans) {
    EXPECT_EQ(span["id"], "c1-1");
    EXPECT_EQ(span["pid"], 3);
    EXPECT_EQ(span["tid"], 2);
    EXPECT_EQ(span["name"], "put");
  }
}

TEST(Perfetto, CrashesPausesAndCutsAreSpansThatEnd) {
  std::map<std::string, int> open;
  for (const json& event : with_phase("b")) ++open[event["id"].get<std::string>()];
  for (const json& event : with_phase("e")) --open[event["id"].get<std::string>()];
  for (const auto& [id, count] : open) EXPECT_EQ(count, 0) << id;
  EXPECT_TRUE(open.count("n2-1")) << "the crash";
  EXPECT_TRUE(open.count("n1-1")) << "the pause";
  EXPECT_TRUE(open.count("cut-4294967296"));
}

TEST(Perfetto, CountersFollowFactsAndMessagesInFlight) {
  std::vector<json> terms;
  std::vector<json> in_flight;
  for (const json& event : with_phase("C")) {
    (event["name"] == "in flight" ? in_flight : terms).push_back(event);
  }
  ASSERT_EQ(terms.size(), 1u);
  EXPECT_EQ(terms[0]["name"], "elected.term");
  EXPECT_EQ(terms[0]["pid"], 2);
  EXPECT_EQ(terms[0]["args"]["value"], 3);
  ASSERT_FALSE(in_flight.empty());
  EXPECT_EQ(in_flight.front()["args"]["value"], 1);
}

TEST(Perfetto, DropsAndPhasesStandOnTheNetwork) {
  int drops = 0;
  for (const json& event : with_phase("i")) {
    if (event["cat"] != "drop") continue;
    ++drops;
    EXPECT_EQ(event["pid"], 4);
  }
  EXPECT_EQ(drops, 2);
}

}  // namespace
}  // namespace ordain::test
