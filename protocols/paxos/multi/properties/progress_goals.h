// What must come about once the cluster has healed.
//   leader_elected_in_core  a server of the core leads, by a ballot that no other of them has
//                           promised to beat
//   core_converges          every server of the core has executed all that had been chosen
#pragma once

#include "protocols/paxos/ballot.h"
#include "protocols/paxos/multi/facts.h"
#include "protocols/paxos/multi/properties/electorate.h"
#include "protocols/paxos/multi/properties/setting.h"
#include "sim/check/by_node.h"
#include "sim/check/property.h"

namespace ordain::multi_paxos {

class LeaderElectedInCore : public PropertyOf<LeaderElectedInCore> {
 public:
  explicit LeaderElectedInCore(const Setting& setting) : electorate_(setting) {}
  std::string_view name() const override { return "leader_elected_in_core"; }
  PropertyKind kind() const override { return PropertyKind::eventually; }
  std::vector<const FactType*> facts() const override;
  void on_fact(const FactEvent& event, Report&) override;
  void on_lifecycle(NodeId node, Lifecycle what, const FactEvent&, Report&) override;
  bool core_suffices(const std::vector<NodeId>& core) const override {
    return electorate_.can_decide(core);
  }
  void on_heal(const std::vector<NodeId>& core) override;
  bool reached() const override;
  std::string pending() const override;

 private:
  struct Server {
    paxos::Ballot promised;
    paxos::Ballot leads;  // none: it does not
    bool in_core = false;
  };
  ByNode<Server> servers_;
  Electorate electorate_;
};

class CoreConverges : public PropertyOf<CoreConverges> {
 public:
  explicit CoreConverges(const Setting& setting) : servers_(setting.servers) {}
  std::string_view name() const override { return "core_converges"; }
  PropertyKind kind() const override { return PropertyKind::eventually; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Applied>, &kFactType<Chosen>, &kFactType<Recovered>,
            &kFactType<SnapshotInstalled>, &kFactType<DiskLost>};
  }
  void on_fact(const FactEvent& event, Report&) override;
  void on_heal(const std::vector<NodeId>& core) override;
  bool reached() const override { return behind_.empty(); }
  std::string pending() const override;

 private:
  uint32_t servers_;
  ByNode<uint64_t> executed_;
  uint64_t highest_ = 0;        // chosen anywhere so far
  uint64_t goal_ = 0;           // the same at the healing
  std::vector<NodeId> behind_;  // servers of the core that have not got there
};

}  // namespace ordain::multi_paxos
