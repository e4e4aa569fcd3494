// What may be said of the replicas from their facts alone.
//   prefix_execution      a replica executes slot after slot, none twice, none left out (PMMC 2.1)
//   state_machine_safety  no two replicas execute different values in a slot, or come to different
//                         states by it (PMMC's invariant R1)
//   exactly_once          a client's command takes effect in one slot only
//   validity              only commands that a client has issued are executed ("Paxos Made Simple",
//                         2.1: "only a value that has been proposed may be chosen")
#pragma once

#include <vector>

#include "protocols/paxos/multi/facts.h"
#include "protocols/paxos/multi/properties/setting.h"
#include "sim/check/by_node.h"
#include "sim/check/property.h"

namespace ordain::multi_paxos {

class PrefixExecution : public PropertyOf<PrefixExecution> {
 public:
  explicit PrefixExecution(const Setting&) {}
  std::string_view name() const override { return "prefix_execution"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Applied>, &kFactType<Recovered>, &kFactType<SnapshotInstalled>,
            &kFactType<DiskLost>};
  }
  void on_fact(const FactEvent& event, Report& report) override;

 private:
  ByNode<uint64_t> executed_;
};

class StateMachineSafety : public PropertyOf<StateMachineSafety> {
 public:
  explicit StateMachineSafety(const Setting&) {}
  std::string_view name() const override { return "state_machine_safety"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Applied>, &kFactType<SnapshotInstalled>};
  }
  void on_fact(const FactEvent& event, Report& report) override;

 private:
  struct First {
    uint64_t value = 0;
    uint64_t state_hash = 0;
    NodeId node;
  };
  std::vector<First> first_;  // by slot: who executed it first
};

class ExactlyOnce : public PropertyOf<ExactlyOnce> {
 public:
  explicit ExactlyOnce(const Setting& setting) : servers_(setting.servers) {}
  std::string_view name() const override { return "exactly_once"; }
  std::vector<const FactType*> facts() const override { return {&kFactType<Applied>}; }
  void on_fact(const FactEvent& event, Report& report) override;

 private:
  using CommandId = std::pair<NodeId, uint64_t>;
  struct Effect {
    uint64_t sequence = 0;
    uint64_t slot = 0;
  };
  // Where the command took effect first: in `slot`, unless it is known.
  uint64_t first_slot(const CommandId& command, uint64_t slot);

  uint32_t servers_;
  std::vector<CommandId> executed_;      // by slot: what the first to execute it executed
  ByNode<std::vector<Effect>> effects_;  // by client, in the order of sequence numbers
};

class Validity : public PropertyOf<Validity> {
 public:
  explicit Validity(const Setting& setting) : servers_(setting.servers) {}
  std::string_view name() const override { return "validity"; }
  std::vector<const FactType*> facts() const override { return {&kFactType<Applied>}; }
  void on_fact(const FactEvent& event, Report& report) override;
  bool wants_operations() const override { return true; }
  void on_operation(const OpRecord& record, Report& report) override;

 private:
  uint32_t servers_;
  ByNode<std::vector<uint64_t>> issued_;  // by client, ascending
};

}  // namespace ordain::multi_paxos
