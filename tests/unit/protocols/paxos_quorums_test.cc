// Ballots and quorum sizes: the arithmetic that all of the Paxos family stands on. The intersection
// rules are compared with a count over all sets of acceptors.
#include <gtest/gtest.h>

#include <vector>

#include "protocols/paxos/ballot.h"
#include "protocols/paxos/quorums.h"

namespace ordain::paxos {
namespace {

std::vector<uint32_t> sets_of(uint32_t size, uint32_t n) {
  std::vector<uint32_t> out;
  for (uint32_t set = 0; set < (1u << n); ++set) {
    if (static_cast<uint32_t>(std::popcount(set)) == size) out.push_back(set);
  }
  return out;
}

bool every_pair_meets(uint32_t a, uint32_t b, uint32_t n) {
  for (uint32_t x : sets_of(a, n)) {
    for (uint32_t y : sets_of(b, n)) {
      if ((x & y) == 0) return false;
    }
  }
  return true;
}

bool every_triple_meets(uint32_t q1, uint32_t fast, uint32_t n) {
  for (uint32_t x : sets_of(fast, n)) {
    for (uint32_t y : sets_of(fast, n)) {
      for (uint32_t z : sets_of(q1, n)) {
        if ((x & y & z) == 0) return false;
      }
    }
  }
  return true;
}

TEST(PaxosBallot, IsOrderedByRoundThenByProposer) {
  EXPECT_LT((Ballot{1, NodeId(9)}), (Ballot{2, NodeId(0)}));
  EXPECT_LT((Ballot{2, NodeId(0)}), (Ballot{2, NodeId(1)}));
  EXPECT_EQ((Ballot{2, NodeId(1)}), (Ballot{2, NodeId(1)}));
}

TEST(PaxosBallot, NoneIsBelowAllOthers) {
  EXPECT_FALSE(kNoBallot.valid());
  EXPECT_LT(kNoBallot, (Ballot{1, NodeId(0)}));
  EXPECT_EQ(kNoBallot, (Ballot{0, NodeId(3)}));
}

TEST(PaxosBallot, TheNextOneIsAboveAllOfTheOthersRound) {
  const Ballot met{4, NodeId(7)};
  EXPECT_GT(next_ballot(met, NodeId(0)), met);
  EXPECT_EQ(name_of(next_ballot(met, NodeId(1))), "5.n2");
}

TEST(PaxosQuorums, IntersectAsAllSetsOfAcceptorsDo) {
  for (uint32_t n = 1; n <= 5; ++n) {
    for (uint32_t q1 = 1; q1 <= n; ++q1) {
      for (uint32_t q2 = 1; q2 <= n; ++q2) {
        EXPECT_EQ((Quorums{n, q1, q2, 0}.intersect()), every_pair_meets(q1, q2, n))
            << n << ": " << q1 << ", " << q2;
      }
    }
  }
}

TEST(PaxosQuorums, FastOnesMeetWithinPhaseOneAsAllSetsDo) {
  for (uint32_t n = 1; n <= 5; ++n) {
    for (uint32_t q1 = 1; q1 <= n; ++q1) {
      for (uint32_t fast = 1; fast <= n; ++fast) {
        EXPECT_EQ((Quorums{n, q1, n, fast}.fast_intersect()), every_triple_meets(q1, fast, n))
            << n << ": " << q1 << ", " << fast;
      }
    }
  }
}

TEST(PaxosQuorums, WhatIsLeftOpenIsFilledInSafely) {
  for (uint32_t n = 1; n <= 9; ++n) {
    for (uint32_t q = 0; q <= n; ++q) {
      EXPECT_FALSE(problem_of(quorums_of(n, q, 0)).found()) << n << ", q1 " << q;
      EXPECT_FALSE(problem_of(quorums_of(n, 0, q)).found()) << n << ", q2 " << q;
    }
  }
  EXPECT_EQ(quorums_of(5, 0, 0).q1, 3u);
  EXPECT_EQ(quorums_of(5, 4, 0).q2, 2u);
}

TEST(PaxosQuorums, TheSmallestFastQuorumIsSafeAndOneLessIsNot) {
  for (uint32_t n = 1; n <= 9; ++n) {
    Quorums q = quorums_of(n, 0, 0);
    q.fast = smallest_fast_quorum(q);
    EXPECT_TRUE(q.fast_intersect()) << n;
    EXPECT_LE(q.fast, n);
    --q.fast;
    EXPECT_FALSE(q.fast > 0 && q.fast_intersect()) << n;
  }
}

TEST(PaxosQuorums, AProblemSaysWhatToSetInstead) {
  const QuorumProblem problem = problem_of({5, 2, 3, 0});
  EXPECT_NE(problem.what.find("need not meet"), std::string::npos);
  EXPECT_NE(problem.suggestion.find("q1 = 3"), std::string::npos);
  EXPECT_TRUE(problem_of({5, 6, 3, 0}).found());
  EXPECT_TRUE(problem_of({5, 3, 3, 3}).found());
  EXPECT_FALSE(problem_of({5, 3, 3, 4}).found());
}

TEST(PaxosVoters, CountEachOnce) {
  Voters voters;
  EXPECT_TRUE(voters.add(NodeId(2)));
  EXPECT_FALSE(voters.add(NodeId(2)));
  EXPECT_TRUE(voters.add(NodeId(0)));
  EXPECT_EQ(voters.count(), 2u);
  EXPECT_EQ(names_of(voters.bits), "n1, n3");
}

}  // namespace
}  // namespace ordain::paxos
