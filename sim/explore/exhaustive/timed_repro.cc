#include "sim/explore/exhaustive/timed_repro.h"

#include <algorithm>
#include <map>

#include "sim/explore/exhaustive/path_walk.h"
#include "sim/scenario/codec.h"
#include "sim/scenario/repro.h"
#include "sim/scenario/site_name.h"

namespace ordain {
namespace {

// Notes, while a path is walked, at which step each choice is asked and at which step its effect is
// to come; then turns steps into moments.
class Scheduler {
 public:
  void see(const WalkedStep& walked) {
    now_ = walked.number;
    if (walked.message != nullptr) arrive(walked);
    if (walked.step.kind == StepKind::timer) fire(walked.step.node, walked.timer);
    if (walked.step.kind == StepKind::disk) finish_write(walked.step.node);
    if (walked.step.kind == StepKind::crash || walked.step.kind == StepKind::restart) {
      faults_.push_back({now_, walked.step.node, walked.step.kind == StepKind::crash});
    }
    if (walked.effects != nullptr) take_effects(walked.step.node, *walked.effects);
  }

  const std::string& why() const { return why_; }

  TimedSchedule schedule() {
    span_ = longest_ > seconds(1) ? longest_ : seconds(1);
    TimedSchedule out;
    out.overrides = std::move(overrides_);
    for (const Sent& sent : sent_) add_message(sent, out.overrides);
    for (const Set& set : timers_) {
      if (set.replaced == set.set) continue;  // within its own step
      const uint64_t at = set.fired == kNever ? now_ + 2 : set.fired;
      const Duration late = between(set.set, at) - set.after;
      if (late.ns > 0)
        out.overrides[site(Stream::clock, ClockAspect::late, set.node, set.nth)] =
            static_cast<uint64_t>(late.ns);
    }
    for (const Write& write : writes_) {
      const uint64_t at = write.finished == kNever ? now_ + 2 : write.finished;
      out.overrides[site(Stream::disk, DiskAspect::latency, write.node, write.nth)] =
          static_cast<uint64_t>((between(write.begun, at) - kTimedDelay).ns);
    }
    for (const Fault& fault : faults_)
      out.faults.push_back({moment(fault.at), fault.node, fault.crash});
    out.duration = between(0, now_ + 1);
    return out;
  }

 private:
  static constexpr uint64_t kNever = ~uint64_t{0};
  struct Sent {
    NodeId from, to;
    uint64_t nth = 0;  // on its link
    uint64_t content = 0;
    uint64_t at = 0;
    std::vector<uint64_t> arrivals;
    bool lost = false;
  };
  struct Set {
    NodeId node;
    uint64_t nth = 0;
    LocalTimer timer;
    Duration after;
    uint64_t set = 0;
    uint64_t fired = kNever;
    uint64_t replaced = kNever;  // set again, or cancelled
    bool armed = true;
  };
  struct Write {
    NodeId node;
    uint64_t nth = 0;
    uint64_t begun = 0;
    uint64_t finished = kNever;
  };
  struct Fault {
    uint64_t at;
    NodeId node;
    bool crash;
  };

  template <class Aspect>
  static Site site(Stream stream, Aspect aspect, NodeId node, uint64_t ordinal) {
    return {stream, static_cast<uint8_t>(aspect), node.value, 0, ordinal};
  }
  Duration between(uint64_t from, uint64_t to) const {
    return span_ * static_cast<int64_t>(to - from);
  }
  Time moment(uint64_t step) const { return Time{} + between(0, step); }

  static uint64_t content_of(uint16_t channel, const Payload& payload) {
    return payload.hash() ^ (uint64_t{channel} << 48);
  }

  // The earliest of those alike that has not arrived; else one that is to arrive a second time.
  void arrive(const WalkedStep& walked) {
    const MessageKind& message = *walked.message;
    Sent* chosen = nullptr;
    for (size_t copies = 0; copies < 2 && chosen == nullptr; ++copies) {
      for (Sent& sent : sent_) {
        if (sent.from != message.from || sent.to != message.to || sent.lost ||
            sent.content != content_of(message.channel, message.payload) ||
            sent.arrivals.size() != copies) {
          continue;
        }
        chosen = &sent;
        break;
      }
    }
    if (chosen == nullptr) {
      why_ = "a message arrives more than twice on it";
    } else if (walked.step.kind == StepKind::drop) {
      chosen->lost = true;
    } else {
      chosen->arrivals.push_back(now_);
    }
  }

  void fire(NodeId node, const LocalTimer& timer) {
    for (Set& set : timers_) {
      if (set.node != node || set.timer != timer || !set.armed) continue;
      set.armed = false;
      set.fired = now_;
      longest_ = std::max(longest_, set.after);
    }
  }

  void finish_write(NodeId node) {
    for (Write& write : writes_) {
      if (write.node == node && write.finished == kNever) write.finished = now_;
    }
  }

  void take_effects(NodeId node, const LocalEffects& effects) {
    for (const LocalEffects::Send& send : effects.sent) {
      const uint64_t nth = ++links_[{node, send.to}];
      sent_.push_back(
          {node, send.to, nth, content_of(send.channel, send.message), now_, {}, false});
    }
    for (const LocalEffects::TimerSet& change : effects.timers) {
      for (Set& set : timers_) {
        if (set.node != node || set.timer != change.timer || !set.armed) continue;
        set.armed = false;
        set.replaced = now_;
      }
      if (!change.set) continue;
      timers_.push_back(
          {node, ++timers_set_[node], change.timer, change.after, now_, kNever, kNever, true});
    }
    for (const ChoiceRecord& choice : effects.choices) {
      Site named = choice.site;
      if (named.stream == Stream::node) named.ordinal = picks_[{node, named.aspect}]++;
      overrides_[named] = choice.value;
    }
    if (effects.write_begun != 0) writes_.push_back({node, effects.write_begun, now_, kNever});
  }

  void add_message(const Sent& sent, Overrides& out) const {
    const auto link = [&](LinkAspect aspect) {
      return Site{Stream::link, static_cast<uint8_t>(aspect), sent.from.value, sent.to.value,
                  sent.nth};
    };
    const auto excess = [&](uint64_t arrival) {
      return static_cast<uint64_t>((between(sent.at, arrival) - kTimedDelay).ns);
    };
    if (sent.arrivals.empty()) {
      out[link(LinkAspect::drop)] = 1;
      return;
    }
    out[link(LinkAspect::delay)] = excess(sent.arrivals[0]);
    if (sent.arrivals.size() == 1) return;
    out[link(LinkAspect::duplicate)] = 1;
    out[link(LinkAspect::duplicate_delay)] = excess(sent.arrivals[1]);
  }

  uint64_t now_ = 0;
  Duration longest_;
  Duration span_;
  std::vector<Sent> sent_;
  std::vector<Set> timers_;
  std::vector<Write> writes_;
  std::vector<Fault> faults_;
  Overrides overrides_;
  std::map<std::pair<NodeId, NodeId>, uint64_t> links_;
  std::map<NodeId, uint64_t> timers_set_;
  std::map<std::pair<NodeId, uint8_t>, uint64_t> picks_;
  std::string why_;
};

Value faults_of(const TimedSchedule& schedule) {
  Value out = Value::array();
  for (const TimedSchedule::Fault& fault : schedule.faults) {
    const Value node = Value::string("n" + std::to_string(fault.node.value + 1));
    out.items.push_back(Value::object()
                            .with("at", Codec<Duration>::write({fault.at.ns}))
                            .with(fault.crash ? "crash" : "restart", node));
  }
  return out;
}

// The scenario with its schedule instead of its faults, links and clocks.
Value timed_tree(const Scenario& scenario, const Registry& registry, const TimedSchedule& schedule,
                 const std::string& property) {
  SiteNames names(scenario.plan.servers, scenario.plan.clients);
  names.set_picks(registry.find(scenario.protocol)->build(scenario.plan));
  const Value delay = Codec<Duration>::write(kTimedDelay);
  Value tree = scenario.tree;
  for (const char* key : {"clocks", "swarm", "explore", "repro", "limits"}) tree.erase(key);
  tree.set("network", Value::object().with("delay", delay));
  if (tree.find("disk") != nullptr) {
    Value disk = Value::object();
    if (!scenario.disk.latency.instant()) disk.set("latency", delay);
    tree.set("disk", std::move(disk));
  }
  if (Value* clients = tree.find("clients"); clients != nullptr && scenario.explore.operations) {
    clients->set("operations", Codec<uint64_t>::write(*scenario.explore.operations));
  }
  tree.set("faults", faults_of(schedule));
  tree.set("duration", Codec<Duration>::write(schedule.duration));
  tree.set("liveness", Value::boolean(false));
  tree.set("overrides", write_overrides(schedule.overrides, names));
  tree.set("expect", Value::object().with("violates", Value::string(property)));
  tree.set("seed", Value::number(1));
  return tree;
}

}  // namespace

std::optional<TimedSchedule> schedule_path(GlobalModel& model, const ExplorePath& path,
                                           std::string& why) {
  Scheduler scheduler;
  walk(model, path, [&](const WalkedStep& walked) { scheduler.see(walked); });
  why = scheduler.why();
  if (!why.empty()) return std::nullopt;
  TimedSchedule schedule = scheduler.schedule();
  if (schedule.duration > kMaxDuration) {
    why = "it would take longer than " + format_duration(kMaxDuration);
    return std::nullopt;
  }
  return schedule;
}

std::optional<TimedRepro> timed_repro(const Scenario& scenario, const Registry& registry,
                                      GlobalModel& model, const FoundViolation& found,
                                      std::string& why) {
  const std::string& property = found.violation.property;
  const std::optional<TimedSchedule> schedule = schedule_path(model, found.path, why);
  if (!schedule) return std::nullopt;
  const bool listed = property != "no_exception";
  Value tree = timed_tree(scenario, registry, *schedule, property);
  if (!listed) tree.set("expect", Value::object().with("verdict", Value::string("violation")));
  const Scenario timed = read_scenario(std::move(tree), scenario.source, registry);
  RunResult result = run(make_run_spec(timed, registry), timed.seed);
  const bool same = std::any_of(result.violations.begin(), result.violations.end(),
                                [&](const Violation& v) { return v.property == property; });
  if (!same) {
    why = result.violations.empty() ? "the timed run breaks nothing"
                                    : "the timed run breaks " + result.violations[0].property;
    return std::nullopt;
  }
  Value repro = make_repro(timed, result);
  return TimedRepro{std::move(repro), std::move(result)};
}

}  // namespace ordain
