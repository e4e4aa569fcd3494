#include "sim/check/isolation/polygraph.h"

#include <algorithm>
#include <queue>

namespace ordain::check::isolation {
namespace {

constexpr uint64_t kMostPairs = uint64_t{1} << 24;
// Reachability is found for 64 targets a word, as many words a node at a time as memory allows.
constexpr uint32_t kMostRowWords = 32;
constexpr uint32_t kMostRows = uint32_t{1} << 23;

bool snapshot(Level level) {
  return level == Level::SnapshotIsolation || level == Level::StrongSessionSnapshotIsolation;
}

EdgeMask mask_for(Level level) {
  switch (level) {
    case Level::StrongSessionSnapshotIsolation:
    case Level::StrongSessionSerializable:
      return kData | kProcess;
    case Level::StrictSerializable:
      return kData | kProcess | kRealTime;
    default:
      return kData;
  }
}

}  // namespace

Polygraph::Polygraph(const Transactions& transactions, const DependencyGraph& graph,
                     const Analysis& analysis, Level level)
    : transactions_(transactions),
      graph_(graph),
      analysis_(analysis),
      split_(snapshot(level)),
      mask_(mask_for(level)) {
  base_ = split_ ? 2 * transactions.size() : transactions.size();
  nodes_ = base_ + graph.nodes() - transactions.size();
  add_certain();
  add_chain_ends();
  certain_ = edges_.size();
}

void Polygraph::add_certain() {
  for (uint32_t u = 0; u < graph_.nodes(); ++u) {
    const bool whole = graph_.is_transaction(u);
    if (whole && split_) edges_.emplace_back(begin_node(u), commit_node(u));
    graph_.for_each_edge(u, mask_, [&](uint32_t to, Edge kind, uint32_t) {
      const bool rw = kind == Edge::RW || (kind == Edge::Pass && graph_.is_hub(u));
      const uint32_t from = !whole ? other_node(u) : rw ? begin_node(u) : commit_node(u);
      const uint32_t target = !graph_.is_transaction(to) ? other_node(to)
                              : rw                       ? commit_node(to)
                                                         : begin_node(to);
      edges_.emplace_back(from, target);
    });
  }
}

// Where readers of the last version are several, they meet in a node of their own.
void Polygraph::add_chain_ends() {
  for (const Chain& chain : analysis_.chains) {
    const uint32_t readers = chain.last_reader - chain.first_reader;
    if (readers == 0) {
      end_.push_back(split_ ? kNone : commit_node(chain.tail));
    } else if (readers == 1) {
      end_.push_back(begin_node(analysis_.readers[chain.first_reader]));
    } else {
      end_.push_back(nodes_++);
      for (uint32_t r = chain.first_reader; r < chain.last_reader; ++r) {
        edges_.emplace_back(begin_node(analysis_.readers[r]), end_.back());
      }
    }
  }
}

Side Polygraph::side(uint32_t before, uint32_t after) const {
  Side side;
  const uint32_t head = analysis_.chains[after].head;
  if (split_) side.add(commit_node(analysis_.chains[before].tail), begin_node(head));
  if (end_[before] != kNone) side.add(end_[before], commit_node(head));
  return side;
}

// A chain that is one node: any serial order orders it with another such one by itself.
bool Polygraph::point(uint32_t chain) const {
  return !split_ && end_[chain] == analysis_.chains[chain].head;
}

void Polygraph::pair_neighbours() {
  pairs_.clear();
  const std::vector<Chain>& chains = analysis_.chains;
  for (size_t i = 0; i + 1 < sorted_.size(); ++i) {
    if (chains[sorted_[i]].key != chains[sorted_[i + 1]].key) continue;
    if (point(sorted_[i]) && point(sorted_[i + 1])) continue;
    pairs_.push_back({sorted_[i], sorted_[i + 1]});
  }
  state_.assign(pairs_.size(), State::Open);
  out_.left = pairs_.size();
  out_.pairs += pairs_.size();
}

// After the neighbours were pruned: what follows from neighbour to neighbour is one run.
void Polygraph::find_runs() {
  std::vector<uint8_t> follows(analysis_.chains.size(), 0);
  for (size_t p = 0; p < pairs_.size(); ++p) {
    if (state_[p] == State::First) follows[pairs_[p].second] = 1;
  }
  uint32_t runs = 0;
  for (const uint32_t chain : sorted_) run_[chain] = follows[chain] != 0 ? runs : ++runs;
}

// Every pair of chains of one key that no run orders. False when there are too many.
bool Polygraph::make_pairs() {
  pairs_.clear();
  const std::vector<Chain>& chains = analysis_.chains;
  for (uint32_t begin = 0; begin < chains.size();) {
    uint32_t end = begin;
    while (end < chains.size() && chains[end].key == chains[begin].key) ++end;
    for (uint32_t a = begin; a < end; ++a) {
      if (point(a)) continue;
      for (uint32_t b = begin; b < end; ++b) {
        // Each pair once; two points need no order.
        if (b == a || run_[a] == run_[b] || (b < a && !point(b))) continue;
        pairs_.push_back({a, b});
      }
      if (pairs_.size() > kMostPairs) return false;
    }
    begin = end;
  }
  state_.assign(pairs_.size(), State::Open);
  out_.left = pairs_.size();
  out_.pairs += pairs_.size();
  return true;
}

// Of the nodes that are ready the one that ran earliest goes first: by real time where it is known,
// else by its place in its session. Shorter than the nodes when there is a cycle.
std::vector<uint32_t> Polygraph::topological(const Edges& edges) const {
  const Adjacency next(nodes_, edges, false);
  std::vector<uint32_t> degree(nodes_, 0);
  for (const auto& [from, to] : edges) ++degree[to];
  std::vector<uint32_t> rank(nodes_, 0);
  std::vector<uint32_t> in_session(transactions_.session_count(), 0);
  for (uint32_t t = 0; t < transactions_.size(); ++t) {
    const uint32_t turn = in_session[transactions_[t].session]++;
    const uint32_t when = transactions_.has_real_time ? transactions_[t].completed : turn;
    rank[begin_node(t)] = rank[commit_node(t)] = when;
  }
  using Entry = std::pair<uint32_t, uint32_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> ready;
  for (uint32_t u = 0; u < nodes_; ++u) {
    if (degree[u] == 0) ready.emplace(rank[u], u);
  }
  std::vector<uint32_t> order;
  order.reserve(nodes_);
  while (!ready.empty()) {
    const uint32_t u = ready.top().second;
    ready.pop();
    order.push_back(u);
    for (const uint32_t* to = next.begin(u); to != next.end(u); ++to) {
      if (--degree[*to] == 0) ready.emplace(rank[*to], *to);
    }
  }
  return order;
}

bool Polygraph::guess() {
  const std::vector<uint32_t> order = topological(edges_);
  place_.assign(nodes_, 0);
  for (uint32_t i = 0; i < order.size(); ++i) place_[order[i]] = i;
  const std::vector<Chain>& chains = analysis_.chains;
  sorted_.resize(chains.size());
  for (uint32_t c = 0; c < chains.size(); ++c) sorted_[c] = c;
  std::sort(sorted_.begin(), sorted_.end(), [&](uint32_t a, uint32_t b) {
    if (chains[a].key != chains[b].key) return chains[a].key < chains[b].key;
    const uint32_t place_a = place_[commit_node(chains[a].head)];
    const uint32_t place_b = place_[commit_node(chains[b].head)];
    return place_a != place_b ? place_a < place_b : a < b;
  });
  Edges edges = edges_;
  for (size_t i = 0; i + 1 < sorted_.size(); ++i) {
    if (chains[sorted_[i]].key != chains[sorted_[i + 1]].key) continue;
    const Side next = side(sorted_[i], sorted_[i + 1]);
    for (uint32_t l = 0; l < next.count; ++l) {
      edges.emplace_back(next.links[l].from, next.links[l].to);
    }
  }
  out_.steps += edges_.size() + edges.size();
  return topological(edges).size() == nodes_;
}

Decision Polygraph::decide(uint64_t step_budget, Means means) {
  const bool guessed = guess();
  const uint32_t chains = static_cast<uint32_t>(analysis_.chains.size());
  run_.resize(chains);
  for (uint32_t c = 0; c < chains; ++c) run_[c] = c;
  if (chains == 0) {
    out_.verdict = Verdict::Holds;
  } else if (means == Means::SearchOnly) {
    if (make_pairs()) search(step_budget);
  } else if (guessed) {
    out_.verdict = Verdict::Holds;
  } else {
    prune_and_search(step_budget);
  }
  return out_;
}

void Polygraph::prune_and_search(uint64_t step_budget) {
  pair_neighbours();
  if (!prune(step_budget)) return;
  find_runs();
  if (guess()) {
    out_.verdict = Verdict::Holds;
    return;
  }
  if (!make_pairs() || !prune(step_budget)) return;
  if (out_.left == 0 || guess()) {
    out_.verdict = Verdict::Holds;
    return;
  }
  search(step_budget);
}

// False when the level is decided, or the budget is used up.
bool Polygraph::prune(uint64_t step_budget) {
  while (true) {
    const std::vector<uint32_t> order = topological(edges_);
    if (order.size() < nodes_) {
      refute_cycle();
      return false;
    }
    const uint64_t cost = edges_.size() * (analysis_.chains.size() / 64 + 1) / 8 + pairs_.size();
    if (out_.steps + cost > step_budget) return true;  // leave it to the search
    find_impossible(Adjacency(nodes_, edges_, false), order);
    const uint64_t before = out_.left;
    if (!resolve()) return false;
    if (out_.left == before || out_.left == 0) break;
  }
  const std::vector<uint32_t> order = topological(edges_);
  if (order.size() == nodes_) return true;
  refute_cycle();
  return false;
}

// For a block of edge sources at a time: which nodes lead to them. One order of a pair is
// impossible when the target of one of its edges leads to that edge's source.
void Polygraph::find_impossible(const Adjacency& next, const std::vector<uint32_t>& order) {
  impossible_.assign(pairs_.size(), 0);
  std::vector<uint32_t> column(nodes_, kNone);
  std::vector<uint32_t> sources;
  const auto both_sides = [&](uint32_t p, auto visit) {
    visit(side(pairs_[p].first, pairs_[p].second), uint8_t{1});
    visit(side(pairs_[p].second, pairs_[p].first), uint8_t{2});
  };
  std::vector<uint32_t> open;
  for (uint32_t p = 0; p < pairs_.size(); ++p) {
    if (state_[p] != State::Open) continue;
    open.push_back(p);
    both_sides(p, [&](const Side& s, uint8_t) {
      for (uint32_t l = 0; l < s.count; ++l) {
        if (column[s.links[l].from] != kNone) continue;
        column[s.links[l].from] = static_cast<uint32_t>(sources.size());
        sources.push_back(s.links[l].from);
      }
    });
  }
  std::vector<uint64_t> rows;
  const uint32_t width = 64 * std::clamp<uint32_t>(kMostRows / nodes_, 1, kMostRowWords);
  for (uint32_t block = 0; block < sources.size(); block += width) {
    const uint32_t end = std::min<uint32_t>(block + width, static_cast<uint32_t>(sources.size()));
    const size_t words = (end - block + 63) / 64;
    rows.assign(nodes_ * words, 0);
    for (size_t i = order.size(); i-- > 0;) {
      const uint32_t u = order[i];
      uint64_t* row = rows.data() + u * words;
      if (column[u] != kNone && column[u] >= block && column[u] < end) {
        row[(column[u] - block) / 64] |= uint64_t{1} << ((column[u] - block) % 64);
      }
      for (const uint32_t* to = next.begin(u); to != next.end(u); ++to) {
        const uint64_t* other = rows.data() + *to * words;
        for (size_t w = 0; w < words; ++w) row[w] |= other[w];
      }
    }
    out_.steps += next.targets.size() * words / 8 + open.size();
    for (const uint32_t p : open) {
      both_sides(p, [&](const Side& s, uint8_t bit) {
        for (uint32_t l = 0; l < s.count; ++l) {
          const uint32_t c = column[s.links[l].from];
          if (c < block || c >= end) continue;
          const uint64_t word = rows[s.links[l].to * words + (c - block) / 64];
          if ((word >> ((c - block) % 64) & 1) != 0) impossible_[p] |= bit;
        }
      });
    }
  }
}

// Takes over what find_impossible() left no choice in; false when a pair has no order at all.
bool Polygraph::resolve() {
  for (uint32_t p = 0; p < pairs_.size(); ++p) {
    if (state_[p] != State::Open || impossible_[p] == 0) continue;
    if (impossible_[p] == 3) {
      refute_pair(pairs_[p]);
      return false;
    }
    const bool first = impossible_[p] == 2;
    state_[p] = first ? State::First : State::Second;
    --out_.left;
    const Pair& pair = pairs_[p];
    first ? add_order(pair.first, pair.second) : add_order(pair.second, pair.first);
  }
  return true;
}

void Polygraph::add_order(uint32_t before, uint32_t after, bool supposed) {
  const Side order = side(before, after);
  for (uint32_t l = 0; l < order.count; ++l) {
    edges_.emplace_back(order.links[l].from, order.links[l].to);
    forced_.push_back({before, after, supposed});
  }
}

void Polygraph::search(uint64_t step_budget) {
  std::vector<Choice> choices;
  std::vector<uint8_t> prefer;
  std::vector<uint32_t> open;
  for (uint32_t p = 0; p < pairs_.size(); ++p) {
    if (state_[p] != State::Open) continue;
    const Pair& pair = pairs_[p];
    open.push_back(p);
    choices.push_back({side(pair.first, pair.second), side(pair.second, pair.first)});
    const uint32_t first = place_[commit_node(analysis_.chains[pair.first].head)];
    const uint32_t second = place_[commit_node(analysis_.chains[pair.second].head)];
    prefer.push_back(first < second ? 0 : 1);
  }
  IncrementalOrder order(nodes_, edges_, topological(edges_));
  OrderSolver solver(order, choices, std::move(prefer));
  const OrderSolver::Answer answer = solver.solve(step_budget);
  out_.steps += solver.steps();
  out_.conflicts = solver.conflicts();
  if (answer == OrderSolver::Answer::Possible) out_.verdict = Verdict::Holds;
  if (answer == OrderSolver::Answer::Impossible) refute_search(open, solver.last_conflict());
}

}  // namespace ordain::check::isolation
