// One run: a world driven through the safety phase, healed, and driven through the liveness phase,
// with its properties watching.
//
//   RunResult result = run(spec, seed);
//
// or step by step with Run, which is a copyable value like its world.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/run/monitor.h"
#include "sim/run/run_spec.h"
#include "sim/world/world.h"

namespace ordain {

// undecided: no violation, but the run hit its event limit, or a property could not judge all of it.
BOOST_DEFINE_ENUM_CLASS(Verdict, pass, violation, undecided)

struct RunOptions {
  bool record_trace = false;
  bool record_history = false;
  bool stop_at_violation = true;
  Strategy* strategy = nullptr;  // answers choices until the run heals; not owned
};

struct RunResult {
  uint64_t seed = 0;
  Digest128 digest;
  Verdict verdict = Verdict::pass;
  std::string undecided;  // why the verdict is undecided; empty otherwise
  std::vector<Violation> violations;
  Time virtual_time;
  uint64_t events = 0;
  MessageCounts messages;
  struct {
    uint64_t invoked = 0, ok = 0, failed = 0, indeterminate = 0;
  } operations;  // one without any completion at the end is indeterminate too
  std::map<std::string, uint64_t> faults;
  std::map<std::string, uint64_t> probes;
  SwarmDraw swarm;
  std::vector<StruckFault> struck;
  std::vector<NodeId> core;       // of the liveness phase; empty when it was not reached
  std::vector<TraceEvent> trace;  // with record_trace
  std::vector<OpRecord> history;  // with record_history
};

class Run {
 public:
  Run(const RunSpec& spec, uint64_t seed, RunOptions options = {});

  // Handles one event; false when the run has ended.
  bool step();
  // requires that step() returned false; moves the trace and history out
  RunResult finish();

  enum class Phase : uint8_t { safety, liveness, ended };
  Phase phase() const { return phase_; }
  const World& world() const { return world_; }
  World& world() { return world_; }
  const Report& report() const { return monitor_.report(); }

 private:
  World make_world(const RunSpec& spec, uint64_t seed);
  void observe();
  void broken(NodeId node, const std::string& what, uint64_t event, Time time);
  void begin_liveness();
  void end();
  std::vector<NodeId> choose_core();

  SwarmDraw swarm_;  // drawn while the world is made
  uint32_t servers_;
  uint32_t clients_;
  uint32_t quorum_;
  LivenessSpec liveness_;
  uint64_t max_events_;
  uint64_t steps_ = 0;
  Time deadline_;
  RunOptions options_;
  World world_;
  Monitor monitor_;
  Phase phase_ = Phase::safety;
  RunResult result_;
};

RunResult run(const RunSpec& spec, uint64_t seed, const RunOptions& options = {});

}  // namespace ordain
