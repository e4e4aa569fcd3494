// A compacted log has its snapshot: what the disk's log has forgotten is in a snapshot on the same
// disk (thesis, 5.1: the snapshot is written before the log is cut). No fault of a disk can part
// the two: an unreadable snapshot is another matter.
#pragma once

#include "protocols/raft/facts.h"
#include "sim/check/by_node.h"
#include "sim/check/property.h"

namespace ordain::raft {

class SnapshotDurable : public PropertyOf<SnapshotDurable> {
 public:
  std::string_view name() const override { return "snapshot_durable"; }
  std::vector<const FactType*> facts() const override { return {&kFactType<Halted>}; }
  void on_fact(const FactEvent& event, Report& report) override {
    const auto halt = event.fact.as<Halted>();
    if (halt.reason != HaltReason::missing_snapshot) return;
    report.violated(name(),
                    name_of(event.node) + " recovered a log that begins at index " +
                        std::to_string(halt.index) + " and no snapshot of what came before",
                    event);
  }
  bool encode(Encoder&) const override { return true; }  // it remembers nothing
};

}  // namespace ordain::raft
