// Sessions that end: Ongaro's thesis, 6.3.
#include <gtest/gtest.h>

#include "protocols/kv/client.h"
#include "protocols/kv/state_machine.h"
#include "tests/support/node_harness.h"

namespace ordain::kv {
namespace {

constexpr NodeId kA{3}, kB{4}, kC{5};

Command opening(NodeId client, uint64_t sequence, int64_t at, int64_t expiry, int64_t most = 0) {
  return {Function::open_session, client, sequence, 0, 0, expiry, most, {}, 0, LocalTime{at}};
}
Command put(NodeId client, uint64_t sequence, uint64_t session, int64_t at, int64_t value = 1) {
  return {Function::put, client, sequence, 0, 0, value, 0, {}, session, LocalTime{at}};
}

TEST(KvSessions, AreOpenedWithNumbersAndTheSameCommandOpensOne) {
  StateMachine machine;
  const auto first = machine.apply(opening(kA, 10, 100, 500));
  EXPECT_EQ(first.result.status, Status::ok);
  const auto again = machine.apply(opening(kA, 10, 110, 500));
  EXPECT_EQ(again.result.value, first.result.value);
  EXPECT_EQ(machine.opened, 1u);
  EXPECT_NE(machine.apply(opening(kB, 10, 120, 500)).result.value, first.result.value);
}

TEST(KvSessions, ExpireByTheLogsTimeWhenTheyAreNotUsed) {
  StateMachine machine;
  const auto number = static_cast<uint64_t>(machine.apply(opening(kA, 10, 100, 500)).result.value);
  EXPECT_EQ(machine.apply(put(kA, 1, number, 599)).result.status, Status::ok);
  EXPECT_EQ(machine.apply(put(kA, 2, number, 1098)).result.status, Status::ok);
  const auto late = machine.apply(put(kA, 3, number, 1598));
  EXPECT_EQ(late.result.status, Status::session_expired);
  EXPECT_FALSE(late.executed);
  EXPECT_TRUE(machine.sessions.empty());
}

TEST(KvSessions, AKeepAliveIsAUse) {
  StateMachine machine;
  const auto number = static_cast<uint64_t>(machine.apply(opening(kA, 10, 100, 500)).result.value);
  Command alive{Function::keep_alive, kA, 11, 0, 0, 0, 0, {}, number, LocalTime{500}};
  EXPECT_EQ(machine.apply(alive).result.status, Status::ok);
  EXPECT_EQ(machine.apply(put(kA, 1, number, 900)).result.status, Status::ok);
}

TEST(KvSessions, AnotherClientsCommandLetsTimePass) {
  StateMachine machine;
  machine.apply(opening(kA, 10, 100, 500));
  machine.apply(opening(kB, 10, 700, 500));
  EXPECT_EQ(machine.sessions.count(kA), 0u);
  EXPECT_EQ(machine.sessions.count(kB), 1u);
}

TEST(KvSessions, TimeNeverRunsBackwards) {
  StateMachine machine;
  const auto number = static_cast<uint64_t>(machine.apply(opening(kA, 10, 1000, 500)).result.value);
  machine.apply(put(kA, 1, number, 200));  // the next leader's clock is behind
  EXPECT_EQ(machine.time, LocalTime{1000});
  EXPECT_EQ(machine.sessions.at(kA).used, LocalTime{1000});
}

TEST(KvSessions, BeyondTheBoundTheLeastRecentlyUsedEnds) {
  StateMachine machine;
  const auto a = static_cast<uint64_t>(machine.apply(opening(kA, 10, 1, 0, 2)).result.value);
  machine.apply(opening(kB, 10, 2, 0, 2));
  machine.apply(put(kA, 1, a, 3));
  machine.apply(opening(kC, 10, 4, 0, 2));
  EXPECT_EQ(machine.sessions.count(kA), 1u);
  EXPECT_EQ(machine.sessions.count(kB), 0u);
  EXPECT_EQ(machine.sessions.count(kC), 1u);
}

TEST(KvSessions, AnotherOneOfTheSameClientEndsTheLast) {
  StateMachine machine;
  const auto first = static_cast<uint64_t>(machine.apply(opening(kA, 10, 1, 500)).result.value);
  machine.apply(put(kA, 1, first, 2));
  machine.apply(opening(kA, 11, 3, 500));
  EXPECT_EQ(machine.apply(put(kA, 1, first, 4)).result.status, Status::session_expired);
  EXPECT_EQ(machine.apply(opening(kA, 10, 5, 500)).result.status, Status::stale);
}

TEST(KvSessions, TheHashForgetsWhatEnded) {
  StateMachine used, fresh;
  const auto number = static_cast<uint64_t>(used.apply(opening(kA, 10, 100, 500)).result.value);
  used.apply({Function::get, kA, 1, 0, 0, 0, 0, {}, number, LocalTime{200}});
  fresh.apply(opening(kA, 10, 100, 500));
  EXPECT_NE(used.hash, fresh.hash);
  used.apply(opening(kB, 10, 1000, 500));
  fresh.apply(opening(kB, 10, 1000, 500));
  EXPECT_EQ(used.hash, fresh.hash);
}

TEST(KvSessions, ByTheLocalClockReplicasPartWays) {
  StateMachine slow, fast;
  Surroundings early{LocalTime{300}, {}}, late{LocalTime{9000}, {}};
  early.mutants.add(Mutant::session_expiry_local);
  late.mutants.add(Mutant::session_expiry_local);
  for (auto [machine, around] : {std::pair{&slow, &early}, {&fast, &late}}) {
    machine->apply(opening(kA, 10, 100, 500), *around);
    machine->apply(put(kA, 1, 1, 200), *around);
  }
  EXPECT_NE(slow.hash, fast.hash);
}

// --- the client

ClientConfig config() {
  ClientConfig out;
  out.servers = 3;
  out.clients = 1;
  out.operations = 10;
  out.think_low = out.think_high = {};
  out.attempts = 3;
  out.session_expiry = seconds(1);
  out.keep_alive = milliseconds(300);
  return out;
}

struct Asking {
  NodeHarness<Client> client;
  explicit Asking(const ClientConfig& with = config()) : client(with, kA, with.servers) {
    client.start();
  }
  Command last() { return client.sent<Request>().back().second.command; }
  void reply(uint64_t sequence, Status status, int64_t value = 0) {
    client.deliver(Reply{sequence, {status, true, value}, {}}, NodeId(0));
  }
};

TEST(KvClientSessions, OpenOneBeforeTheFirstCommandAndNameItInEach) {
  Asking a;
  ASSERT_EQ(a.client.sent<Request>().size(), 1u);
  const Command open = a.last();
  EXPECT_EQ(open.function, Function::open_session);
  EXPECT_EQ(open.value, seconds(1).ns);
  a.reply(open.sequence, Status::ok, 7);
  EXPECT_EQ(a.last().session, 7u);
  EXPECT_EQ(a.last().sequence, 1u);
}

TEST(KvClientSessions, WhatWasSentUnderALostSessionIsIndeterminate) {
  Asking a;
  a.reply(a.last().sequence, Status::ok, 7);
  a.reply(1, Status::session_expired);
  ASSERT_GE(a.client.operations().size(), 2u);
  EXPECT_EQ(a.client.operations()[0].phase, OpPhase::indeterminate);
  EXPECT_EQ(a.client.operations()[1].phase, OpPhase::invoke);  // the next, which waits
  ASSERT_EQ(a.client.sent<Request>().size(), 1u);
  EXPECT_EQ(a.last().function, Function::open_session);
}

TEST(KvClientSessions, WhatWasNeverSentHasFailed) {
  Asking a;
  for (int i = 0; i < 3; ++i) a.client.fire(ClientTimer::retry, 0);
  ASSERT_GE(a.client.operations().size(), 1u);
  EXPECT_EQ(a.client.operations()[0].phase, OpPhase::failed);
  EXPECT_FALSE(a.client.operations()[0].asked);
}

TEST(KvClientSessions, WhatWasRefusedWasAskedFor) {
  Asking a;
  a.reply(a.last().sequence, Status::ok, 7);
  a.reply(1, Status::mismatch);
  ASSERT_GE(a.client.operations().size(), 1u);
  EXPECT_EQ(a.client.operations()[0].phase, OpPhase::failed);
  EXPECT_TRUE(a.client.operations()[0].asked);
}

TEST(KvClientSessions, ARetryKeepsTheSessionItWasSentUnder) {
  ClientConfig two = config();
  two.outstanding = 2;
  Asking a(two);
  a.reply(a.last().sequence, Status::ok, 7);
  a.reply(1, Status::session_expired);
  a.reply(a.last().sequence, Status::ok, 8);
  a.client.fire(ClientTimer::retry, 1);
  EXPECT_EQ(a.last().sequence, 2u);
  EXPECT_EQ(a.last().session, 7u);
}

TEST(KvClientSessions, AnIdleClientKeepsItsSessionAlive) {
  ClientConfig idle = config();
  idle.think_low = idle.think_high = seconds(2);
  Asking a(idle);
  a.reply(a.last().sequence, Status::ok, 7);
  a.client.fire(ClientTimer::keep_alive, 0);
  ASSERT_EQ(a.client.sent<Request>().size(), 1u);
  EXPECT_EQ(a.last().function, Function::keep_alive);
  EXPECT_EQ(a.last().session, 7u);
  a.reply(a.last().sequence, Status::session_expired);
  EXPECT_EQ(a.last().function, Function::open_session);
}

}  // namespace
}  // namespace ordain::kv
