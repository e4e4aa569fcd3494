// Words for tests that step Raft servers by hand: five servers, this one is n1 (id 0).
#pragma once

#include <vector>

#include "protocols/raft/server.h"
#include "tests/support/node_harness.h"

namespace ordain::raft {

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

inline Payload entry(uint64_t term, int64_t value = 0) {
  return Payload::make(Entry{term, write(static_cast<uint64_t>(value) + 1, value)});
}

inline AppendEntries append(uint64_t term, uint64_t prev_index, uint64_t prev_term,
                            Payloads entries, uint64_t commit = 0) {
  return {term, prev_index, prev_term, commit, 1, std::move(entries)};
}

// A follower in `term` whose log holds entries of these terms.
inline Harness follower(uint64_t term, const std::vector<uint64_t>& log_terms, Config config = {}) {
  Harness out = server(config);
  Payloads entries;
  for (size_t i = 0; i < log_terms.size(); ++i) {
    entries.push_back(entry(log_terms[i], static_cast<int64_t>(i)));
  }
  out.deliver(append(term, 0, 0, std::move(entries)), kOther);
  return out;
}

inline void stand(Harness& harness) {
  harness.fire(ServerTimer::election);
  harness.settle();
}

// Stands for election and wins it.
inline void elect(Harness& harness) {
  stand(harness);
  const uint64_t term = harness.node().current_term;
  harness.deliver(RequestVoteReply{term, true}, kOther);
  harness.deliver(RequestVoteReply{term, true}, kThird);
  harness.settle();
}

inline AppendEntriesReply matched(uint64_t term, uint64_t index, uint64_t round = 1000) {
  return {term, round, true, index, 0};
}

inline std::vector<uint64_t> terms_of(const Log& log) {
  std::vector<uint64_t> out;
  for (uint64_t i = 1; i <= log.last_index(); ++i) out.push_back(log.term_at(i));
  return out;
}

}  // namespace ordain::raft
