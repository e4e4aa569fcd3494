#include "sim/run/run.h"

#include <algorithm>

#include "sim/fault/targets.h"

namespace ordain {
namespace {

// The rule number under which the liveness core is drawn.
constexpr uint32_t kCoreChoice = 0xFFFF'FFFE;

}  // namespace

Run::Run(const RunSpec& spec, uint64_t seed, RunOptions options)
    : servers_(spec.servers),
      clients_(spec.clients),
      quorum_(spec.quorum),
      liveness_(spec.liveness),
      max_events_(spec.max_events),
      deadline_{spec.duration.ns},
      options_(options),
      world_(make_world(spec, seed)),
      monitor_(spec) {
  result_.seed = seed;
  world_.choices().set_strategy(options_.strategy);
  world_.trace().set_recording(options_.record_trace);
  world_.start();
  observe();
}

World Run::make_world(const RunSpec& spec, uint64_t seed) {
  WorldSpec world{spec.servers, spec.network, spec.disk, spec.clocks, spec.faults, spec.overrides};
  if (!spec.swarm.empty()) {
    Choices choices(seed);
    choices.set_overrides(spec.overrides);
    choices.set_strategy(options_.strategy);
    swarm_ = draw_swarm(spec.swarm, choices, world.network, world.disk, world.clocks, world.faults);
  }
  return World(spec.build(), std::move(world), seed);
}

bool Run::step() {
  if (phase_ == Phase::ended) return false;
  try {
    if (!world_.step(deadline_)) {
      if (phase_ == Phase::safety && liveness_.on) {
        begin_liveness();
        return phase_ != Phase::ended;
      }
      if (phase_ == Phase::liveness) {
        monitor_.report_missed_goals(world_.trace().count(), world_.now());
      }
      end();
      return false;
    }
  } catch (const std::exception& error) {  // not a node's doing, and still a finding
    broken(kNoNode, error.what(), world_.trace().count(), world_.now());
  }
  if (!world_.observations().empty()) {
    observe();
    if (phase_ == Phase::liveness && monitor_.goals_reached()) end();
  }
  if (options_.stop_at_violation && !monitor_.report().violations().empty()) end();
  // A step may leave no trace: a fault that finds nobody to strike.
  if (std::max(++steps_, world_.trace().count()) >= max_events_ && phase_ != Phase::ended) {
    result_.undecided = "the run was given up at its limit of events";
    end();
  }
  return phase_ != Phase::ended;
}

void Run::broken(NodeId node, const std::string& what, uint64_t event, Time time) {
  monitor_.report().violated("no_exception", what, event, time, node);
}

void Run::observe() {
  Observations& seen = world_.observations();
  for (const NodeFailure& failure : seen.failures) {
    broken(failure.node, failure.what, failure.event, failure.time);
  }
  for (const OpRecord& record : seen.operations) {
    switch (record.op.phase) {
      case OpPhase::invoke:
        ++result_.operations.invoked;
        break;
      case OpPhase::ok:
        ++result_.operations.ok;
        break;
      case OpPhase::failed:
        ++result_.operations.failed;
        break;
      case OpPhase::indeterminate:
        ++result_.operations.indeterminate;
        break;
    }
    if (options_.record_history) result_.history.push_back(record);
  }
  monitor_.observe(seen);
}

// A random set of servers that holds a quorum, among those whose disks kept what they promised. One
// that the properties know not to suffice is drawn again; after a few draws everybody sound is in,
// and where that does not suffice either but all servers do, they all are: a damaged one may have
// been told by the others what it had lost.
std::vector<NodeId> Run::choose_core() {
  constexpr uint32_t kDraws = 20;
  std::vector<NodeId> sound, all;
  for (uint32_t i = 0; i < servers_; ++i) {
    all.push_back(NodeId(i));
    if (!world_.is_damaged(NodeId(i))) sound.push_back(NodeId(i));
  }
  const auto most = static_cast<int64_t>(sound.size());
  const int64_t least = std::min<int64_t>(quorum_, most);
  std::optional<std::vector<NodeId>> found;
  for (uint32_t draw = 0; draw < kDraws; ++draw) {
    const StrikeId id{kCoreChoice, draw};
    // The benign choice 0 leaves everybody in.
    const int64_t left_out =
        choose_between(FaultAspect::amount, 0, most - least, id, world_.choices());
    std::vector<NodeId> drawn = choose_some(sound, static_cast<size_t>(most - left_out),
                                            FaultAspect::target, id, world_.choices());
    if (!monitor_.core_suffices(drawn)) continue;
    found = std::move(drawn);
    break;
  }
  if (!found && !monitor_.core_suffices(sound) && monitor_.core_suffices(all)) found = all;
  std::vector<NodeId> core = found.value_or(sound);
  // Clients are in it; a node behind them, which a protocol has for its own ends (an operator), is
  // not: what it asks for is over with the safety phase.
  const uint32_t end = clients_ == 0 ? world_.size() : servers_ + clients_;
  for (uint32_t i = servers_; i < end; ++i) core.push_back(NodeId(i));
  return core;
}

void Run::begin_liveness() {
  phase_ = Phase::liveness;
  world_.choices().set_strategy(nullptr);  // progress is owed to every fair schedule, not to a foe
  deadline_ = deadline_ + liveness_.bound;
  result_.core = choose_core();
  monitor_.heal(result_.core);
  world_.heal(result_.core);
  observe();
  if (monitor_.goals_reached()) end();
}

void Run::end() { phase_ = Phase::ended; }

RunResult Run::finish() {
  SIM_ASSERT(phase_ == Phase::ended);
  monitor_.finish();
  RunResult out = std::move(result_);
  out.digest = world_.final_digest();
  out.violations = monitor_.report().violations();
  if (out.undecided.empty()) out.undecided = monitor_.report().undecided();
  if (!out.violations.empty()) out.undecided.clear();
  out.verdict = !out.violations.empty()  ? Verdict::violation
                : !out.undecided.empty() ? Verdict::undecided
                                         : Verdict::pass;
  out.virtual_time = world_.now();
  out.events = world_.trace().count();
  out.messages = world_.messages();
  out.operations.indeterminate = out.operations.invoked - out.operations.ok - out.operations.failed;
  out.faults = world_.fault_counts();
  out.probes = monitor_.probes();
  out.swarm = swarm_;
  out.struck = world_.struck();
  if (options_.record_trace) out.trace = world_.trace().events();
  return out;
}

RunResult run(const RunSpec& spec, uint64_t seed, const RunOptions& options) {
  Run running(spec, seed, options);
  while (running.step()) {
  }
  return running.finish();
}

}  // namespace ordain
