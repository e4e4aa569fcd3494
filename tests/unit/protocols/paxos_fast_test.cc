// Fast Paxos: the rule for picking a value against a count over all fast quorums, and what an
// acceptor's fast vote promises.
#include <gtest/gtest.h>

#include <bit>
#include <optional>

#include "protocols/paxos/fast/server.h"
#include "tests/support/node_harness.h"

namespace ordain::fast_paxos {
namespace {

using Harness = NodeHarness<Server>;

constexpr NodeId kSelf{1}, kCoordinator{0}, kOther{2}, kClient{5};

const paxos::Quorums kFive{5, 3, 3, 4};

// Whether some fast quorum may all have voted for `value`: those that answered did, the others may.
bool may_be_chosen(Value value, const std::vector<Answer>& answers, const paxos::Quorums& q) {
  uint32_t against = 0;
  for (const Answer& answer : answers) against += answer.vote.value != value ? 1 : 0;
  return q.acceptors - against >= q.fast;
}

TEST(FastPaxosPicking, TakesTheValueThatMayBeChosenWhateverTheVotes) {
  for (uint32_t n = 3; n <= 7; ++n) {
    paxos::Quorums q = paxos::quorums_of(n, 0, 0);
    q.fast = paxos::smallest_fast_quorum(q);
    uint32_t combinations = 1;
    for (uint32_t i = 0; i < q.q1; ++i) combinations *= 3;
    for (uint32_t c = 0; c < combinations; ++c) {
      std::vector<Answer> answers;
      for (uint32_t i = 0, rest = c; i < q.q1; ++i, rest /= 3) {
        answers.push_back({NodeId(i), {{4, kCoordinator}, static_cast<Value>(rest % 3 + 1), true}});
      }
      const Picked picked = pick_value(answers, q, PickBy::most_votes);
      int possible = 0;
      for (Value value = 1; value <= 3; ++value) {
        if (!may_be_chosen(value, answers, q)) continue;
        ++possible;
        EXPECT_EQ(picked.value, value) << "of " << n << ", votes " << c;
      }
      EXPECT_LE(possible, 1);
      const bool one_value = picked.values == 1;
      EXPECT_EQ(picked.bound.valid(), possible == 1 || one_value) << "of " << n << ", votes " << c;
    }
  }
}

TEST(FastPaxosPicking, OnlyTheHighestBallotCountsAndNoVoteLeavesItFree) {
  EXPECT_EQ(pick_value({}, kFive, PickBy::most_votes).value, kNoValue);
  EXPECT_EQ(pick_value({{NodeId(0), {}}, {NodeId(1), {}}}, kFive, PickBy::most_votes).value,
            kNoValue);
  const Picked picked = pick_value({{NodeId(0), {{1, kCoordinator}, 7, true}},
                                    {NodeId(1), {{2, kOther}, 8, false}},
                                    {NodeId(2), {{1, kCoordinator}, 7, true}}},
                                   kFive, PickBy::most_votes);
  EXPECT_EQ(picked.value, 8);
  EXPECT_EQ(picked.bound, (Ballot{2, kOther}));
}

Harness acceptor() {
  Config config;
  config.servers = 5;
  Harness out(config, kSelf, 5);
  out.start();
  return out;
}

TEST(FastPaxosAcceptor, TakesTheFirstClientsValueOnceAnyHasCome) {
  Harness n = acceptor();
  n.deliver(Propose{7, kClient}, kClient);
  EXPECT_TRUE(n.sent<Acceptance>().empty());
  n.deliver(Accept{{1, kCoordinator}, kNoValue, true}, kCoordinator);
  ASSERT_EQ(n.sent<Acceptance>().size(), 5u);
  EXPECT_EQ(n.node().acceptor.vote.value, 7);
  EXPECT_TRUE(n.node().acceptor.vote.fast);
  n.deliver(Propose{8, kClient}, kClient);
  EXPECT_EQ(n.node().acceptor.vote.value, 7);
}

TEST(FastPaxosAcceptor, AFastVotePromisesTheBallotThatWouldResolveACollision) {
  Harness n = acceptor();
  n.deliver(Accept{{1, kCoordinator}, kNoValue, true}, kCoordinator);
  n.deliver(Propose{7, kClient}, kClient);
  n.deliver(Prepare{{1, kOther}}, kOther);  // a ballot between the two
  EXPECT_EQ(n.last_sent<Nack>(kOther)->promised, (Ballot{2, kCoordinator}));
  n.deliver(Accept{{2, kCoordinator}, 8, false}, kCoordinator);
  EXPECT_EQ(n.node().acceptor.vote.value, 8);
}

TEST(FastPaxosAcceptor, AVoteSurvivesACrashAndAnyDoesNot) {
  Harness n = acceptor();
  n.deliver(Accept{{1, kCoordinator}, kNoValue, true}, kCoordinator);
  n.crash_and_recover();
  n.deliver(Propose{7, kClient}, kClient);
  EXPECT_FALSE(n.node().acceptor.vote.ballot.valid());
  n.deliver(Accept{{1, kCoordinator}, kNoValue, true}, kCoordinator);
  n.crash_and_recover();
  EXPECT_EQ(n.node().acceptor.vote.value, 7);
  EXPECT_EQ(n.node().acceptor.promised, (Ballot{2, kCoordinator}));
}

TEST(FastPaxosCoordinator, ResolvesACollisionWithoutAnotherPhaseOne) {
  Config config;
  config.servers = 5;
  Harness n(config, kCoordinator, 5);
  n.start();
  const Ballot fast = n.node().coordinator.ballot;
  for (uint32_t i = 1; i <= 3; ++i) n.deliver(Promise{fast, {}}, NodeId(i));
  ASSERT_EQ(n.node().coordinator.phase, Phase::fast);
  n.deliver(Acceptance{{fast, 7, true}}, NodeId(1));
  n.deliver(Acceptance{{fast, 8, true}}, NodeId(2));
  EXPECT_TRUE(n.sent<Accept>().empty());
  n.deliver(Acceptance{{fast, 8, true}}, NodeId(3));  // 8 may still get four of five
  EXPECT_TRUE(n.sent<Accept>().empty());
  n.deliver(Acceptance{{fast, 7, true}}, NodeId(4));
  const auto accept = n.last_sent<Accept>(kOther);
  ASSERT_TRUE(accept.has_value());
  EXPECT_EQ(accept->ballot, recovery_of(fast));
  EXPECT_FALSE(accept->any);
  EXPECT_EQ(n.facts<paxos::Collided>().size(), 1u);
}

}  // namespace
}  // namespace ordain::fast_paxos
