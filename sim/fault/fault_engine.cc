#include "sim/fault/fault_engine.h"

#include <algorithm>

#include "sim/base/assert.h"

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
  places_.clear();
  for (uint32_t place = 0; place < rules_.size(); ++place) {
    if (rules_[place].id == kByPlace) rules_[place].id = place;
    places_.emplace_back(rules_[place].id, place);
  }
  std::sort(places_.begin(), places_.end());
  states_.assign(rules_.size(), State{});
  stopped_ = false;
  watches_facts_ = std::any_of(rules_.begin(), rules_.end(), [](const FaultRule& rule) {
    return rule.trigger.kind == TriggerKind::fact;
  });
}

uint32_t FaultEngine::place_of(uint32_t id) const {
  const auto found = std::lower_bound(places_.begin(), places_.end(), std::pair(id, 0u));
  SIM_ASSERT(found != places_.end() && found->first == id);
  return found->second;
}

bool FaultEngine::exhausted(uint32_t place) const {
  const uint32_t times = rules_[place].trigger.times;
  return stopped_ || (times != 0 && states_[place].strikes >= times);
}

// The rule's next strike, counted from `from`: an interval (of a recurring rule) and a delay later.
Strike FaultEngine::schedule(uint32_t place, Time from, const Choices& choices) {
  const Trigger& trigger = rules_[place].trigger;
  const StrikeId id{rules_[place].id, states_[place].strikes++};
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
  const uint32_t place = place_of(struck.rule);
  if (rules_[place].trigger.kind != TriggerKind::every || exhausted(place)) return false;
  out = schedule(place, now, choices);
  return true;
}

Duration FaultEngine::lasts(StrikeId id, const Choices& choices) const {
  const FaultRule& rule = this->rule(id);
  if (rule.for_high.ns <= 0) return {};
  return {choose_between(FaultAspect::duration, rule.for_low.ns, rule.for_high.ns, id, choices)};
}

}  // namespace ordain
