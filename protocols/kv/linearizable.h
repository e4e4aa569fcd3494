// Linearizability (Herlihy and Wing, 1990) of what clients see, checked while the run goes on: it
// stops at the first response that no order of the operations explains.
//
// Each key is judged by itself, as a register, a lock with what it guards, or a queue; with
// transactions all keys are one object, and linearizable means strictly serializable.
#pragma once

#include "protocols/kv/client_config.h"
#include "sim/check/lin/online.h"
#include "sim/check/property.h"

namespace ordain::kv {

class Linearizable : public PropertyOf<Linearizable> {
 public:
  explicit Linearizable(const ClientConfig& config = {});

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
  void invoked(const OpRecord& record);
  void failed(const OpEvent& op, uint64_t id);

  bool transactions_;
  bool leases_;
  check::lin::OnlineChecker checker_;
};

}  // namespace ordain::kv
