// The cluster as a value: a short list of numbers, and what may happen in it next.
//
//   words of a state:  each node's local state | the ledger | what is left of each bound | messages
//
// Messages under way are a sorted multiset. A FIFO link keeps its own in the order of sending, and
// only the first may arrive. With duplications "any" they are a set that only grows: what was sent
// once may arrive again and again. A message that arrives at a node that is down is gone.
//
// What may happen: a message arrives, is lost, or arrives and stays (a duplicate); a timer fires,
// at any moment while it is armed; a disk write completes; a server crashes or starts again. Each
// but arrivals and writes within its bound. Cuts and pauses need no events of their own: what does
// not arrive or fire yet may do so later.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/explore/exhaustive/state_store.h"
#include "sim/explore/exhaustive/step_graph.h"
#include "sim/scenario/explore_spec.h"

namespace ordain {

BOOST_DEFINE_FIXED_ENUM_CLASS(StepKind, uint8_t, start, deliver, drop, duplicate, timer, disk,
                              crash, restart)

// One step of a path, without the state that it starts from. It is the same step in every other
// state in which its node is in the same state.
struct ExploreStep {
  StepKind kind = StepKind::deliver;
  NodeId node;           // where it happens
  EventCode event = 0;   // of kinds deliver, drop, duplicate: the message
  uint32_t outcome = 0;  // which of the event's outcomes
  friend constexpr auto operator<=>(const ExploreStep&, const ExploreStep&) = default;
};
using StepSet = std::vector<ExploreStep>;  // sorted

// Where successors are written: their words lie in one buffer.
class Successors {
 public:
  struct Successor {
    uint64_t begin = 0;
    uint32_t size = 0;
    uint32_t hash = 0;
    ExploreStep step;
    uint32_t violation = 0;  // place + 1 in the ledgers' violations(); 0: none
    bool failed = false;     // the node threw
    bool asleep = false;     // left out: it has no words
    uint32_t batch = Ledgers::kNothing;
    int32_t spent = -1;  // the bound that it draws on; -1: none
  };
  std::vector<Successor> list;
  std::vector<uint32_t> words;
  const StepSet* asleep = nullptr;  // steps whose successors are not written; not owned

  StateStore::Words of(const Successor& one) const { return {words.data() + one.begin, one.size}; }
  void clear() {
    list.clear();
    words.clear();
    asleep = nullptr;
  }
};

class GlobalModel {
 public:
  GlobalModel(const RunSpec& spec, const ExploreSpec& bounds);

  // The states after every node has started (several where a start picks), and for each the
  // outcome of each node's start.
  void initial(Successors& out, std::vector<std::vector<uint32_t>>& outcomes);
  // Appends every state that one step leads to, in an order that depends on the state alone.
  void successors(StateStore::Words state, Successors& out);

  StepGraph& graph() { return graph_; }
  const StepGraph& graph() const { return graph_; }
  uint32_t nodes() const { return nodes_; }
  uint32_t servers() const { return graph_.steps().servers(); }
  // The local state of a node in a global state.
  uint32_t local(StateStore::Words state, NodeId node) const { return state.data[node.value]; }
  uint32_t ledger(StateStore::Words state) const { return state.data[nodes_]; }
  uint32_t first_message() const { return first_message_; }
  bool has_fifo_links() const { return fifo_; }

  // independence.cc
  // Whether both may come first, and either order leads to one and the same state.
  bool commute(StateStore::Words state, const Successors::Successor& a,
               const Successors::Successor& b);

 private:
  // Where a bound is kept in a state: its byte, or one of these.
  using Allowance = int32_t;
  static constexpr Allowance kAny = -1;
  static constexpr Allowance kNever = -2;

  struct Change {
    ExploreStep step;
    const StepGraph::Outcome* outcome = nullptr;  // null: no node takes part
    uint32_t removed = ~uint32_t{0};              // the message's place among the words
    Allowance spent = kAny;
  };

  Allowance add_bound(Bound bound);
  bool allows(const uint32_t* state, Allowance allowance) const;
  uint8_t left_of(const uint32_t* state, Allowance bound) const;  // requires bound >= 0
  void messages(StateStore::Words state, Successors& out);
  void message(StateStore::Words state, uint32_t at, Successors& out);
  void node(StateStore::Words state, NodeId node, Successors& out);
  void event(StateStore::Words state, ExploreStep step, uint32_t removed, Allowance spent,
             Successors& out);
  void change(StateStore::Words state, const Change& how, Successors& out);
  bool is_idle(uint32_t local, uint32_t message);  // independence.cc
  bool heard_alike(uint32_t ledger, uint32_t a, uint32_t b);
  uint32_t send(uint32_t* words, uint32_t size, uint32_t message) const;
  bool is_fifo(uint32_t message) const;

  StepGraph graph_;
  NetworkConfig network_;
  uint32_t nodes_;
  uint32_t first_message_ = 0;
  bool set_;           // messages are a set that only grows
  bool leave_idle_;    // what would change nothing stays under way
  bool fifo_ = false;  // some link is
  std::vector<uint8_t> first_bounds_;
  Allowance crashes_, restarts_, drops_, duplications_;
  std::vector<std::vector<Allowance>> timers_;  // by node, by timer
};

}  // namespace ordain
