// Lease exclusion ("Paxos Made Live", 5.2: the lease guarantees that "other replicas cannot
// successfully submit values"): while a leader answers reads from its own state, no other has come
// to lead by a higher ballot. In true time: a read at which that has happened breaks it.
#pragma once

#include "protocols/paxos/ballot.h"
#include "protocols/paxos/multi/facts.h"
#include "protocols/paxos/multi/properties/by_node.h"
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

}  // namespace ordain::multi_paxos
