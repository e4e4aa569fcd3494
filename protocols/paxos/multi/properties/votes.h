// The ghost ledger of what acceptors have accepted, and of what is chosen by it: one record a slot
// and ballot, and the configurations as they were decided. It survives crashes, as the disks do.
//
// A server that loses its disk takes its votes back: those in ballots that have no quorum yet count
// no more towards one. A leader may have counted them before it could know: `ever` has them still.
#pragma once

#include <map>
#include <vector>

#include "protocols/paxos/ballot.h"
#include "protocols/paxos/multi/facts.h"
#include "protocols/paxos/multi/properties/configurations.h"
#include "sim/check/by_node.h"

namespace ordain::multi_paxos {

using paxos::Ballot;

class Votes {
 public:
  explicit Votes(const Setting& setting) : configurations_(setting) {}

  // What is chosen in a slot: set once.
  struct Decision {
    Ballot ballot;  // the first in which it was
    uint64_t value = 0;
    bool chosen() const { return ballot.valid(); }
  };

  // Counts a vote. True: with it the ballot has a quorum, so that its value is chosen.
  bool accept(const Accepted& vote, NodeId acceptor);
  // Whether a quorum has accepted it, if the votes that were lost are counted too.
  bool had_quorum(uint64_t slot, const Ballot& ballot, uint64_t value) const;
  // Takes note of a choice and returns the slot's decision, which may be another, earlier one.
  const Decision& choose(uint64_t slot, const Ballot& ballot, uint64_t value);
  const Decision& decision(uint64_t slot) const;

  void lose(NodeId acceptor);
  void reconfigure(const Reconfigured& change) { configurations_.reconfigure(change); }
  bool is_quorum(uint64_t voters, uint64_t slot) const;

 private:
  struct Tally {
    Ballot ballot;
    uint64_t value = 0;
    uint64_t standing = 0;  // acceptors, a bit each
    uint64_t ever = 0;
    bool complete = false;  // it had a quorum once
  };
  struct Slot {
    Tally first;
    Decision decision;
  };
  Tally& tally(uint64_t slot, const Ballot& ballot, uint64_t value);

  Configurations configurations_;
  std::vector<Slot> slots_;                              // by number: the first ballot seen there
  std::map<std::pair<uint64_t, Ballot>, Tally> others_;  // the rare others
};

}  // namespace ordain::multi_paxos
