// What may be said of each acceptor from its facts alone.
//   promise_monotonic  its promise never falls, and it accepts in no ballot below it, crashes or
//                      not (PMMC's invariants A1 and A2); only a lost disk begins anew
//   durability         what it has accepted is still there after a crash, or in its snapshot
#pragma once

#include "protocols/paxos/ballot.h"
#include "protocols/paxos/multi/facts.h"
#include "protocols/paxos/multi/properties/setting.h"
#include "sim/check/by_node.h"
#include "sim/check/property.h"

namespace ordain::multi_paxos {

class PromiseMonotonic : public PropertyOf<PromiseMonotonic> {
 public:
  explicit PromiseMonotonic(const Setting&) {}
  std::string_view name() const override { return "promise_monotonic"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Promised>, &kFactType<Accepted>, &kFactType<Recovered>, &kFactType<DiskLost>,
            &kFactType<Rejoined>};
  }
  void on_fact(const FactEvent& event, Report& report) override;

 private:
  ByNode<paxos::Ballot> promised_;
};

class Durability : public PropertyOf<Durability> {
 public:
  explicit Durability(const Setting&) {}
  std::string_view name() const override { return "durability"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Accepted>, &kFactType<Recovered>, &kFactType<DiskLost>};
  }
  void on_fact(const FactEvent& event, Report& report) override;

 private:
  ByNode<std::vector<bool>> accepted_;  // by slot
};

}  // namespace ordain::multi_paxos
