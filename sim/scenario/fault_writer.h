// Faults and configurations back into the words of a scenario: what a repro lists after a run has
// drawn them. What is written is read back as it was (fault_reader.h, config_tables.h).
#pragma once

#include "sim/clock/clock_config.h"
#include "sim/fault/fault_spec.h"
#include "sim/scenario/value.h"

namespace ordain {

// What the words refer to: how many servers there are (clients come after them), and the
// configurations that `link` and `disk` start from.
struct WriteContext {
  uint32_t servers = 0;
  const NetworkConfig& network;
  const DiskConfig& disk;
};

Value write_fault(const FaultRule& rule, const WriteContext& context);

// Only what differs from the defaults.
Value write_network(const NetworkConfig& network, uint32_t servers);
Value write_disk(const DiskConfig& disk);
Value write_clocks(const ClockConfig& clocks, uint32_t servers);

std::string write_node(NodeId node, uint32_t servers);  // "n1", "c1"

}  // namespace ordain
