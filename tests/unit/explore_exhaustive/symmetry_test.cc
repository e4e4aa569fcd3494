// Symmetry: one state of each orbit, and nothing that matters lost.
#include "sim/explore/exhaustive/symmetry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <set>

#include "sim/base/error.h"
#include "sim/explore/exhaustive/search.h"
#include "tests/support/two_phase.h"

namespace ordain {
namespace {

namespace two_phase = test::two_phase;

// TwoPhase once more, by hand: what a resource manager is in, and whether the transaction manager
// has heard of it, is all there is to know of it, so sorting the managers names an orbit.
struct Hand {
  enum Rm : int { working, prepared, committed, aborted };
  std::vector<std::pair<int, bool>> rms;  // state, and whether the manager has it as prepared
  std::vector<bool> sent;                 // its Prepared
  int tm = working;

  std::vector<int> key() const {
    std::vector<int> out;
    for (size_t i = 0; i < rms.size(); ++i) {
      out.push_back(rms[i].first * 4 + rms[i].second * 2 + sent[i]);
    }
    std::sort(out.begin(), out.end());
    out.push_back(tm);
    return out;
  }
};

uint64_t orbits_by_hand(size_t managers) {
  Hand first{std::vector<std::pair<int, bool>>(managers, {Hand::working, false}),
             std::vector<bool>(managers, false), Hand::working};
  std::set<std::vector<int>> known{first.key()};
  std::deque<Hand> open{first};
  while (!open.empty()) {
    const Hand now = open.front();
    open.pop_front();
    const auto reach = [&](auto change) {
      Hand next = now;
      change(next);
      if (known.insert(next.key()).second) open.push_back(next);
    };
    const bool all = std::all_of(now.rms.begin(), now.rms.end(), [](auto rm) { return rm.second; });
    if (now.tm == Hand::working) {
      reach([](Hand& h) { h.tm = Hand::aborted; });
      if (all) reach([](Hand& h) { h.tm = Hand::committed; });
    }
    for (size_t i = 0; i < managers; ++i) {
      if (now.rms[i].first == Hand::working) {
        reach([&](Hand& h) { h.rms[i].first = Hand::prepared, h.sent[i] = true; });
        reach([&](Hand& h) { h.rms[i].first = Hand::aborted; });
      }
      if (now.tm == Hand::working && now.sent[i]) reach([&](Hand& h) { h.rms[i].second = true; });
      if (now.tm != Hand::working) reach([&](Hand& h) { h.rms[i].first = now.tm; });
    }
  }
  return known.size();
}

ExploreSpec as_in_tla(bool symmetry) {
  ExploreSpec out;
  out.timeouts = out.duplications = {Bound::kAny};
  out.symmetry = symmetry;
  return out;
}

TEST(Symmetry, LeavesOneStateOfEachOrbit) {
  for (uint32_t managers : {1u, 2u, 3u, 4u, 5u}) {
    const uint64_t expected = orbits_by_hand(managers);
    Search whole(two_phase::spec(managers), as_in_tla(false), {});
    whole.run();
    EXPECT_EQ(whole.orbits(), expected) << managers;
    const ExploreResult reduced = explore(two_phase::spec(managers), as_in_tla(true));
    EXPECT_EQ(reduced.states, expected) << managers;
    EXPECT_TRUE(reduced.complete());
  }
  EXPECT_LT(orbits_by_hand(5), 665u);  // what Stateright's sorting by state alone leaves of 8,832
}

TEST(Symmetry, FindsTheSameViolationAtTheSameDepth) {
  two_phase::Config broken;
  broken.prepared_may_abort = true;
  const ExploreResult whole = explore(two_phase::spec(4, broken), as_in_tla(false));
  const ExploreResult reduced = explore(two_phase::spec(4, broken), as_in_tla(true));
  ASSERT_EQ(reduced.violations.size(), 1u);
  EXPECT_EQ(reduced.violations[0].violation.property, "consistent");
  EXPECT_EQ(reduced.violations[0].path.steps.size(), whole.violations[0].path.steps.size());
}

TEST(Symmetry, RefusesWhatItCannotRename) {
  RunSpec fifo = two_phase::spec(3);
  fifo.network.all.fifo = true;
  ExploreSpec bounds = as_in_tla(true);
  bounds.duplications = {0};
  EXPECT_THROW(explore(fifo, bounds), InputError);
  EXPECT_THROW(explore(two_phase::spec(7), bounds), InputError);
  EXPECT_NO_THROW(explore(two_phase::spec(3), bounds));
}

}  // namespace
}  // namespace ordain
