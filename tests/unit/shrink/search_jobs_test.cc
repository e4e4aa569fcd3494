// Candidates tried side by side lead to the same end as one after the other.
#include <gtest/gtest.h>

#include "sim/explore/shrink/passes.h"
#include "tests/unit/shrink/toy.h"

namespace ordain {
namespace {

using namespace shrinking;
using test::Toy;

TEST(ShrinkJobs, TheNumberOfJobsChangesNothing) {
  const Toy toy(R"({"nodes": 5, "seed": 40, "clients": {"count": 3, "operations": 30},
    "faults": [{"at": "1s", "crash": "n1"}, {"at": "2s", "crash": "n2"},
               {"at": "3s", "crash": "n3"}],
    "overrides": {"n1>n2#1 drop": 1, "n1>n2#2 drop": 1, "n2>c1#5 drop": 1}})",
                [](const Value& tree) {
                  return number_at(tree, "/clients/operations", 0) >= 2 &&
                         !faults_of(tree).empty() && seed_of(tree) % 3 != 2;
                });
  for (const uint64_t most : {10u, 37u, 500u}) {
    std::string first;
    for (const unsigned jobs : {1u, 2u, 3u, 8u}) {
      ShrinkOptions options;
      options.jobs = jobs;
      options.max_replays = most;
      Search search(toy.judge(), toy.start, toy.trial(toy.start), options);
      run_passes(search);
      const std::string end =
          write_value_inline(search.best()) + " " + std::to_string(search.replays());
      if (first.empty()) first = end;
      EXPECT_EQ(end, first) << jobs << " jobs, " << most << " replays";
    }
  }
}

// Draws go on after a success, in their order.
TEST(ShrinkJobs, DrawsEndAlikeToo) {
  const Toy toy(R"({"nodes": 5, "seed": 70, "clients": {"operations": 30},
                    "faults": [{"at": "1s", "crash": "n1"}, {"at": "2s", "crash": "n2"}]})",
                [](const Value& tree) {
                  return seed_of(tree) % 2 == 0 && number_at(tree, "/clients/operations", 0) >= 2;
                });
  std::string first;
  for (const unsigned jobs : {1u, 2u, 7u}) {
    ShrinkOptions options;
    options.jobs = jobs;
    Search search(toy.judge(), toy.start, toy.trial(toy.start), options);
    fresh_draws(search);
    EXPECT_GT(search.improvements(), 1u);
    const std::string end =
        write_value_inline(search.best()) + " " + std::to_string(search.replays());
    if (first.empty()) first = end;
    EXPECT_EQ(end, first) << jobs << " jobs";
  }
}

}  // namespace
}  // namespace ordain
