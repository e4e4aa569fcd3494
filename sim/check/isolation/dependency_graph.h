// The dependencies between transactions that hold in every execution which explains the history:
// data edges (ww, wr, rw) that a checker inferred, session order, and real-time order.
//
// Session and real-time order take no edges of their own. A session's next transaction is an array;
// real time is a line of moments, one for each completion: a transaction leads to the moment of its
// completion, a moment to the next one and to the transactions invoked between the two. That is as
// small as the number of transactions, where the transitive reduction of the order itself can have
// (transactions x concurrency) edges.
//
// Nodes: transactions, then hubs, then moments. A hub stands for "all readers of the last version"
// in rw edges to writers whose place is not known, so that m readers and n writers take m + n
// edges.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/check/isolation/transactions.h"

namespace ordain::check::isolation {

enum class Edge : uint8_t { WW, WR, RW, Process, RealTime, Pass };

// A set of kinds of edges. Pass goes along with what led into the hub or moment.
using EdgeMask = uint8_t;
constexpr EdgeMask mask_of(Edge kind) {
  return static_cast<EdgeMask>(1U << static_cast<int>(kind));
}
inline constexpr EdgeMask kWW = mask_of(Edge::WW);
inline constexpr EdgeMask kWR = mask_of(Edge::WR);
inline constexpr EdgeMask kRW = mask_of(Edge::RW);
inline constexpr EdgeMask kProcess = mask_of(Edge::Process);
inline constexpr EdgeMask kRealTime = mask_of(Edge::RealTime);
inline constexpr EdgeMask kData = kWW | kWR | kRW;

struct DataEdge {
  uint32_t from;
  uint32_t to;
  uint32_t key;
  Edge kind;
};

class DependencyGraph {
 public:
  DependencyGraph() = default;
  // `member[t]`: whether the transaction took place as far as anybody can tell; others get no edge.
  DependencyGraph(const Transactions& transactions, const std::vector<uint8_t>& member,
                  const std::vector<DataEdge>& edges, uint32_t hubs);

  uint32_t transactions() const { return transactions_; }
  uint32_t hubs() const { return hubs_; }
  uint32_t nodes() const { return transactions_ + hubs_ + moments_; }
  bool is_transaction(uint32_t node) const { return node < transactions_; }
  bool is_hub(uint32_t node) const { return node >= transactions_ && node < first_moment(); }
  uint32_t first_moment() const { return transactions_ + hubs_; }

  // Calls visit(to, kind, key) for each edge of `node` whose kind is in the mask, in a fixed order.
  template <class Visit>
  void for_each_edge(uint32_t node, EdgeMask mask, Visit visit) const;

  uint32_t next_in_session(uint32_t t) const { return next_in_session_[t]; }
  uint64_t data_edges() const { return targets_.size(); }

 private:
  void index_edges(const std::vector<DataEdge>& edges);
  void index_sessions(const Transactions& transactions, const std::vector<uint8_t>& member);
  void index_moments(const Transactions& transactions, const std::vector<uint8_t>& member);

  struct Target {
    uint32_t to;
    uint32_t key_and_kind;  // key << 3 | kind
  };
  uint32_t transactions_ = 0;
  uint32_t hubs_ = 0;
  uint32_t moments_ = 0;
  std::vector<uint32_t> first_;  // of each transaction and hub, into targets_
  std::vector<Target> targets_;
  std::vector<uint32_t> next_in_session_;
  std::vector<uint32_t> moment_of_;      // of each transaction; kNone when it never completed
  std::vector<uint32_t> invoked_after_;  // moment m: members invoked_[invoked_after_[m] .. [m + 1])
  std::vector<uint32_t> invoked_;
};

template <class Visit>
void DependencyGraph::for_each_edge(uint32_t node, EdgeMask mask, Visit visit) const {
  if (node >= first_moment()) {
    if ((mask & kRealTime) == 0) return;
    const uint32_t m = node - first_moment();
    for (uint32_t i = invoked_after_[m]; i < invoked_after_[m + 1]; ++i) {
      visit(invoked_[i], Edge::Pass, kNone);
    }
    if (m + 1 < moments_) visit(node + 1, Edge::Pass, kNone);
    return;
  }
  for (uint32_t i = first_[node]; i < first_[node + 1]; ++i) {
    const Edge kind = static_cast<Edge>(targets_[i].key_and_kind & 7);
    const EdgeMask needed = kind == Edge::Pass ? kRW : mask_of(kind);
    if ((mask & needed) != 0) visit(targets_[i].to, kind, targets_[i].key_and_kind >> 3);
  }
  if (node >= transactions_) return;
  if ((mask & kProcess) != 0 && next_in_session_[node] != kNone) {
    visit(next_in_session_[node], Edge::Process, kNone);
  }
  if ((mask & kRealTime) != 0 && moment_of_[node] != kNone) {
    visit(first_moment() + moment_of_[node], Edge::RealTime, kNone);
  }
}

}  // namespace ordain::check::isolation
