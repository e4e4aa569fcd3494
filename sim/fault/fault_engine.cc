#include "sim/fault/fault_engine.h"

#include <algorithm>

namespace ordain {
namespace {

bool holds(uint64_t value, Comparison comparison, uint64_t bound) {
  switch (comparison) {
    case Comparison::equal:
      return value == bound;
    case Comparison::not_equal:
      return value != bound;
    case Comparison::less:
      return value < bound;
    case Comparison::less_equal:
      return value <= bound;
    case Comparison::greater:
      return value > bound;
    case Comparison::greater_equal:
      return value >= bound;
  }
  return false;
}

}  // namespace

bool matches(const FactPattern& pattern, const FactEvent& event) {
  if (pattern.type != event.fact.type) return false;
  if (pattern.node.valid() && pattern.node != event.node) return false;
  return std::all_of(pattern.where.begin(), pattern.where.end(), [&](const FactCondition& c) {
    return holds(event.fact.words[c.field], c.comparison, c.value);
  });
}

void FaultEngine::reset(std::vector<FaultRule> rules) {
  rules_ = std::move(rules);
  states_.assign(rules_.size(), State{});
  stopped_ = false;
  watches_facts_ = std::any_of(rules_.begin(), rules_.end(), [](const FaultRule& rule) {
    return rule.trigger.kind == TriggerKind::fact;
  });
}

bool FaultEngine::exhausted(uint32_t rule) const {
  const uint32_t times = rules_[rule].trigger.times;
  return stopped_ || (times != 0 && states_[rule].strikes >= times);
}

// The rule's next strike, counted from `from`: an interval (of a recurring rule) and a delay later.
Strike FaultEngine::schedule(uint32_t rule, Time from, const Choices& choices) {
  const Trigger& trigger = rules_[rule].trigger;
  const StrikeId id{rule, states_[rule].strikes++};
  Time at = from;
  if (trigger.kind == TriggerKind::every) {
    at = at + Duration{choose_between(FaultAspect::interval, trigger.every_low.ns,
                                      trigger.every_high.ns, id, choices)};
  }
  if (trigger.after_high.ns > 0) {
    at = at + Duration{choose_between(FaultAspect::after, trigger.after_low.ns,
                                      trigger.after_high.ns, id, choices)};
  }
  return {id, at};
}

std::vector<Strike> FaultEngine::initial(const Choices& choices) {
  std::vector<Strike> out;
  for (uint32_t i = 0; i < rules_.size(); ++i) {
    if (rules_[i].trigger.kind == TriggerKind::fact) continue;
    out.push_back(schedule(i, rules_[i].trigger.at, choices));
  }
  return out;
}

void FaultEngine::on_fact(const FactEvent& event, const Choices& choices,
                          std::vector<Strike>& out) {
  for (uint32_t i = 0; i < rules_.size(); ++i) {
    const Trigger& trigger = rules_[i].trigger;
    if (trigger.kind != TriggerKind::fact || exhausted(i) || !matches(trigger.fact, event))
      continue;
    if (++states_[i].matches >= trigger.nth) out.push_back(schedule(i, event.time, choices));
  }
}

bool FaultEngine::next(StrikeId struck, Time now, const Choices& choices, Strike& out) {
  const uint32_t rule = struck.rule;
  if (rules_[rule].trigger.kind != TriggerKind::every || exhausted(rule)) return false;
  out = schedule(rule, now, choices);
  return true;
}

Duration FaultEngine::lasts(StrikeId id, const Choices& choices) const {
  const FaultRule& rule = rules_[id.rule];
  if (rule.for_high.ns <= 0) return {};
  return {choose_between(FaultAspect::duration, rule.for_low.ns, rule.for_high.ns, id, choices)};
}

}  // namespace ordain
