// What must come about once the cluster has healed.
//   leader_elected_in_core  a server of the core leads, in a term that no other of them is beyond
//   core_converges          every server of the core has applied all that had been committed
// Servers that are no members of the committed configuration owe nothing.
#pragma once

#include "protocols/raft/facts.h"
#include "protocols/raft/properties/log_configurations.h"
#include "sim/check/by_node.h"
#include "sim/check/property.h"

namespace ordain::raft {

class LeaderElectedInCore : public PropertyOf<LeaderElectedInCore> {
 public:
  std::string_view name() const override { return "leader_elected_in_core"; }
  PropertyKind kind() const override { return PropertyKind::eventually; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<TermAdvanced>, &kFactType<Elected>, &kFactType<SteppedDown>,
            &kFactType<Configured>, &kFactType<ConfigCommitted>};
  }
  void on_fact(const FactEvent& event, Report&) override;
  void on_lifecycle(NodeId node, Lifecycle what, const FactEvent&, Report&) override;
  void on_heal(const std::vector<NodeId>& core) override;
  bool reached() const override;
  std::string pending() const override;

 private:
  struct Server {
    uint64_t term = 0;
    uint64_t leads = 0;  // this term; 0: none
    bool in_core = false;
  };
  Server of_core() const;  // the highest term that its members have reached, and the one led
  ByNode<Server> servers_;
  CommittedMembers members_;
};

class CoreConverges : public PropertyOf<CoreConverges> {
 public:
  explicit CoreConverges(uint32_t servers) : servers_(servers) {}
  std::string_view name() const override { return "core_converges"; }
  PropertyKind kind() const override { return PropertyKind::eventually; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Applied>,        &kFactType<Recovered>,  &kFactType<SnapshotInstalled>,
            &kFactType<SnapshotLoaded>, &kFactType<Configured>, &kFactType<ConfigCommitted>};
  }
  void on_fact(const FactEvent& event, Report&) override;
  void on_heal(const std::vector<NodeId>& core) override;
  bool reached() const override;
  std::string pending() const override;

 private:
  uint32_t servers_;
  ByNode<uint64_t> applied_;
  uint64_t highest_ = 0;        // applied anywhere so far
  uint64_t goal_ = 0;           // the same at the healing
  std::vector<NodeId> behind_;  // servers of the core that have not got there
  CommittedMembers members_;    // only of them is it required
};

}  // namespace ordain::raft
