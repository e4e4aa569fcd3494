// Each property of single-decree Paxos: facts that must break it, and facts that must not.
#include <gtest/gtest.h>

#include <algorithm>

#include "protocols/paxos/properties/acceptors.h"
#include "protocols/paxos/properties/choosing.h"
#include "protocols/paxos/properties/goals.h"
#include "protocols/paxos/properties/linearizable.h"
#include "protocols/paxos/properties/proposals.h"

namespace ordain::paxos {
namespace {

constexpr NodeId n1{0}, n2{1}, n3{2}, n4{3}, c1{5}, c2{6};
constexpr uint64_t k12 = 0b11, k23 = 0b110, k45 = 0b11000, k123 = 0b111;

// Five servers, two clients with two proposals each; majorities, fast quorums of four.
Setting five() { return {5, 2, 4, 5, {5, 3, 3, 4}}; }

Promised promise(uint64_t round, NodeId proposer, Vote vote = {}) {
  return {round, proposer, vote.ballot.round, vote.ballot.node, vote.value};
}
Proposed proposal(uint64_t round, NodeId proposer, Value value, uint64_t voters = k123) {
  return {round, proposer, value, voters, 0, {}};
}
Accepted vote(uint64_t round, NodeId proposer, Value value) {
  return {round, proposer, value, false};
}
Accepted fast_vote(uint64_t round, NodeId proposer, Value value) {
  return {round, proposer, value, true};
}

// Feeds facts to one property and tells whether it was broken.
template <class P>
struct Told {
  P property;
  Report report;
  uint64_t event = 0;

  template <class... Args>
  explicit Told(Args... args) : property(args...) {}

  template <class F>
  Told& fact(NodeId node, const F& what) {
    const auto types = property.facts();
    const bool wanted = std::find(types.begin(), types.end(), &kFactType<F>) != types.end();
    EXPECT_TRUE(wanted) << property.name() << " does not subscribe to " << kFactType<F>.name;
    property.on_fact({Fact::of(what), node, Time{}, event++}, report);
    return *this;
  }
  // Three acceptors accept: chosen.
  Told& choose(uint64_t round, NodeId proposer, Value value) {
    for (NodeId node : {n1, n2, n3}) fact(node, vote(round, proposer, value));
    return *this;
  }
  Told& operation(NodeId client, Function f, OpPhase phase, uint64_t number, Value value) {
    OpEvent op;
    op.phase = phase;
    op.function = f;
    op.number = number;
    if (f == Function::cas) op.new_value = value;
    if (f == Function::read && phase == OpPhase::ok) op.value = value;
    op.has_value = f == Function::read;
    property.on_operation({op, client, Time{}, event++}, report);
    return *this;
  }
  bool broken() const { return !report.violations().empty(); }
  std::string reason() const { return broken() ? report.violations()[0].reason : ""; }
};

TEST(PaxosAgreement, TwoValuesChosenInDifferentBallotsBreakIt) {
  Told<Agreement> told(five());
  EXPECT_FALSE(told.choose(1, n1, 7).choose(2, n2, 7).broken());
  told.choose(3, n1, 8);
  EXPECT_EQ(told.reason(),
            "8 in ballot 3.n1 by n1, n2, n3 is chosen after 7 in ballot 1.n1 by "
            "n1, n2, n3");
}

TEST(PaxosAgreement, TwoValuesLearntBreakIt) {
  Told<Agreement> told(five());
  EXPECT_FALSE(told.fact(n1, Learned{7, 1, n1, 7}).fact(n2, Learned{7, 1, n1, 7}).broken());
  EXPECT_TRUE(told.fact(n3, Learned{8, 2, n1, 7}).broken());
}

TEST(PaxosAgreement, MinoritiesOfDifferentValuesDoNot) {
  Told<Agreement> told(five());
  told.fact(n1, vote(1, n1, 7)).fact(n2, vote(1, n1, 7)).fact(n1, vote(1, n1, 7));
  EXPECT_FALSE(told.fact(n3, vote(2, n2, 8)).fact(n4, vote(2, n2, 8)).broken());
}

TEST(PaxosValidity, AChosenValueThatNobodyProposedBreaksIt) {
  Told<Validity> told(five());
  told.operation(c1, Function::cas, OpPhase::invoke, 1, 7);
  EXPECT_FALSE(told.choose(1, n1, 7).broken());
  EXPECT_TRUE(told.choose(2, n1, 8).broken());
}

TEST(PaxosLearnedImpliesChosen, LearningFromDifferentBallotsBreaksIt) {
  Told<LearnedImpliesChosen> told(five());
  told.fact(n1, vote(1, n1, 7)).fact(n2, vote(2, n2, 7)).fact(n3, vote(3, n3, 7));
  EXPECT_TRUE(told.fact(n1, Learned{7, 3, n3, 7}).broken());
}

TEST(PaxosLearnedImpliesChosen, LearningWhatAQuorumAcceptedDoesNotNorWhatACrashHadKept) {
  Told<LearnedImpliesChosen> told(five());
  told.fact(n1, vote(1, n1, 7)).fact(n2, vote(1, n1, 7));
  told.fact(n3, Recovered{1, n1, 1, n1, 7, false});
  EXPECT_FALSE(told.fact(n1, Learned{7, 1, n1, 7}).broken());
}

TEST(PaxosLearnedImpliesChosen, AFastBallotTakesAFastQuorum) {
  Told<LearnedImpliesChosen> told(five());
  for (NodeId node : {n1, n2, n3}) told.fact(node, fast_vote(1, n1, 7));
  EXPECT_FALSE(Told(told).fact(n4, fast_vote(1, n1, 7)).fact(n1, Learned{7, 1, n1, 15}).broken());
  EXPECT_TRUE(told.fact(n1, Learned{7, 1, n1, 7}).broken());
}

TEST(PaxosChosenStaysChosen, AnotherValueAboveAChosenOneBreaksItInEitherOrder) {
  Told<ChosenStaysChosen> told(five());
  told.choose(2, n1, 7);
  EXPECT_FALSE(Told(told).fact(n4, vote(1, n2, 8)).broken());  // below: an old proposal
  EXPECT_TRUE(Told(told).fact(n4, vote(3, n2, 8)).broken());
  Told<ChosenStaysChosen> later(five());
  EXPECT_TRUE(later.fact(n4, vote(3, n2, 8)).choose(2, n1, 7).broken());
}

TEST(PaxosSafeAt, TheHighestVoteAmongThePromisesBinds) {
  Told<SafeAt> told(five());
  told.fact(n1, promise(5, n1, {{2, n1}, 7, false})).fact(n2, promise(5, n1, {{3, n2}, 8, false}));
  told.fact(n3, promise(5, n1));
  EXPECT_FALSE(Told(told).fact(n1, proposal(5, n1, 8)).broken());
  EXPECT_TRUE(Told(told).fact(n1, proposal(5, n1, 7)).broken());
  EXPECT_TRUE(Told(told).fact(n1, proposal(5, n1, 9)).broken());
  EXPECT_FALSE(told.fact(n1, proposal(6, n1, 9)).broken());  // no votes known of that ballot
}

TEST(PaxosSafeAt, OfAFastBallotOnlyAValueThatAFastQuorumCanHaveBinds) {
  // Of five, with four in a fast quorum: two votes of three promises can be part of one.
  const Vote seven{{1, n1}, 7, true}, eight{{1, n1}, 8, true}, nine{{1, n1}, 9, true};
  Told<SafeAt> bound(five());
  bound.fact(n1, promise(2, n1, seven)).fact(n2, promise(2, n1, eight));
  bound.fact(n3, promise(2, n1, eight));
  EXPECT_FALSE(Told(bound).fact(n1, proposal(2, n1, 8)).broken());
  EXPECT_TRUE(Told(bound).fact(n1, proposal(2, n1, 7)).broken());
  Told<SafeAt> free(five());
  free.fact(n1, promise(2, n1, seven)).fact(n2, promise(2, n1, eight));
  EXPECT_FALSE(free.fact(n3, promise(2, n1, nine)).fact(n1, proposal(2, n1, 5)).broken());
}

TEST(PaxosOneValuePerBallot, TwoProposalsOfABallotBreakItAFastBallotsVotesDoNot) {
  Told<OneValuePerBallot> told;
  EXPECT_FALSE(told.fact(n1, proposal(1, n1, 7)).fact(n2, vote(1, n1, 7)).broken());
  EXPECT_FALSE(told.fact(n1, proposal(1, n2, 8)).broken());
  EXPECT_FALSE(told.fact(n2, fast_vote(3, n1, 8)).fact(n3, fast_vote(3, n1, 9)).broken());
  EXPECT_EQ(told.fact(n1, proposal(1, n1, 8)).reason(),
            "ballot 1.n1 proposes 8 after it had proposed 7");
}

TEST(PaxosPromiseMonotonic, ALowerPromiseBreaksItAfterAPromiseAVoteOrACrash) {
  Told<PromiseMonotonic> told;
  told.fact(n1, promise(2, n1)).fact(n1, promise(2, n1)).fact(n1, promise(2, n2));
  EXPECT_FALSE(told.fact(n2, promise(1, n1)).broken());
  EXPECT_TRUE(Told(told).fact(n1, promise(2, n1)).broken());
  EXPECT_TRUE(Told(told).fact(n1, Recovered{1, n1, 0, {}, 0, false}).broken());
  EXPECT_TRUE(Told(told).fact(n1, vote(5, n1, 7)).fact(n1, promise(4, n1)).broken());
  EXPECT_FALSE(Told(told).fact(n1, Recovered{9, n1, 0, {}, 0, false}).broken());
}

TEST(PaxosAcceptBelowPromise, AVoteBelowThePromiseBreaksIt) {
  Told<AcceptBelowPromise> told;
  EXPECT_FALSE(told.fact(n1, promise(2, n1)).fact(n1, vote(2, n1, 7)).broken());
  EXPECT_FALSE(told.fact(n1, vote(3, n1, 7)).broken());  // it need not have promised
  EXPECT_EQ(told.fact(n1, vote(2, n2, 8)).reason(),
            "n1 accepted 8 in ballot 2.n2 after it had promised 3.n1");
}

TEST(PaxosVoteMonotonic, AForgottenVoteBreaksIt) {
  Told<VoteMonotonic> told;
  told.fact(n1, vote(2, n1, 7)).fact(n1, Recovered{2, n1, 2, n1, 7, false});
  EXPECT_FALSE(told.broken());
  EXPECT_TRUE(told.fact(n1, Recovered{2, n1, 0, {}, 0, false}).broken());
}

TEST(PaxosOneVotePerBallot, TwoValuesOfAnAcceptorInABallotBreakIt) {
  Told<OneVotePerBallot> told;
  told.fact(n1, fast_vote(1, n1, 7)).fact(n2, fast_vote(1, n1, 8)).fact(n1, vote(2, n1, 8));
  EXPECT_FALSE(told.broken());
  EXPECT_TRUE(told.fact(n2, fast_vote(1, n1, 9)).broken());
}

TEST(PaxosPromiseDurable, AProposalOnAPromiseThatIsOnNoDiskBreaksIt) {
  Told<PromiseDurable> told;
  told.fact(n1, promise(1, n1)).fact(n2, promise(1, n1));
  EXPECT_FALSE(told.fact(n1, proposal(1, n1, 7, k12)).broken());
  EXPECT_TRUE(told.fact(n1, proposal(1, n1, 7, k123)).broken());
}

TEST(PaxosQuorumDistinct, TooFewDifferentOnesBreakIt) {
  Told<QuorumDistinct> told(five());
  EXPECT_FALSE(told.fact(n1, proposal(1, n1, 7)).fact(n1, Learned{7, 1, n1, k123}).broken());
  EXPECT_FALSE(Told(told).fact(n1, Learned{7, 0, {}, 0}).broken());  // told by another learner
  EXPECT_TRUE(Told(told).fact(n1, proposal(1, n1, 7, k12)).broken());
  EXPECT_TRUE(Told(told).fact(n1, Learned{7, 1, n1, k12}).broken());
}

TEST(PaxosQuorumIntersection, PromisesOfNoneOfThoseWhoChoseBelowBreakItInEitherOrder) {
  Setting small = five();
  small.quorums = {5, 2, 2, 0};
  Told<QuorumIntersection> told(small);
  told.fact(n1, vote(1, n1, 7)).fact(n2, vote(1, n1, 7));
  EXPECT_FALSE(Told(told).fact(n3, proposal(2, n3, 7, k23)).broken());
  EXPECT_EQ(Told(told).fact(n3, proposal(2, n3, 8, k45)).reason(),
            "ballot 2.n3 proposes on the promises of n4, n5, none of whom is among those who chose "
            "7 in ballot 1.n1 by n1, n2");
  Told<QuorumIntersection> later(small);
  later.fact(n3, proposal(2, n3, 8, k45)).fact(n1, vote(1, n1, 7));
  EXPECT_TRUE(later.fact(n2, vote(1, n1, 7)).broken());
}

TEST(PaxosLinearizable, TwoWinnersBreakItALoserThatReadsTheWinnersValueDoesNot) {
  Told<Linearizable> told;
  told.operation(c1, Function::cas, OpPhase::invoke, 1, 7);
  told.operation(c2, Function::cas, OpPhase::invoke, 1, 8);
  told.operation(c1, Function::cas, OpPhase::ok, 1, 7);
  EXPECT_TRUE(Told(told).operation(c2, Function::cas, OpPhase::ok, 1, 8).broken());
  told.operation(c2, Function::cas, OpPhase::failed, 1, 8);
  told.operation(c2, Function::read, OpPhase::invoke, 2, 0);
  EXPECT_TRUE(Told(told).operation(c2, Function::read, OpPhase::ok, 2, 8).broken());
  EXPECT_FALSE(told.operation(c2, Function::read, OpPhase::ok, 2, 7).broken());
}

TEST(PaxosDecidedInCore, WaitsForTheLearnersOfTheCoreOnceOneOfItHasVoted) {
  Told<DecidedInCore> told(five());
  told.fact(n4, vote(1, n1, 7));
  told.property.on_heal({n1, n2, n3, c1});
  EXPECT_TRUE(told.property.reached());  // nobody of the core has accepted anything
  told.fact(n1, vote(1, n1, 7)).fact(n1, Learned{7, 1, n1, k123});
  EXPECT_EQ(told.property.pending(), "what is chosen has not been learnt by n2, n3");
  told.fact(n2, Learned{7, 1, n1, k123}).fact(n3, Learned{7, 1, n1, k123});
  EXPECT_TRUE(told.property.reached());
  told.property.on_lifecycle(n2, Lifecycle::crashed, {}, told.report);
  EXPECT_EQ(told.property.pending(), "what is chosen has not been learnt by n2");
}

TEST(PaxosOperationsComplete, CountsProposalsAndNotTheReadsThatAnswersBring) {
  Told<OperationsComplete> told(five());
  told.operation(c1, Function::cas, OpPhase::failed, 1, 7);
  told.operation(c1, Function::read, OpPhase::ok, 2, 8);
  told.property.on_heal({n1, n2, n3, c1});
  EXPECT_FALSE(told.property.pending().empty());
  told.operation(c1, Function::cas, OpPhase::ok, 3, 7);
  EXPECT_EQ(told.property.pending(), "");
}

}  // namespace
}  // namespace ordain::paxos
