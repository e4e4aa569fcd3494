// The ghost ledger of who may vote and who is asked: servers that have lost their disk and not
// rejoined have no vote ("Paxos Made Live", 5.1), and each slot has the configuration that was in
// force there ("Reconfiguring a State Machine", 3).
#pragma once

#include <vector>

#include "protocols/paxos/multi/facts.h"
#include "protocols/paxos/multi/properties/configurations.h"
#include "sim/check/by_node.h"
#include "sim/core/fact.h"

namespace ordain::multi_paxos {

class Electorate {
 public:
  explicit Electorate(const Setting& setting) : setting_(setting), configurations_(setting) {}

  static std::vector<const FactType*> facts() {
    return {&kFactType<Applied>,      &kFactType<SnapshotTaken>, &kFactType<SnapshotInstalled>,
            &kFactType<Reconfigured>, &kFactType<DiskLost>,      &kFactType<Rejoined>};
  }
  // True: the fact was one of the above.
  bool on_fact(const FactEvent& event);
  // It will have executed no more than its snapshot when it is back.
  void on_crash(NodeId server) { executed_[server] = snapshot_[server]; }

  // Whether these servers can decide on every slot from here on: they have a majority of each
  // configuration that is in force behind what the furthest of them has executed, is to come into
  // force, or is scheduled.
  bool can_decide(const std::vector<NodeId>& servers) const;

 private:
  Setting setting_;
  Configurations configurations_;
  ByNode<uint64_t> executed_;  // up to this slot
  ByNode<uint64_t> snapshot_;  // on the disk
  uint64_t lost_ = 0;          // a bit a server
};

}  // namespace ordain::multi_paxos
