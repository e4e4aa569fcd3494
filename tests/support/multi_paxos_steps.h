// Words for tests that step Multi-Paxos servers by hand: five servers, this one is n1 (id 0).
#pragma once

#include <vector>

#include "protocols/paxos/multi/server.h"
#include "tests/support/node_harness.h"

namespace ordain::multi_paxos {

inline constexpr NodeId kSelf{0};
inline constexpr NodeId kOther{1};
inline constexpr NodeId kThird{2};
inline constexpr NodeId kFourth{3};
inline constexpr NodeId kClient{5};

using Harness = NodeHarness<Server>;

inline Harness server(Config config = {}, uint32_t servers = 5) {
  Harness out(config, kSelf, servers);
  out.start();
  return out;
}

inline kv::Command write(uint64_t sequence, int64_t value) {
  return {Function::write, kClient, sequence, sequence, 0, value, 0};
}
inline kv::Command read(uint64_t sequence) {
  return {Function::read, kClient, sequence, sequence, 0, 0, 0};
}

inline Payload pvalue(Ballot ballot, uint64_t slot, int64_t value) {
  return Payload::make(PValue{ballot, slot, Payload::make(write(slot, value))});
}
inline Payload no_op(Ballot ballot, uint64_t slot) {
  return Payload::make(PValue{ballot, slot, Payload::make(kv::Command{})});
}

// Slots `first`, first + 1, ... with these values, in one Accept.
inline Accept accept(Ballot ballot, uint64_t first, const std::vector<int64_t>& values,
                     uint64_t decided = 0) {
  Accept out{ballot, decided, {}};
  for (int64_t value : values) out.pvalues.push_back(pvalue(ballot, first++, value));
  return out;
}

inline Promise promise(Ballot ballot, Payloads accepted = {}, uint64_t decided = 0) {
  return {ballot, decided, std::move(accepted), {}, {}};
}
inline Acceptance acceptance(Ballot ballot, uint64_t slot, uint64_t count = 1) {
  return {ballot, slot, count, {}};
}

// What the server holds in a slot: the written value, 0 for a no-op, -1 for nothing.
inline int64_t held(const Harness& harness, uint64_t slot) {
  const Payload& at = harness.node().log.at(slot);
  if (!at) return -1;
  const auto& command = at.as<PValue>().value.as<kv::Command>();
  return command.is_no_op() ? 0 : command.value;
}

inline void scout(Harness& harness) {
  harness.fire(ServerTimer::election, 0);
  harness.settle();
}

// Sends out a scout and lets it win.
inline void elect(Harness& harness, Payloads reported = {}) {
  scout(harness);
  const Ballot ballot = harness.node().ballot;
  harness.deliver(promise(ballot, std::move(reported)), kOther);
  harness.deliver(promise(ballot), kThird);
  harness.settle();
}

// A leader's command, accepted by a quorum.
inline void decide(Harness& harness, const kv::Command& command) {
  const uint64_t slot = harness.node().slot_in;
  harness.deliver(kv::Request{command}, kClient);
  harness.settle();
  harness.deliver(acceptance(harness.node().ballot, slot), kOther);
  harness.deliver(acceptance(harness.node().ballot, slot), kThird);
}

}  // namespace ordain::multi_paxos
