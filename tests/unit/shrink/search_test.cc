// The search's rules: what may become the best, and that budgets and jobs only bound it.
#include "sim/explore/shrink/search.h"

#include <gtest/gtest.h>

#include "sim/explore/shrink/passes.h"
#include "tests/unit/shrink/toy.h"

namespace ordain {
namespace {

using namespace shrinking;
using test::names;
using test::Toy;

Value tree_of(const std::string& json) { return read_json(json, "toy"); }

TEST(ShrinkSearch, TakesTheFirstCandidateThatFailsTheSameWay) {
  const Toy toy(R"({"x": 9})", [](const Value& tree) { return !names(tree, "2"); });
  const ShrinkOptions options;
  Search search(toy.judge(), toy.start, toy.trial(toy.start), options);
  const std::vector<Value> candidates{tree_of(R"({"x": 2})"), tree_of(R"({"x": 3})"),
                                      tree_of(R"({"x": 4})")};
  EXPECT_EQ(search.first_of(candidates), std::optional<size_t>(1));
  EXPECT_EQ(write_value_inline(search.best()), R"({"x": 3})");
  EXPECT_EQ(search.replays(), 2u);
}

TEST(ShrinkSearch, NeverGrows) {
  const Toy toy(R"({"nodes": 3, "clients": {"operations": 5}})", [](const Value&) { return true; });
  const ShrinkOptions options;
  Search search(toy.judge(), toy.start, toy.trial(toy.start), options);
  EXPECT_FALSE(search.attempt(tree_of(R"({"nodes": 4, "clients": {"operations": 1}})")));
  EXPECT_FALSE(search.attempt(tree_of(R"({"nodes": 2, "clients": {"operations": 6}})")));
  EXPECT_FALSE(search.attempt(tree_of(R"({"nodes": 3, "faults": [{"at": "1s", "crash": "n1"}]})")));
  EXPECT_TRUE(search.attempt(tree_of(R"({"nodes": 2, "clients": {"operations": 5}})")));
}

TEST(ShrinkSearch, SmallerMeansLessToReadInAll) {
  const Toy toy(R"({"nodes": 3, "clients": {"operations": 2}, "overrides": {"a": 1, "b": 1, "c": 1,
                    "d": 1, "e": 1}})",
                [](const Value&) { return true; });
  const ShrinkOptions options;
  Trial original = toy.trial(toy.start);
  original.size.operations = 9;
  Search search(toy.judge(), toy.start, original, options);
  ASSERT_TRUE(search.attempt(tree_of(R"({"nodes": 2, "clients": {"operations": 2},
                                         "overrides": {"a": 1, "b": 1, "c": 1, "d": 1}})")));
  const auto smaller = [&](const char* json) {
    return search.first_smaller({tree_of(json)}).has_value();
  };
  // Another story of the same length, one of six operations, one with a server more than ever.
  EXPECT_FALSE(smaller(R"({"nodes": 2, "clients": {"operations": 5}, "overrides": {"a": 1}})"));
  EXPECT_FALSE(smaller(R"({"nodes": 2, "clients": {"operations": 6}})"));
  EXPECT_FALSE(smaller(R"({"nodes": 4, "clients": {"operations": 2}})"));
  // A fault that strikes instead of four lost messages, and a server that the original had.
  EXPECT_TRUE(smaller(R"({"nodes": 3, "clients": {"operations": 3},
                          "faults": [{"at": "1s", "crash": "n1"}]})"));
  // More faults are no less to read, however few operations.
  EXPECT_FALSE(smaller(R"({"nodes": 3, "faults": [{"at": "1s", "crash": "n1"},
                           {"at": "2s", "crash": "n1"}]})"));
}

TEST(ShrinkSearch, KnowsWhatItHasTriedAndNeverGoesBack) {
  const Toy toy(R"({"x": 9})", [](const Value& tree) { return !names(tree, "2"); });
  const ShrinkOptions options;
  Search search(toy.judge(), toy.start, toy.trial(toy.start), options);
  EXPECT_FALSE(search.attempt(tree_of(R"({"x": 2})")));
  EXPECT_FALSE(search.attempt(tree_of(R"({"x": 2})")));
  EXPECT_EQ(search.replays(), 1u);
  EXPECT_TRUE(search.attempt(tree_of(R"({"x": 8})")));
  EXPECT_FALSE(search.attempt(toy.start));
  EXPECT_EQ(search.replays(), 2u);
}

TEST(ShrinkSearch, CountsWhatViolatesSomethingElseAsASlip) {
  const Toy toy(R"({"x": 9})", [](const Value&) { return true; });
  Judge judge = toy.judge();
  judge.try_out = [](const Value& tree, uint64_t) {
    Trial out;
    out.ending = names(tree, "2") ? Ending::other : Ending::none;
    out.violation.property = "vote_once";
    return out;
  };
  const ShrinkOptions options;
  Search search(judge, toy.start, toy.trial(toy.start), options);
  EXPECT_FALSE(search.first_of({tree_of(R"({"x": 2})"), tree_of(R"({"x": 3})")}));
  EXPECT_EQ(search.slips(), 1u);
  EXPECT_EQ(search.slipped(), (std::set<std::string>{"vote_once 0000000000000000"}));
}

constexpr const char* kStory = R"({"nodes": 5, "seed": 40, "duration": "10s",
  "clients": {"count": 3, "operations": 30},
  "faults": [{"at": "1s", "crash": "n1"}, {"at": "2s", "crash": "n2", "for": "1s"},
             {"at": "3s", "crash": "n3"}, {"at": "4s", "crash": "n4"}, {"at": "5s", "crash": "n1"}],
  "overrides": {"n1>n2#1 drop": 1, "n1>n2#2 drop": 1, "n2>c1#5 drop": 1}})";

bool story_fails(const Value& tree) {
  return number_at(tree, "/clients/operations", 0) >= 2 && !faults_of(tree).empty() &&
         seed_of(tree) % 3 != 2;
}

struct Ended {
  std::string best;
  uint64_t replays;
  bool minimal;
};
Ended shrink_story(unsigned jobs, uint64_t max_replays) {
  const Toy toy(kStory, story_fails);
  ShrinkOptions options;
  options.jobs = jobs;
  options.max_replays = max_replays;
  Search search(toy.judge(), toy.start, toy.trial(toy.start), options);
  const bool minimal = run_passes(search);
  return {write_value_inline(search.best()), search.replays(), minimal};
}

TEST(ShrinkSearch, PassesEndWhereNothingMoreCanGo) {
  const Ended ended = shrink_story(1, 500);
  EXPECT_TRUE(ended.minimal);
  EXPECT_LE(ended.replays, 150u);
  const Value tree = tree_of(ended.best);
  EXPECT_EQ(faults_of(tree).size(), 1u);
  EXPECT_EQ(number_at(tree, "/clients/operations", 0), 2u);
  EXPECT_EQ(number_at(tree, "/nodes", 0), 2u);
  EXPECT_EQ(tree.find("overrides"), nullptr);
}

TEST(ShrinkSearch, ABudgetEndsItWithTheBestSoFar) {
  for (uint64_t most : {0, 1, 2, 5, 20, 40}) {
    const Ended ended = shrink_story(1, most);
    EXPECT_LE(ended.replays, most);
    EXPECT_FALSE(ended.minimal);
    EXPECT_TRUE(story_fails(tree_of(ended.best)));
  }
}

TEST(ShrinkSearch, StopsWhenItIsTold) {
  const Toy toy(kStory, story_fails);
  ShrinkOptions options;
  int asked = 0;
  options.stop = [&] { return ++asked > 5; };
  Search search(toy.judge(), toy.start, toy.trial(toy.start), options);
  EXPECT_FALSE(run_passes(search));
  EXPECT_TRUE(search.cut_short());
  EXPECT_LE(search.replays(), 6u);
}

}  // namespace
}  // namespace ordain
