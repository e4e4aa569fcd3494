// Swarm testing (Groce, Zhang, Eide, Chen and Regehr, ISSTA'12): a run first draws *which* fault
// kinds are on and how hard, and only then runs. A given kind is missing from half of the runs, so
// that no kind can always hide what another would show.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/clock/clock_config.h"
#include "sim/core/choice.h"
#include "sim/fault/fault_spec.h"

namespace ordain {

template <class T>
struct Range {
  T low{};
  T high{};
};

struct SwarmSpec {
  Ratio chance{1, 2};  // that a kind is on

  std::optional<Range<Ratio>> loss, duplicate, corrupt;     // of each link
  std::optional<Range<Duration>> delay;                     // the longest delay of each link
  std::optional<Range<Duration>> disk_latency;              // the longest latency of each disk
  std::optional<Range<Ratio>> stall, torn, lying, bit_rot;  // of each disk
  std::optional<Range<Duration>> skew;                      // largest skew, either way
  std::optional<Range<int64_t>> drift_ppm;                  // largest drift, either way
  std::vector<FaultRule> rules;  // recurring ones (trigger every); a period is drawn for each

  bool empty() const;
};

// What a run drew: told with its failure.
struct SwarmDraw {
  std::vector<std::string> on;  // "loss 3.1%", "crash every 1.2s"
};

// Draws from stream `fault` and adds what is on to the configuration.
SwarmDraw draw_swarm(const SwarmSpec& spec, const Choices& choices, NetworkConfig& network,
                     DiskConfig& disk, ClockConfig& clocks, std::vector<FaultRule>& faults);

}  // namespace ordain
