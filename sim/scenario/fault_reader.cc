#include "sim/scenario/fault_reader.h"

#include <algorithm>
#include <map>

#include "sim/scenario/fact_pattern.h"
#include "sim/scenario/fault_text.h"

namespace ordain {
namespace {

using fault_text::Rule;

bool one_of(ActionKind kind, std::initializer_list<ActionKind> kinds) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

// The keys of the object that are among `names`.
std::vector<std::string> given(const At& at, const std::vector<std::string>& names) {
  std::vector<std::string> out;
  for (const std::string& name : names) {
    if (at.value.find(name) != nullptr) out.push_back(name);
  }
  return out;
}

// The one key among `names` that the object has, else a problem. That there is none is not told
// where something else is wrong already: most likely the key is there, but mistyped.
std::optional<std::string> exactly_one(const At& at, const std::vector<std::string>& names,
                                       const std::string& what, bool sound, Reading& reading) {
  const std::vector<std::string> found = given(at, names);
  if (found.size() == 1) return found.front();
  if (found.empty() && !sound) return std::nullopt;
  const std::string have = found.empty() ? "none" : "\"" + join(found, "\" and \"") + "\"";
  reading.problem(at, "a fault has exactly one " + what + ", this one has " + have,
                  "one of: " + join(names, ", "));
  return std::nullopt;
}

void read_trigger(const At& at, const std::string& chosen, const Rule& text,
                  const FaultContext& context, FaultRule& rule, Reading& reading) {
  Trigger& trigger = rule.trigger;
  trigger.after_low = text.after.low;
  trigger.after_high = text.after.high;
  const auto only_with_every = [&](const char* key) {
    if (chosen != "every" && at.value.find(key) != nullptr) {
      reading.problem(at, std::string("\"") + key + "\" belongs to \"every\"");
    }
  };
  only_with_every("times");
  only_with_every("from");
  if (chosen == "at") {
    trigger.at = text.at.value_or(Time{});
  } else if (chosen == "every") {
    trigger.kind = TriggerKind::every;
    trigger.at = text.from.value_or(Time{});
    trigger.every_low = text.every->low;
    trigger.every_high = text.every->high;
    trigger.times = text.times.value_or(0);
  } else {
    trigger.kind = TriggerKind::fact;
    trigger.nth = text.when->nth;
    trigger.times = text.when->times;
    const At when{*at.value.find("when"), &at, "/when"};
    trigger.fact = read_fact_pattern(when, *text.when, context.facts, reading);
  }
}

void read_partition(const At& at, const fault_text::AnyPartition& text, Action& action,
                    Reading& reading) {
  if (text.word) {
    action.shape = *text.word;
    return;
  }
  if (!at.value.is(Value::Kind::object)) return;  // a problem already
  const std::vector<std::string> shapes{"isolate", "bridge", "one_way", "groups"};
  if (given(at, shapes).size() != 1) {
    return reading.problem(
        at, "a partition has exactly one shape",
        "one of: \"ring\", \"random\", or an object with one of: " + join(shapes, ", "));
  }
  const fault_text::Partition& shape = text.shape;
  if (shape.isolate) {
    action.shape = PartitionShape::isolate;
    action.target = *shape.isolate;
  } else if (shape.bridge) {
    action.shape = PartitionShape::bridge;
    action.target = *shape.bridge;
  } else if (shape.one_way) {
    action.shape = PartitionShape::one_way;
    action.target = shape.one_way->from;
    action.other = shape.one_way->to;
  } else if (shape.groups) {
    action.shape = PartitionShape::symmetric;
    action.groups = *shape.groups;
    std::vector<NodeId> seen;
    for (const std::vector<NodeId>& group : action.groups) {
      seen.insert(seen.end(), group.begin(), group.end());
    }
    std::sort(seen.begin(), seen.end());
    if (std::adjacent_find(seen.begin(), seen.end()) != seen.end()) {
      reading.problem(at, "a node stands in two groups");
    }
  }
}

void read_clock_change(const At& at, const fault_text::Clock& text, Action& action,
                       Reading& reading) {
  action.target = text.target;
  const int changes =
      (text.jump ? 1 : 0) + (text.drift_ppm ? 1 : 0) + (text.freeze ? 1 : 0) + (text.thaw ? 1 : 0);
  if (changes != 1) {
    return reading.problem(at, "a clock changes in exactly one way",
                           "one of: jump, drift_ppm, \"freeze\": true, \"thaw\": true");
  }
  if (text.jump) {
    action.jump_low = text.jump->low;
    action.jump_high = text.jump->high;
  } else if (text.drift_ppm) {
    action.clock_change = ClockChange::drift;
    action.drift_low_ppm = text.drift_ppm->low;
    action.drift_high_ppm = text.drift_ppm->high;
  } else {
    action.clock_change = text.freeze ? ClockChange::freeze : ClockChange::thaw;
  }
}

void read_link_change(const Rule& text, const FaultContext& context, Action& action,
                      Reading& reading) {
  fault_text::Link link{{}, context.network.all};
  fault_text::link_action_table()->read(text.link.at(), &link, reading);
  action.target = link.ends.from;
  action.other = link.ends.to;
  action.link = link.config;
}

void read_disk_change(const Rule& text, const FaultContext& context, Action& action,
                      Reading& reading) {
  fault_text::Disk disk{{}, context.disk};
  fault_text::disk_action_table()->read(text.disk.at(), &disk, reading);
  action.target = disk.target;
  action.disk = disk.config;
}

const std::optional<Target>& target_of(const Rule& text, ActionKind kind) {
  switch (kind) {
    case ActionKind::crash:
      return text.crash;
    case ActionKind::restart:
      return text.restart;
    case ActionKind::pause:
      return text.pause;
    case ActionKind::resume:
      return text.resume;
    default:
      return text.wipe;
  }
}

void read_ends(const fault_text::Ends& ends, Action& action) {
  action.target = ends.from;
  action.other = ends.to;
}

void read_action(const At& at, const Rule& text, const FaultContext& context, Action& action,
                 Reading& reading) {
  const At inner{*at.value.find(enum_name(action.kind)), &at, pointer_step(enum_name(action.kind))};
  switch (action.kind) {
    case ActionKind::slow:
      action.target = text.slow->target;
      action.service_time = text.slow->service_time;
      return;
    case ActionKind::partition:
      return read_partition(inner, *text.partition, action, reading);
    case ActionKind::hold:
      return read_ends(*text.hold, action);
    case ActionKind::link:
      return read_link_change(text, context, action, reading);
    case ActionKind::disk:
      return read_disk_change(text, context, action, reading);
    case ActionKind::clock:
      return read_clock_change(inner, *text.clock, action, reading);
    case ActionKind::heal:
    case ActionKind::release:
      return;
    default:
      action.target = *target_of(text, action.kind);
  }
}

// Only what has an end can be undone by itself.
void check_duration(const At& at, const FaultRule& rule, Reading& reading) {
  const Action& action = rule.action;
  const bool undone = rule.for_high.ns > 0;
  const bool lasts = one_of(
      action.kind, {ActionKind::crash, ActionKind::pause, ActionKind::slow, ActionKind::partition,
                    ActionKind::hold, ActionKind::link, ActionKind::disk, ActionKind::clock});
  const bool moment =
      action.kind == ActionKind::clock &&
      (action.clock_change == ClockChange::jump || action.clock_change == ClockChange::thaw);
  if (undone && (!lasts || moment)) {
    reading.problem(at, "\"for\" ends what lasts; \"" + std::string(enum_name(action.kind)) +
                            "\" here is done in a moment");
  }
}

void check_leader(const At& at, const Action& action, const FaultContext& context,
                  Reading& reading) {
  const auto needs = [](const Target& target) {
    return target.kind == TargetKind::leader || target.kind == TargetKind::follower ||
           target.kind == TargetKind::followers;
  };
  const bool elects = std::any_of(context.facts.begin(), context.facts.end(),
                                  [](const FactType* fact) { return fact->name == "elected"; });
  if (!elects && (needs(action.target) || needs(action.other))) {
    reading.problem(at, "this protocol elects no leader (it reports no fact `elected`)",
                    "other targets: any, majority, minority, crashed, paused, all, or nodes");
  }
}

FaultRule read_rule(const At& at, const FaultContext& context, Reading& reading) {
  Rule text;
  FaultRule rule;
  const size_t before = reading.count();
  fault_text::rule_table()->read(at, &text, reading);
  if (!at.value.is(Value::Kind::object)) return rule;
  rule.id = text.id.value_or(kByPlace);
  rule.name = text.name;
  rule.for_low = text.lasts.low;
  rule.for_high = text.lasts.high;
  const std::vector<std::string> actions = codec::enumerators<ActionKind>();
  const bool sound = reading.count() == before;
  const auto trigger = exactly_one(at, {"at", "every", "when"}, "trigger", sound, reading);
  const auto chosen = exactly_one(at, actions, "action", sound, reading);
  if (trigger) read_trigger(at, *trigger, text, context, rule, reading);
  if (!chosen || reading.count() > before) return rule;
  const auto place = std::find(actions.begin(), actions.end(), *chosen);
  rule.action.kind = static_cast<ActionKind>(place - actions.begin());
  read_action(at, text, context, rule.action, reading);
  check_duration(at, rule, reading);
  check_leader(at, rule.action, context, reading);
  return rule;
}

// A fault's choices are named by its id, or by its place: no other may have the same.
void check_ids(const At& at, const std::vector<FaultRule>& rules, Reading& reading) {
  std::map<uint32_t, size_t> taken;
  for (size_t i = 0; i < rules.size(); ++i) {
    const uint32_t id = rules[i].id == kByPlace ? static_cast<uint32_t>(i) : rules[i].id;
    const auto [other, fresh] = taken.emplace(id, i);
    if (fresh) continue;
    reading.problem(
        at.element(i),
        "its id " + std::to_string(id) + " is that of fault " + std::to_string(other->second),
        "each fault has an id of its own; without \"id\" it is the place in the list");
  }
}

}  // namespace

std::shared_ptr<const AnyTable> fault_table() { return fault_text::rule_table(); }

std::vector<FaultRule> read_faults(const At& at, const FaultContext& context, Reading& reading) {
  std::vector<FaultRule> out;
  if (!codec::is_list(at, reading)) return out;
  if (at.value.items.size() > kMaxFaults) {
    reading.problem(at, "too many faults", "at most " + std::to_string(kMaxFaults));
    return out;
  }
  for (size_t i = 0; i < at.value.items.size(); ++i) {
    out.push_back(read_rule(at.element(i), context, reading));
  }
  check_ids(at, out, reading);
  return out;
}

std::vector<FaultEntry> fault_entries() {
  std::vector<FaultEntry> out;
  for (const std::string& name : codec::enumerators<ActionKind>()) {
    out.push_back({name, fault_text::rule_table()->find(name)->about});
  }
  return out;
}

}  // namespace ordain
