// CASPaxos: single servers stepped by hand, and each of its properties with facts that must break
// it and facts that must not.
#include <gtest/gtest.h>

#include <algorithm>

#include "protocols/paxos/cas/properties.h"
#include "protocols/paxos/cas/server.h"
#include "tests/support/node_harness.h"

namespace ordain::cas_paxos {
namespace {

using Harness = NodeHarness<Server>;

constexpr NodeId kSelf{0}, kOther{1}, kThird{2}, kClient{3};
constexpr Key kKey = 4;

Harness server(Config config = {}) {
  config.servers = 3;
  Harness out(config, kSelf, 3);
  out.start();
  return out;
}

kv::Request write(uint64_t sequence, int64_t value) {
  return {{Function::write, kClient, sequence, 1, kKey, value, 0}};
}

Payload state_with(int64_t value) {
  State state;
  state.machine.values[kKey] = value;
  return Payload::make(std::move(state));
}

// A server that has its own promise for the client's write, and one other's.
Harness proposing(const kv::Request& request, const Ballot& accepted, Payload state,
                  Config config = {}) {
  Harness n = server(config);
  n.deliver(request, kClient);
  n.settle();
  const Ballot ballot = n.node().changes.at(kKey).ballot;
  n.deliver(Promise{kKey, ballot, accepted, std::move(state)}, kOther);
  n.settle();
  return n;
}

int64_t value_in(const Payload& state) { return state.as<State>().machine.values.at(kKey); }

TEST(CasPaxosProposer, ChangesTheStateOfTheHighestBallotThatThePromisesReport) {
  kv::Request cas = write(1, 0);
  cas.command.function = Function::cas;
  cas.command.value = 7;
  cas.command.new_value = 8;
  Harness n = proposing(cas, {5, kOther}, state_with(7));
  EXPECT_EQ(value_in(n.last_sent<Accept>(kOther)->state), 8);
  ASSERT_EQ(n.facts<Proposed>().size(), 1u);
  EXPECT_EQ(n.facts<Proposed>()[0].base_round, 5u);
}

TEST(CasPaxosProposer, AnswersOnceAQuorumHasAccepted) {
  Harness n = proposing(write(1, 7), {}, {});
  const Ballot ballot = n.node().changes.at(kKey).ballot;
  EXPECT_TRUE(n.sent<kv::Reply>().empty());
  n.deliver(Acceptance{kKey, ballot}, kSelf);  // again: counted once
  EXPECT_TRUE(n.sent<kv::Reply>().empty());
  n.deliver(Acceptance{kKey, ballot}, kOther);
  ASSERT_EQ(n.sent<kv::Reply>().size(), 1u);
  EXPECT_EQ(n.last_sent<kv::Reply>(kClient)->sequence, 1u);
}

TEST(CasPaxosProposer, OperationsThatWaitGoIntoTheNextChangeTogether) {
  Harness n = proposing(write(1, 7), {}, {});
  n.deliver(write(2, 8), kClient);
  n.deliver(write(3, 9), kClient);
  n.deliver(write(3, 9), kClient);  // sent again
  EXPECT_TRUE(n.sent<Prepare>().empty());
  n.deliver(Acceptance{kKey, n.node().changes.at(kKey).ballot}, kOther);
  EXPECT_EQ(n.sent<Prepare>().size(), 3u);
  EXPECT_EQ(n.node().changes.at(kKey).waiting.size(), 2u);
}

TEST(CasPaxosProposer, AnOperationThatWasAcceptedAfterAllIsNotExecutedAgain) {
  Harness n = proposing(write(1, 7), {}, {});
  const Payload proposed = n.last_sent<Accept>(kOther)->state;
  const Ballot first = n.node().changes.at(kKey).ballot;
  n.deliver(Nack{kKey, first, {9, kThird}}, kThird);
  EXPECT_EQ(n.node().changes.at(kKey).phase, Phase::backing_off);
  n.fire(ServerTimer::back_off, kKey);
  const Ballot second = n.node().changes.at(kKey).ballot;
  EXPECT_EQ(second, (Ballot{10, kSelf}));
  // Another server found the change, and overwrote it.
  State later = proposed.as<State>();
  later.machine.apply({Function::write, kThird, 1, 1, kKey, 8, 0});
  n.deliver(Promise{kKey, second, {9, kThird}, Payload::make(later)}, kThird);
  n.deliver(Promise{kKey, second, first, proposed}, kOther);
  EXPECT_EQ(value_in(n.last_sent<Accept>(kOther)->state), 8);
}

TEST(CasPaxosProposer, AChangeBringsTheNextOnesPhaseOneWithIt) {
  Config config;
  config.one_round_trip = true;
  Harness n = proposing(write(1, 7), {}, {}, config);
  const Ballot next = n.last_sent<Accept>(kOther)->next;
  ASSERT_TRUE(next.valid());
  n.deliver(Acceptance{kKey, n.node().changes.at(kKey).ballot}, kOther);
  n.deliver(write(2, 8), kClient);
  EXPECT_TRUE(n.sent<Prepare>().empty());
  EXPECT_EQ(n.last_sent<Accept>(kOther)->ballot, next);
  n.deliver(Nack{kKey, next, {50, kThird}}, kThird);  // somebody has prepared: the cache is void
  n.fire(ServerTimer::back_off, kKey);
  EXPECT_EQ(n.sent<Prepare>().size(), 3u);
}

TEST(CasPaxosAcceptor, PromisesTheNextBallotWithAChangeAndKeepsBothOverACrash) {
  Harness n = server();
  n.deliver(Accept{kKey, {2, kOther}, state_with(7), {3, kOther}}, kOther);
  n.crash_and_recover();
  EXPECT_EQ(n.node().slots.at(kKey).promised, (Ballot{3, kOther}));
  EXPECT_EQ(value_in(n.node().slots.at(kKey).state), 7);
  n.deliver(Prepare{kKey, {2, kThird}}, kThird);
  EXPECT_TRUE(n.last_sent<Nack>(kThird).has_value());
  n.deliver(Prepare{kKey + 1, {2, kThird}}, kThird);  // another register
  EXPECT_TRUE(n.last_sent<Promise>(kThird).has_value());
}

TEST(CasPaxosAcceptor, ATornRecordIsCutOffARottenOneHaltsTheServer) {
  Harness n = server();
  n.deliver(Prepare{kKey, {2, kOther}}, kOther);
  n.deliver(Prepare{kKey, {3, kOther}}, kOther);
  auto& log = n.disk().mutable_area(static_cast<uint8_t>(ServerArea::slots)).log;
  ASSERT_EQ(log.size(), 2u);
  log[1].torn = log[1].rotten = true;
  n.crash_and_recover();
  EXPECT_EQ(n.node().slots.at(kKey).promised, (Ballot{2, kOther}));
  log[0].rotten = true;
  n.crash_and_recover();
  EXPECT_EQ(n.facts<Halted>().size(), 1u);
}

// Feeds facts to one property and tells whether it was broken.
template <class P>
struct Told {
  P property;
  Report report;

  template <class... Args>
  explicit Told(Args... args) : property(args...) {}
  template <class F>
  Told& fact(NodeId node, const F& what) {
    const auto types = property.facts();
    EXPECT_NE(std::find(types.begin(), types.end(), &kFactType<F>), types.end());
    property.on_fact({Fact::of(what), node, Time{}, 0}, report);
    return *this;
  }
  bool broken() const { return !report.violations().empty(); }
};

const paxos::Quorums kThree{3, 2, 2, 0};

TEST(CasPaxosProperties, PromisesAreKeptKeyByKey) {
  Told<PromiseMonotonic> told;
  told.fact(kSelf, Promised{1, 5, kOther}).fact(kSelf, Promised{2, 3, kOther});
  EXPECT_FALSE(told.broken());
  EXPECT_TRUE(Told(told).fact(kSelf, Promised{1, 4, kOther}).broken());
  EXPECT_TRUE(Told(told).fact(kSelf, Recovered{1, 4, kOther, 0, {}, 0}).broken());
  Told<AcceptBelowPromise> accepts;
  accepts.fact(kSelf, Promised{1, 5, kOther}).fact(kSelf, Accepted{2, 3, kOther, 11});
  EXPECT_FALSE(accepts.broken());
  EXPECT_TRUE(accepts.fact(kSelf, Accepted{1, 4, kOther, 11}).broken());
}

TEST(CasPaxosProperties, ABallotHasOneState) {
  Told<OneStatePerBallot> told;
  told.fact(kSelf, Proposed{1, 5, kSelf, 0, {}, 11}).fact(kOther, Accepted{1, 5, kSelf, 11});
  EXPECT_FALSE(told.fact(kSelf, Proposed{2, 5, kSelf, 0, {}, 12}).broken());
  EXPECT_TRUE(told.fact(kOther, Accepted{1, 5, kSelf, 12}).broken());
}

TEST(CasPaxosProperties, AChangeOfAnOlderStateThanTheLastChosenBreaksItInEitherOrder) {
  Told<ChangesLatest> told(kThree);
  told.fact(kSelf, Accepted{1, 5, kSelf, 11}).fact(kOther, Accepted{1, 5, kSelf, 11});
  EXPECT_FALSE(Told(told).fact(kThird, Proposed{1, 6, kThird, 5, kSelf, 12}).broken());
  EXPECT_FALSE(Told(told).fact(kThird, Proposed{2, 6, kThird, 0, {}, 12}).broken());
  EXPECT_FALSE(Told(told).fact(kThird, Proposed{1, 4, kThird, 0, {}, 12}).broken());
  EXPECT_TRUE(Told(told).fact(kThird, Proposed{1, 6, kThird, 4, kSelf, 12}).broken());
  Told<ChangesLatest> later(kThree);
  later.fact(kThird, Proposed{1, 6, kThird, 4, kSelf, 12}).fact(kSelf, Accepted{1, 5, kSelf, 11});
  EXPECT_FALSE(later.broken());
  EXPECT_TRUE(later.fact(kOther, Recovered{1, 5, kSelf, 5, kSelf, 11}).broken());
}

TEST(CasPaxosProperties, AnAnswerBeforeAQuorumHasAcceptedBreaksIt) {
  Told<ChangedImpliesChosen> told(kThree);
  told.fact(kSelf, Accepted{1, 5, kSelf, 11});
  EXPECT_TRUE(Told(told).fact(kSelf, Changed{1, 5, kSelf, 3, 1, false}).broken());
  told.fact(kOther, Accepted{1, 5, kSelf, 11});
  EXPECT_FALSE(told.fact(kSelf, Changed{1, 5, kSelf, 3, 1, false}).broken());
}

}  // namespace
}  // namespace ordain::cas_paxos
