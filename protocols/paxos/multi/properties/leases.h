// What may be said of reads that bypass the log.
//   lease_exclusion  see below
//   fresh_reads      a read sees every operation that was over before it was invoked: the state it
//                    is answered from is that after a slot no earlier than any of theirs
//
// Lease exclusion ("Paxos Made Live", 5.2: the lease guarantees that "other replicas cannot
// successfully submit values"): while a leader answers reads from its own state, no other has come
// to lead by a higher ballot. In true time: a read at which that has happened breaks it.
#pragma once

#include <map>

#include "protocols/paxos/ballot.h"
#include "protocols/paxos/multi/facts.h"
#include "protocols/paxos/multi/properties/setting.h"
#include "sim/check/by_node.h"
#include "sim/check/property.h"

namespace ordain::multi_paxos {

class LeaseExclusion : public PropertyOf<LeaseExclusion> {
 public:
  explicit LeaseExclusion(const Setting&) {}
  std::string_view name() const override { return "lease_exclusion"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Elected>, &kFactType<ReadServed>};
  }
  void on_fact(const FactEvent& event, Report& report) override;

 private:
  paxos::Ballot highest_;  // elected so far
};

class FreshReads : public PropertyOf<FreshReads> {
 public:
  explicit FreshReads(const Setting&) {}
  std::string_view name() const override { return "fresh_reads"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Applied>, &kFactType<ReadServed>, &kFactType<ReadConfirmed>,
            &kFactType<ReadByReplica>};
  }
  void on_fact(const FactEvent& event, Report& report) override;
  bool wants_operations() const override { return true; }
  void on_operation(const OpRecord& record, Report& report) override;

 private:
  using OperationId = std::pair<NodeId, uint64_t>;
  void served(const OperationId& read, uint64_t slot, const FactEvent& event, Report& report);

  uint64_t executed_ = 0;                  // by anybody
  uint64_t over_ = 0;                      // the last slot of an operation that is over
  std::map<OperationId, uint64_t> slots_;  // of operations that are not over
  std::map<OperationId, uint64_t> least_;  // what a read that is not over must have seen
};

}  // namespace ordain::multi_paxos
