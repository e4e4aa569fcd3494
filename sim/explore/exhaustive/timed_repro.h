// A path of the search as a scenario that any run follows: the same steps in the same order, each
// at a moment of its own.
//
// Step k happens at k times a span that no timer's duration exceeds. Everything a step depends on
// is a named choice and can be put there by an override: how long a message takes (or that it is
// lost, or arrives twice), how late a timer fires, how long a disk write takes, what a crash
// leaves, what a node picks. Crashes and restarts are faults at their moments. What never happens
// on the path is lost or later than the end.
//
// Two things have no timed form: a message that arrives more than twice, and a node that reads its
// clock and acts on it (clocks stand still in exploration). Whether the run breaks the same
// property is therefore checked before it is called a repro.
#pragma once

#include <optional>
#include <string>

#include "sim/explore/exhaustive/search.h"
#include "sim/scenario/scenario.h"

namespace ordain {

struct TimedSchedule {
  struct Fault {
    Time at;
    NodeId node;
    bool crash = true;  // or a restart
  };
  Overrides overrides;
  std::vector<Fault> faults;
  Duration duration;
};

// Nothing, and why, when the path has no timed form.
std::optional<TimedSchedule> schedule_path(GlobalModel& model, const ExplorePath& path,
                                           std::string& why);

// The links and disks of such a scenario, whose delays the overrides add to.
inline constexpr Duration kTimedDelay = milliseconds(1);

// The repro of a violation as a scenario's tree, run and checked; or nothing, and why.
struct TimedRepro {
  Value tree;
  RunResult result;
};
std::optional<TimedRepro> timed_repro(const Scenario& scenario, const Registry& registry,
                                      GlobalModel& model, const FoundViolation& found,
                                      std::string& why);

}  // namespace ordain
