// Linearizability (Herlihy and Wing, 1990) of what clients see: the decision as a write-once
// register that holds 0 until it is decided, checked while the run goes on.
#pragma once

#include "sim/check/lin/online.h"
#include "sim/check/property.h"

namespace ordain::paxos {

class Linearizable : public PropertyOf<Linearizable> {
 public:
  Linearizable();

  std::string_view name() const override { return "linearizable"; }
  std::vector<const FactType*> facts() const override { return {}; }
  void on_fact(const FactEvent&, Report&) override {}
  bool wants_operations() const override { return true; }
  void on_operation(const OpRecord& record, Report& report) override;
  bool encode(Encoder& out) const override {
    checker_.encode(out);
    return true;
  }

 private:
  check::lin::OnlineChecker checker_;
};

}  // namespace ordain::paxos
