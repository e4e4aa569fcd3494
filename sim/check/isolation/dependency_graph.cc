#include "sim/check/isolation/dependency_graph.h"

#include <algorithm>

namespace ordain::check::isolation {

DependencyGraph::DependencyGraph(const Transactions& transactions,
                                 const std::vector<uint8_t>& member,
                                 const std::vector<DataEdge>& edges, uint32_t hubs)
    : transactions_(transactions.size()), hubs_(hubs) {
  index_edges(edges);
  index_sessions(transactions, member);
  moment_of_.assign(transactions_, kNone);
  if (transactions.has_real_time) index_moments(transactions, member);
}

void DependencyGraph::index_edges(const std::vector<DataEdge>& edges) {
  first_.assign(transactions_ + hubs_ + 1, 0);
  for (const DataEdge& e : edges) ++first_[e.from + 1];
  for (size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
  std::vector<uint32_t> next(first_.begin(), first_.end() - 1);
  targets_.resize(edges.size());
  for (const DataEdge& e : edges) {
    targets_[next[e.from]++] = {e.to, e.key << 3 | static_cast<uint32_t>(e.kind)};
  }
}

void DependencyGraph::index_sessions(const Transactions& transactions,
                                     const std::vector<uint8_t>& member) {
  next_in_session_.assign(transactions_, kNone);
  std::vector<uint32_t> last(transactions.session_count(), kNone);
  for (uint32_t t = 0; t < transactions_; ++t) {
    if (member[t] == 0) continue;
    uint32_t& previous = last[transactions[t].session];
    if (previous != kNone) next_in_session_[previous] = t;
    previous = t;
  }
}

// Completions and invocations are each nearly in order of position: a sweep over both, sorted.
void DependencyGraph::index_moments(const Transactions& transactions,
                                    const std::vector<uint8_t>& member) {
  uint32_t last_position = 0;
  for (uint32_t t = 0; t < transactions_; ++t) {
    last_position = std::max(last_position, transactions[t].invoked);
    if (transactions[t].completed != kNever) {
      last_position = std::max(last_position, transactions[t].completed);
    }
  }
  struct Event {
    uint32_t invoked = kNone;
    uint32_t completed = kNone;
  };
  std::vector<Event> events(last_position + 1);  // positions are event numbers: dense
  for (uint32_t t = 0; t < transactions_; ++t) {
    if (member[t] == 0) continue;
    events[transactions[t].invoked].invoked = t;
    if (transactions[t].completed != kNever) events[transactions[t].completed].completed = t;
  }
  for (const Event& event : events) {
    if (event.invoked != kNone && moments_ > 0) invoked_.push_back(event.invoked);
    if (event.completed == kNone) continue;
    moment_of_[event.completed] = moments_++;
    invoked_after_.push_back(static_cast<uint32_t>(invoked_.size()));
  }
  invoked_after_.push_back(static_cast<uint32_t>(invoked_.size()));
}

}  // namespace ordain::check::isolation
