// Paxos Made Simple, sections 2.2 to 2.5, sentence by sentence.
#include <gtest/gtest.h>

#include <set>

#include "tests/support/paxos_steps.h"

namespace ordain::paxos {
namespace {

bool refused(const Harness& n, NodeId proposer_node) {
  return n.last_sent<Nack>(proposer_node).has_value();
}

size_t first_send(const Harness& n) {
  return n.first([](const Effect& e) { return e.kind == EffectKind::send; });
}
size_t first_put(const Harness& n) {
  return n.first([](const Effect& e) { return e.kind == EffectKind::put; });
}

// --- 2.2 Choosing a value

TEST(PaxosMadeSimple_2_2, P1_AnAcceptorMustAcceptTheFirstProposalThatItReceives) {
  Harness n = voter({1, kOther}, 7);
  EXPECT_EQ(n.node().acceptor.vote.value, 7);
}

TEST(PaxosMadeSimple_2_2, AnAcceptorMayAcceptMoreThanOneProposal) {
  Harness n = voter({1, kOther}, 7);
  n.deliver(Accept{{2, kThird}, 8, false}, kThird);
  EXPECT_EQ(n.node().acceptor.vote.value, 8);
}

TEST(PaxosMadeSimple_2_2, DifferentProposalsHaveDifferentNumbers) {
  EXPECT_NE((Ballot{1, kSelf}), (Ballot{1, kOther}));
  Harness n = proposer(7);
  std::set<uint64_t> rounds = {n.node().proposer.ballot.round};
  for (int i = 0; i < 5; ++i) {
    n.fire(ServerTimer::back_off, 0);
    EXPECT_TRUE(rounds.insert(n.node().proposer.ballot.round).second);
  }
}

TEST(PaxosMadeSimple_2_2, Phase1a_AProposerSendsAPrepareRequestWithItsNumberToTheAcceptors) {
  Harness n = server();
  n.deliver(Propose{7, kClient}, kClient);
  const auto sent = n.sent<Prepare>();
  ASSERT_EQ(sent.size(), 3u);
  for (const auto& [to, request] : sent) EXPECT_EQ(request.ballot, (Ballot{1, kSelf}));
}

TEST(PaxosMadeSimple_2_2, Phase1b_AHigherPrepareRequestIsAnsweredWithAPromise) {
  Harness n = server();
  n.deliver(Prepare{{4, kOther}}, kOther);
  const auto promise = n.last_sent<Promise>(kOther);
  ASSERT_TRUE(promise.has_value());
  EXPECT_EQ(promise->ballot, (Ballot{4, kOther}));
  EXPECT_FALSE(promise->vote.ballot.valid());
}

TEST(PaxosMadeSimple_2_2, Phase1b_ThePromiseComesWithTheHighestNumberedProposalAccepted) {
  Harness n = voter({1, kOther}, 7);
  n.deliver(Accept{{2, kThird}, 8, false}, kThird);
  n.deliver(Prepare{{3, kOther}}, kOther);
  const auto promise = n.last_sent<Promise>(kOther);
  ASSERT_TRUE(promise.has_value());
  EXPECT_EQ(promise->vote.ballot, (Ballot{2, kThird}));
  EXPECT_EQ(promise->vote.value, 8);
}

TEST(PaxosMadeSimple_2_2, Phase1b_ItIsAPromiseNotToAcceptAnyMoreProposalsNumberedLess) {
  Harness n = server();
  n.deliver(Prepare{{4, kOther}}, kOther);
  n.deliver(Accept{{3, kThird}, 7, false}, kThird);
  EXPECT_TRUE(n.sent<Acceptance>().empty());
  EXPECT_FALSE(n.node().acceptor.vote.ballot.valid());
}

TEST(PaxosMadeSimple_2_2, P1a_AnAcceptorCanAcceptIffItHasNotRespondedToAGreaterPrepareRequest) {
  struct Case {
    Ballot promised, proposed;
    bool accepted;
  };
  const Case cases[] = {{{4, kOther}, {4, kOther}, true},
                        {{4, kOther}, {5, kThird}, true},
                        {{4, kOther}, {3, kThird}, false},
                        {{4, kThird}, {4, kOther}, false},
                        {{4, kOther}, {4, kThird}, true}};
  for (const Case& c : cases) {
    Harness n = server();
    n.deliver(Prepare{c.promised}, c.promised.node);
    n.deliver(Accept{c.proposed, 7, false}, c.proposed.node);
    EXPECT_EQ(n.node().acceptor.vote.ballot == c.proposed, c.accepted)
        << name_of(c.promised) << " then " << name_of(c.proposed);
  }
}

TEST(PaxosMadeSimple_2_2, Phase2a_AMajorityOfResponsesIsNeeded) {
  Harness n = proposer(7, {}, 5);
  EXPECT_TRUE(n.sent<Accept>().empty());
  n.deliver(Promise{{1, kSelf}, {}}, kOther);
  EXPECT_TRUE(n.sent<Accept>().empty());
  n.deliver(Promise{{1, kSelf}, {}}, kOther);  // a duplicate makes no majority
  EXPECT_TRUE(n.sent<Accept>().empty());
  n.deliver(Promise{{1, kSelf}, {}}, kThird);
  EXPECT_EQ(n.sent<Accept>().size(), 5u);
}

TEST(PaxosMadeSimple_2_2, Phase2a_AnyValueIfTheResponsesReportedNoProposals) {
  Harness n = proposer(7);
  n.deliver(Promise{{1, kSelf}, {}}, kOther);
  EXPECT_EQ(n.last_sent<Accept>(kOther)->value, 7);
}

TEST(PaxosMadeSimple_2_2, Phase2a_ElseTheValueOfTheHighestNumberedProposalAmongThem) {
  Harness n = proposer(7, {}, 5);
  n.deliver(Nack{{1, kSelf}, {5, kOther}}, kOther);
  n.fire(ServerTimer::back_off, 0);
  const Ballot ballot = n.node().proposer.ballot;
  EXPECT_EQ(ballot, (Ballot{6, kSelf}));
  n.deliver(Promise{ballot, {{4, kOther}, 8, false}}, kOther);
  n.deliver(Promise{ballot, {{5, kOther}, 9, false}}, kThird);
  n.deliver(Promise{ballot, {{3, kOther}, 6, false}}, NodeId(3));
  EXPECT_EQ(n.last_sent<Accept>(kOther)->value, 9);
}

TEST(PaxosMadeSimple_2_2, AnAcceptorThatRefusesInformsTheProposerOfTheHigherNumber) {
  Harness n = server();
  n.deliver(Prepare{{4, kOther}}, kOther);
  n.deliver(Prepare{{3, kThird}}, kThird);
  ASSERT_TRUE(refused(n, kThird));
  EXPECT_EQ(n.last_sent<Nack>(kThird)->promised, (Ballot{4, kOther}));
}

TEST(PaxosMadeSimple_2_2, TheProposerShouldThenAbandonItsProposal) {
  Harness n = proposer(7);
  n.deliver(Nack{{1, kSelf}, {4, kOther}}, kOther);
  EXPECT_EQ(n.node().proposer.phase, ProposerPhase::backing_off);
  n.deliver(Promise{{1, kSelf}, {}}, kThird);  // too late
  EXPECT_TRUE(n.sent<Accept>().empty());
}

TEST(PaxosMadeSimple_2_2, AnOldRefusalOrPromiseDoesNotConcernTheProposalUnderWay) {
  Harness n = proposer(7);
  n.fire(ServerTimer::back_off, 0);
  n.settle();
  ASSERT_EQ(n.node().proposer.ballot, (Ballot{2, kSelf}));
  n.deliver(Nack{{1, kSelf}, {1, kThird}}, kThird);
  EXPECT_EQ(n.node().proposer.phase, ProposerPhase::prepare);
  n.deliver(Promise{{1, kSelf}, {}}, kThird);
  EXPECT_TRUE(n.sent<Accept>().empty());
}

// --- 2.3 Learning a chosen value

TEST(PaxosMadeSimple_2_3, EachAcceptorRespondsToAllLearnersWheneverItAcceptsAProposal) {
  Config config;
  config.proposers = 1;
  config.learners = 2;
  Harness n = server(config);
  n.deliver(Accept{{1, kOther}, 7, false}, kOther);
  EXPECT_EQ(n.sent<Acceptance>().size(), 2u);
}

TEST(PaxosMadeSimple_2_3, ALearnerMustFindOutThatAProposalWasAcceptedByAMajority) {
  Harness n = server();
  n.deliver(Acceptance{{{1, kOther}, 7, false}}, kOther);
  n.deliver(Acceptance{{{1, kOther}, 7, false}}, kOther);
  EXPECT_EQ(n.node().learner.learned, kNoValue);
  n.deliver(Acceptance{{{1, kOther}, 7, false}}, kThird);
  EXPECT_EQ(n.node().learner.learned, 7);
}

TEST(PaxosMadeSimple_2_3, AcceptancesOfOneValueInDifferentProposalsAreNotAMajority) {
  Harness n = server();
  n.deliver(Acceptance{{{1, kOther}, 7, false}}, kOther);
  n.deliver(Acceptance{{{2, kThird}, 7, false}}, kThird);
  EXPECT_EQ(n.node().learner.learned, kNoValue);
}

TEST(PaxosMadeSimple_2_3, ALearnerCouldAskTheAcceptorsWhatTheyHaveAccepted) {
  Harness learner = server();
  learner.fire(ServerTimer::query, 0);
  EXPECT_EQ(learner.sent<Query>().size(), 3u);
  Harness acceptor = voter({1, kOther}, 7);
  acceptor.deliver(Query{1}, kThird);
  EXPECT_EQ(acceptor.last_sent<Acceptance>(kThird)->vote.value, 7);
}

TEST(PaxosMadeSimple_2_3, ALearnerThatCannotFindOutCanHaveAProposerIssueAProposal) {
  Harness n = server();
  n.deliver(Acceptance{{{1, kOther}, 7, false}}, kOther);
  n.fire(ServerTimer::query, 0);
  EXPECT_TRUE(n.sent<Prepare>().empty());
  n.fire(ServerTimer::query, 0);  // and nothing new has come since
  EXPECT_EQ(n.sent<Prepare>().size(), 3u);
  n.settle();
  const Ballot ballot = n.node().proposer.ballot;
  n.deliver(Promise{ballot, {}}, kThird);
  EXPECT_TRUE(n.sent<Accept>().empty());  // nothing reported, and nobody asked for a value
  EXPECT_EQ(n.node().proposer.phase, ProposerPhase::idle);
}

TEST(PaxosMadeSimple_2_3, AClientIsToldOnceTheValueIsLearnt) {
  Harness n = proposer(7);
  n.deliver(Propose{8, kSecondClient}, kSecondClient);
  n.deliver(Acceptance{{{1, kSelf}, 7, false}}, kOther);
  n.deliver(Acceptance{{{1, kSelf}, 7, false}}, kThird);
  EXPECT_EQ(n.last_sent<Decided>(kClient)->value, 7);
  EXPECT_EQ(n.last_sent<Decided>(kSecondClient)->value, 7);
}

// --- 2.4 Progress

TEST(PaxosMadeSimple_2_4, AProposerThatIsRefusedTriesAgainWithAHigherNumberAfterARandomTime) {
  const Config config;
  std::set<int64_t> waits;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    Config with_servers = config;
    with_servers.servers = 3;
    Harness n(with_servers, kSelf, 3, seed);
    n.start();
    n.deliver(Propose{7, kClient}, kClient);
    n.deliver(Nack{{1, kSelf}, {4, kOther}}, kOther);
    const auto wait = n.timer_set(ServerTimer::back_off);
    ASSERT_TRUE(wait.has_value());
    EXPECT_LE(config.back_off_low, *wait);
    EXPECT_LE(*wait, config.back_off_high);
    waits.insert(wait->ns);
    n.fire(ServerTimer::back_off, 0);
    EXPECT_EQ(n.node().proposer.ballot, (Ballot{5, kSelf}));
  }
  EXPECT_GT(waits.size(), 15u);
}

TEST(PaxosMadeSimple_2_4, ADistinguishedProposerIsTheOnlyOneToTry) {
  Config config;
  config.distinguished = true;
  config.servers = 3;
  Harness second(config, kOther, 3);
  second.start();
  second.deliver(Propose{7, kClient}, kClient);
  EXPECT_TRUE(second.sent<Prepare>().empty());
  EXPECT_EQ(second.last_sent<Propose>(kSelf)->client, kClient);  // passed on
  second.fire(ServerTimer::suspect, 0);                          // n1 is silent
  second.deliver(Propose{7, kClient}, kClient);
  EXPECT_EQ(second.sent<Prepare>().size(), 3u);
  second.deliver(Alive{1}, kSelf);
  second.deliver(Propose{8, kSecondClient}, kSecondClient);
  EXPECT_TRUE(second.last_sent<Propose>(kSelf).has_value());
}

// --- 2.5 The implementation

TEST(PaxosMadeSimple_2_5, AnAcceptorRecordsItsResponseInStableStorageBeforeSendingIt) {
  Harness n = server();
  n.deliver(Prepare{{4, kOther}}, kOther);
  EXPECT_LT(first_put(n), first_send(n));
  EXPECT_FALSE(n.effects()[first_send(n)].urgent);
  n.deliver(Accept{{4, kOther}, 7, false}, kOther);
  EXPECT_LT(first_put(n), first_send(n));
  EXPECT_FALSE(n.effects()[first_send(n)].urgent);
}

TEST(PaxosMadeSimple_2_5, StableStorageKeepsWhatTheAcceptorMustRemember) {
  Harness n = voter({2, kOther}, 7);
  n.deliver(Prepare{{4, kOther}}, kOther);
  n.crash_and_recover();
  EXPECT_EQ(n.node().acceptor.promised, (Ballot{4, kOther}));
  EXPECT_EQ(n.node().acceptor.vote.ballot, (Ballot{2, kOther}));
  EXPECT_EQ(n.node().acceptor.vote.value, 7);
}

TEST(PaxosMadeSimple_2_5, AnAcceptorWhoseStableStorageIsUnreadableTakesNoFurtherPart) {
  Harness n = voter({2, kOther}, 7);
  n.disk().mutable_area(static_cast<uint8_t>(ServerArea::acceptor)).single.rotten = true;
  n.crash_and_recover();
  EXPECT_EQ(n.facts<Halted>().size(), 1u);
  n.deliver(Prepare{{9, kOther}}, kOther);
  EXPECT_TRUE(n.effects().empty());
}

TEST(PaxosMadeSimple_2_5, DifferentProposersChooseTheirNumbersFromDisjointSets) {
  Config config;
  config.servers = 3;
  Harness a(config, kSelf, 3), b(config, kOther, 3);
  for (Harness* n : {&a, &b}) n->start();
  for (Harness* n : {&a, &b}) n->deliver(Propose{7, kClient}, kClient);
  EXPECT_NE(a.node().proposer.ballot, b.node().proposer.ballot);
}

TEST(PaxosMadeSimple_2_5, EachProposerRemembersTheHighestNumberItHasTriedAndBeginsHigher) {
  Harness n = proposer(7);
  EXPECT_LT(first_put(n), first_send(n));
  n.fire(ServerTimer::back_off, 0);
  n.crash_and_recover();
  n.deliver(Propose{8, kClient}, kClient);
  EXPECT_EQ(n.node().proposer.ballot, (Ballot{3, kSelf}));
}

}  // namespace
}  // namespace ordain::paxos
