// Each pass of shrinking finds what was planted for it, and takes away nothing that is needed.
#include "sim/explore/shrink/passes.h"

#include <gtest/gtest.h>

#include "tests/unit/shrink/toy.h"

namespace ordain {
namespace {

using namespace shrinking;
using test::names;
using test::Toy;

TEST(Truncate, EndsTheRunWithItsViolationAndJudgesNoLiveness) {
  Toy toy(R"({"duration": "10s", "liveness": {"bound": "5s"}})", [](const Value&) { return true; });
  toy.violation_at = microseconds(1'234'567);
  const Value tree = toy.after(truncate);
  EXPECT_EQ(tree.find("duration")->text, "1.235s");
  EXPECT_FALSE(tree.find("liveness")->flag);
}

TEST(Truncate, KeepsTheLivenessPhaseOfAMissedGoal) {
  Toy toy(R"({"duration": "10s", "liveness": {"bound": "5s"}})", [](const Value& tree) {
    return duration_of(tree.find("duration"))->ns >= milliseconds(200).ns;
  });
  toy.in_liveness = true;
  const Value tree = toy.after(truncate);
  EXPECT_EQ(tree.find("duration")->text, "300ms");
  EXPECT_NE(tree.at_pointer("/liveness/bound"), nullptr);
}

constexpr const char* kEightFaults = R"({"faults": [
  {"at": "1s", "crash": "n1"}, {"at": "2s", "crash": "n2"}, {"at": "3s", "crash": "n3"},
  {"at": "4s", "crash": "n4"}, {"at": "5s", "crash": "n5"}, {"at": "6s", "crash": "n6"},
  {"at": "7s", "crash": "n7"}, {"at": "8s", "crash": "n8"}]})";

TEST(DropFaults, LeavesExactlyTheOnesThatAreNeededTogether) {
  const Toy toy(kEightFaults,
                [](const Value& tree) { return names(tree, "\"n3\"") && names(tree, "\"n8\""); });
  uint64_t replays = 0;
  const std::vector<Value> left = faults_of(toy.after(drop_faults, &replays));
  ASSERT_EQ(left.size(), 2u);
  EXPECT_EQ(left[0].find("crash")->text, "n3");
  EXPECT_EQ(left[1].find("crash")->text, "n8");
  EXPECT_LE(replays, 20u);
}

TEST(DropFaults, TakesOneReplayWhereNoneIsNeeded) {
  const Toy toy(kEightFaults, [](const Value&) { return true; });
  uint64_t replays = 0;
  EXPECT_TRUE(faults_of(toy.after(drop_faults, &replays)).empty());
  EXPECT_EQ(replays, 1u);
}

TEST(DropOverrides, GivesChoicesBackToTheGenerator) {
  const Toy toy(R"({"overrides": {"n1>n2#1 drop": 1, "n1>n2#2 drop": 1, "n3 timeout#4": 7}})",
                [](const Value& tree) { return names(tree, "n1>n2#2 drop"); });
  const Value tree = toy.after(drop_overrides);
  ASSERT_EQ(tree.find("overrides")->keys.size(), 1u);
  EXPECT_EQ(tree.find("overrides")->keys[0].name, "n1>n2#2 drop");
}

TEST(QuietNetwork, TakesAwayNoiseKindByKind) {
  const Toy toy(R"({"seed": 9, "network": {"delay": "5ms", "loss": "5%", "duplicate": "2%",
                    "links": [{"from": "n1", "loss": "50%"}]}})",
                [](const Value& tree) { return names(tree, "duplicate"); });
  const Value tree = toy.after(quiet_network);
  EXPECT_FALSE(names(tree, "loss"));
  EXPECT_EQ(tree.at_pointer("/network/duplicate")->text, "2%");
  EXPECT_EQ(tree.at_pointer("/network/delay")->text, "5ms");
}

TEST(NameNoise, NamesTheMessagesThatWereHit) {
  Toy toy(R"({"nodes": 3, "seed": 9, "network": {"loss": "5%"}})",
          [](const Value& tree) { return names(tree, "5%") || names(tree, "n2>c1#7 drop"); });
  TraceEvent lost;
  lost.kind = EventKind::drop;
  lost.detail = static_cast<uint8_t>(DropCause::loss);
  lost.node = NodeId(3);
  lost.peer = NodeId(1);
  lost.a = 7;
  TraceEvent cut = lost;
  cut.detail = static_cast<uint8_t>(DropCause::partition);
  cut.a = 8;
  toy.recorded.trace = {lost, cut};
  Trial trial = toy.trial(toy.start);
  trial.size.faults = 1;   // the message that is lost by ratio
  trial.size.events = 14;  // and what the toy counts for it
  const ShrinkOptions options;
  Search search(toy.judge(), toy.start, trial, options);
  name_noise(search);
  EXPECT_EQ(write_value_inline(*search.best().find("overrides")), R"({"n2>c1#7 drop": 1})");
  EXPECT_EQ(search.best().find("network"), nullptr);
}

TEST(ShorterStory, TakesASeedThatIsMuchQuicker) {
  Toy toy(R"({"seed": 9, "nodes": 3})", [](const Value&) { return true; });
  Judge judge = toy.judge();
  judge.try_out = [&](const Value& tree, uint64_t) {
    Trial out = toy.trial(tree);
    out.size.events = 1'000 - 100 * seed_of(tree);  // seed 4 is the first with two thirds or less
    return out;
  };
  Trial trial = toy.trial(toy.start);
  trial.size.events = 1'000;
  const ShrinkOptions options;
  Search search(judge, toy.start, trial, options);
  shorter_story(search);
  EXPECT_EQ(seed_of(search.best()), 4u);
}

TEST(FewerOperations, AsksForAsLittleAsWillDo) {
  const Toy toy(R"({"seed": 1, "clients": {"count": 3, "operations": 40}})",
                [](const Value& tree) { return number_at(tree, "/clients/operations", 0) >= 4; });
  const Value tree = toy.after(fewer_operations);
  EXPECT_EQ(number_at(tree, "/clients/operations", 0), 4u);
  EXPECT_EQ(number_at(tree, "/clients/count", 0), 1u);
}

TEST(FewerOperations, TheClientThatMattersGetsTheFirstName) {
  const Toy toy(R"({"seed": 1, "clients": {"count": 3, "operations": 3},
                    "overrides": {"n1>c2#1 drop": 1}})",
                [](const Value& tree) {
                  const uint64_t clients = number_at(tree, "/clients/count", 0);
                  const bool first = clients == 1;
                  return clients > 0 && names(tree, first ? "n1>c1#1 drop" : "n1>c2#1 drop");
                });
  const Value tree = toy.after(fewer_operations);
  EXPECT_EQ(number_at(tree, "/clients/count", 0), 1u);
  EXPECT_EQ(write_value_inline(*tree.find("overrides")), R"({"n1>c1#1 drop": 1})");
}

TEST(FewerNodes, RenamesTheServersThatStayAndForgetsWhatWasAboutOthers) {
  const Toy toy(R"({"nodes": 5, "seed": 1, "clocks": {"nodes": [{"node": "n1", "skew": "1s"}]},
                    "faults": [{"at": "1s", "crash": "n5"}, {"at": "2s", "crash": ["n1", "n3"]},
                               {"at": "3s", "partition": {"isolate": "n5"}}],
                    "overrides": {"n5>n3#1 drop": 1, "n3 election_timeout#2": 5,
                                  "n2>n4#3 drop": 1}})",
                [](const Value& tree) { return number_at(tree, "/nodes", 0) >= 2; });
  const Value tree = toy.after(fewer_nodes);
  EXPECT_EQ(number_at(tree, "/nodes", 0), 2u);
  // n5 and n3 are named most: they become n2 and n1.
  EXPECT_EQ(write_value_inline(*tree.find("faults")),
            R"([{"at": "1s", "crash": "n2"}, {"at": "2s", "crash": ["n1"]}, )"
            R"({"at": "3s", "partition": {"isolate": "n2"}}])");
  EXPECT_EQ(write_value_inline(*tree.find("overrides")),
            R"({"n2>n1#1 drop": 1, "n1 election_timeout#2": 5})");
  EXPECT_EQ(tree.find("clocks"), nullptr);
}

TEST(ToDefaults, ForgetsEveryKeyThatNothingDependsOn) {
  const Toy toy(R"({"config": {"heartbeat": "50ms", "no_op": false}, "disk": {"latency": "5ms"},
                    "mutants": ["a", "b", "c"], "network": {"delay": "5ms", "fifo": true},
                    "clients": {"count": 2, "operations": 3, "think": "0s"}})",
                [](const Value& tree) { return names(tree, "no_op") && names(tree, "\"b\""); });
  const Value tree = toy.after(to_defaults);
  EXPECT_EQ(write_value_inline(tree),
            R"({"config": {"no_op": false}, "mutants": ["b"], "network": {"delay": "5ms"}, )"
            R"("clients": {"count": 2, "operations": 3}})");
}

TEST(SmallerNumbers, LowersEachAsFarAsItGoes) {
  const Toy toy(R"({"seed": 3, "config": {"q2": 2, "snapshot": {"every": 20, "chunk": 100}},
                    "clients": {"count": 4, "keys": 50}})",
                [](const Value& tree) {
                  return number_at(tree, "/config/snapshot/every", 0) >= 4 &&
                         number_at(tree, "/config/q2", 0) >= 2;
                });
  const Value tree = toy.after(smaller_numbers);
  EXPECT_EQ(write_value_inline(tree),
            R"({"seed": 3, "config": {"q2": 2, "snapshot": {"every": 5, "chunk": 1}}, )"
            R"("clients": {"count": 4, "keys": 1}})");
}

TEST(Earlier, ShortensPausesDurationsAndMessageNumbers) {
  const Toy toy(
      R"({"faults": [{"at": "4s", "crash": "n1", "for": "2s"}, {"at": "8s", "crash": "n2"}],
                    "overrides": {"n1>c1#9 drop": 1}})",
      [](const Value& tree) {
        const auto at = [&](size_t i) { return duration_of(faults_of(tree)[i].find("at"))->ns; };
        return at(0) >= seconds(1).ns && at(1) - at(0) >= milliseconds(250).ns;
      });
  const Value tree = toy.after(earlier);
  EXPECT_EQ(faults_of(tree)[0].find("at")->text, "1s");
  EXPECT_EQ(faults_of(tree)[1].find("at")->text, "1.25s");
  EXPECT_EQ(faults_of(tree)[0].find("for")->text, "100ms");
  EXPECT_EQ(tree.find("overrides")->keys[0].name, "n1>c1#1 drop");
}

// The same pause before the clients begin, however much sooner the fault that they wait for comes.
TEST(Earlier, TakesClientsAlongThatBeginAfterAFault) {
  const Toy toy(R"({"faults": [{"at": "4s", "crash": "n1"}], "clients": {"start": "4.4s"}})",
                [](const Value& tree) {
                  const Duration at = *duration_of(faults_of(tree)[0].find("at"));
                  const Duration start = *duration_of(tree.at_pointer("/clients/start"));
                  return at >= seconds(1) && start - at >= milliseconds(400);
                });
  const Value tree = toy.after(earlier);
  EXPECT_EQ(faults_of(tree)[0].find("at")->text, "1s");
  EXPECT_EQ(tree.at_pointer("/clients/start")->text, "1.4s");
}

TEST(LateStart, KeepsTheLastOperationsWhereTheyWere) {
  Toy toy(R"({"seed": 1, "clients": {"operations": 40}})", [](const Value& tree) {
    const Value* start = tree.at_pointer("/clients/start");
    return start == nullptr || (start->text == "37s" && seed_of(tree) == 4);
  });
  for (int64_t second = 0; second < 40; ++second) {
    OpRecord& record = toy.recorded.history.emplace_back();
    record.time = Time{seconds(second).ns};
    record.op.phase = OpPhase::invoke;
    toy.recorded.history.emplace_back().op.phase = OpPhase::ok;
  }
  const Value tree = toy.after(late_start);
  EXPECT_EQ(number_at(tree, "/clients/operations", 0), 3u);
  EXPECT_EQ(tree.at_pointer("/clients/start")->text, "37s");
}

TEST(LateStart, LeavesShortStoriesAlone) {
  const Toy toy(R"({"seed": 3, "clients": {"operations": 2}})", [](const Value&) { return true; });
  EXPECT_EQ(toy.replays_of(late_start), 0u);
}

TEST(Plainer, PrefersOneNodeForGoodAtARoundTime) {
  const Toy toy(R"({"seed": 99, "network": {"delay": {"uniform": ["1ms", "9ms"]}},
                    "faults": [{"at": "1234567us", "crash": ["n1", "n2"], "for": "77ms"},
                               {"at": "2s", "partition": {"groups": [["n1", "n2"], ["n3"]]}}]})",
                [](const Value&) { return true; });
  const Value tree = toy.after(plainer);
  EXPECT_EQ(write_value_inline(*tree.find("faults")),
            R"([{"at": "1.2s", "crash": "n1"}, {"at": "2s", "partition": {"isolate": "n3"}}])");
  EXPECT_EQ(tree.at_pointer("/network/delay")->text, "5ms");
  EXPECT_EQ(seed_of(tree), 1u);
}

TEST(Plainer, KeepsValuesThatMatter) {
  const Toy toy(R"({"seed": 99, "network": {"delay": "3ms"},
                    "faults": [{"at": "1234567us", "crash": ["n1", "n2"], "for": "77ms"}]})",
                [](const Value& tree) {
                  return names(tree, "n2") && names(tree, "77ms") && seed_of(tree) == 99;
                });
  const Value tree = toy.after(plainer);
  EXPECT_EQ(write_value_inline(*tree.find("faults")),
            R"([{"at": "1.2s", "crash": "n2", "for": "77ms"}])");
}

}  // namespace
}  // namespace ordain
