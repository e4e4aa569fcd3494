// What may be said of reads that bypass the log.
//   no_stale_read    a read is answered from a state that holds all that any client had seen
//                    acknowledged when it was invoked (thesis, 6.4)
//   lease_exclusion  while a leader holds a lease nobody is elected in a later term (6.4.1)
#pragma once

#include <vector>

#include "protocols/raft/config.h"
#include "protocols/raft/facts.h"
#include "sim/check/by_node.h"
#include "sim/check/property.h"

namespace ordain::raft {

// States are ordered by the index of the last entry applied, so that the comparison of two numbers
// says it all. An operation that was acknowledged has its index from the fact that it was applied
// or read; the highest of those so far is noted when a read is invoked.
class NoStaleRead : public PropertyOf<NoStaleRead> {
 public:
  explicit NoStaleRead(const Config& config) : on_(config.reads != Reads::log) {}
  std::string_view name() const override { return "no_stale_read"; }
  std::vector<const FactType*> facts() const override;
  void on_fact(const FactEvent& event, Report& report) override;
  bool wants_operations() const override { return on_; }
  void on_operation(const OpRecord& record, Report&) override;
  bool encode(Encoder& out) const override {
    ordain::encode(out, acknowledged_);
    ordain::encode(out, open_);
    return true;
  }

 private:
  struct Open {
    uint64_t number = 0;
    uint64_t acknowledged = 0;  // the highest index that anybody knew when it was invoked
    uint64_t index = 0;         // its own; 0: not known
    BOOST_DESCRIBE_CLASS(Open, (), (number, acknowledged, index), (), ())
  };
  Open* find(NodeId client, uint64_t number);

  bool on_;
  uint64_t acknowledged_ = 0;
  ByNode<std::vector<Open>> open_;  // by client
};

// The moments at which a leader says that it holds its lease are compared with the elections so
// far. In between it may hold it or not: what it does not use does no harm.
class LeaseExclusion : public PropertyOf<LeaseExclusion> {
 public:
  explicit LeaseExclusion(const Config& config) : on_(config.reads == Reads::lease) {}
  std::string_view name() const override { return "lease_exclusion"; }
  std::vector<const FactType*> facts() const override;
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override {
    ordain::encode(out, term_);  // who leads it decides only what a report says
    return true;
  }

 private:
  bool on_;
  uint64_t term_ = 0;  // the latest that anybody was elected in
  NodeId leader_;      // and who
};

}  // namespace ordain::raft
