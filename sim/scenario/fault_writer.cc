#include "sim/scenario/fault_writer.h"

#include "sim/scenario/config_tables.h"

namespace ordain {
namespace {

const char* sign_of(Comparison comparison) {
  switch (comparison) {
    case Comparison::equal:
      return "=";
    case Comparison::not_equal:
      return "!=";
    case Comparison::less:
      return "<";
    case Comparison::less_equal:
      return "<=";
    case Comparison::greater:
      return ">";
    case Comparison::greater_equal:
      return ">=";
  }
  return "=";
}

template <class T>
Value range(T low, T high) {
  return Codec<Pair<T>>::write({low, high});
}

class FaultWriter {
 public:
  explicit FaultWriter(const WriteContext& context) : context_(context) {}

  Value write(const FaultRule& rule) const {
    Value out = Value::object();
    if (rule.id != kByPlace) out.set("id", Value::number(int64_t{rule.id}));
    if (!rule.name.empty()) out.set("name", Value::string(rule.name));
    write_trigger(rule.trigger, out);
    write_action(rule.action, out);
    if (rule.for_high.ns > 0) out.set("for", range(rule.for_low, rule.for_high));
    return out;
  }

  Value nodes(const std::vector<NodeId>& nodes) const {
    if (nodes.size() == 1) return node(nodes.front());
    Value out = Value::array();
    for (NodeId n : nodes) out.items.push_back(node(n));
    return out;
  }

 private:
  Value node(NodeId node) const { return Value::string(write_node(node, context_.servers)); }
  Value target(const Target& target) const {
    return target.kind == TargetKind::nodes ? nodes(target.nodes) : Codec<Target>::write(target);
  }

  void write_trigger(const Trigger& trigger, Value& out) const {
    switch (trigger.kind) {
      case TriggerKind::at:
        out.set("at", Codec<Time>::write(trigger.at));
        break;
      case TriggerKind::every:
        out.set("every", range(trigger.every_low, trigger.every_high));
        if (trigger.at.ns != 0) out.set("from", Codec<Time>::write(trigger.at));
        if (trigger.times != 0) out.set("times", Value::number(int64_t{trigger.times}));
        break;
      case TriggerKind::fact:
        out.set("when", when(trigger));
        break;
    }
    if (trigger.after_high.ns > 0) out.set("after", range(trigger.after_low, trigger.after_high));
  }

  Value when(const Trigger& trigger) const {
    const FactPattern& fact = trigger.fact;
    Value out = Value::object().with("fact", Value::string(std::string(fact.type->name)));
    if (fact.node.valid()) out.set("node", node(fact.node));
    Value where = Value::object();
    for (const FactCondition& condition : fact.where) {
      const std::string field(fact.type->field_names[condition.field]);
      Value* known = where.find(field);
      Value& signs = known != nullptr ? *known : where.set(field, Value::object());
      signs.set(sign_of(condition.comparison), Codec<uint64_t>::write(condition.value));
    }
    if (!where.keys.empty()) out.set("where", std::move(where));
    if (trigger.nth != 1) out.set("nth", Value::number(int64_t{trigger.nth}));
    if (trigger.times != 1) out.set("times", Value::number(int64_t{trigger.times}));
    return out;
  }

  Value ends(const Action& action) const {
    return Value::object().with("from", target(action.target)).with("to", target(action.other));
  }

  Value partition(const Action& action) const {
    Value out = Value::object();
    switch (action.shape) {
      case PartitionShape::isolate:
        return std::move(out).with("isolate", target(action.target));
      case PartitionShape::bridge:
        return std::move(out).with("bridge", target(action.target));
      case PartitionShape::one_way:
        return std::move(out).with("one_way", ends(action));
      case PartitionShape::symmetric: {
        Value& groups = out.set("groups", Value::array());
        for (const std::vector<NodeId>& group : action.groups) {
          Value& list = groups.items.emplace_back(Value::array());
          for (NodeId n : group) list.items.push_back(node(n));
        }
        return out;
      }
      case PartitionShape::ring:
      case PartitionShape::random:
        break;
    }
    return Value::string(std::string(enum_name(action.shape)));
  }

  Value clock(const Action& action) const {
    Value out = Value::object().with("target", target(action.target));
    switch (action.clock_change) {
      case ClockChange::jump:
        return std::move(out).with("jump", range(action.jump_low, action.jump_high));
      case ClockChange::drift:
        return std::move(out).with("drift_ppm", range(action.drift_low_ppm, action.drift_high_ppm));
      case ClockChange::freeze:
        return std::move(out).with("freeze", Value::boolean(true));
      case ClockChange::thaw:
        break;
    }
    return std::move(out).with("thaw", Value::boolean(true));
  }

  static Value joined(Value out, const Value& more) {
    for (size_t i = 0; i < more.items.size(); ++i) out.set(more.keys[i].name, more.items[i]);
    return out;
  }

  void write_action(const Action& action, Value& out) const {
    out.set(enum_name(action.kind), what(action));
  }

  Value what(const Action& action) const {
    switch (action.kind) {
      case ActionKind::slow:
        return Value::object()
            .with("target", target(action.target))
            .with("service_time", Codec<Duration>::write(action.service_time));
      case ActionKind::partition:
        return partition(action);
      case ActionKind::heal:
      case ActionKind::release:
        return Value::string("all");
      case ActionKind::hold:
        return ends(action);
      case ActionKind::link:
        return joined(ends(action), link_table()->write(&action.link, &context_.network.all));
      case ActionKind::disk:
        return joined(Value::object().with("target", target(action.target)),
                      disk_table()->write(&action.disk, &context_.disk));
      case ActionKind::clock:
        return clock(action);
      default:
        return target(action.target);
    }
  }

  const WriteContext& context_;
};

}  // namespace

std::string write_node(NodeId node, uint32_t servers) {
  return node.value < servers ? 'n' + std::to_string(node.value + 1)
                              : 'c' + std::to_string(node.value - servers + 1);
}

Value write_fault(const FaultRule& rule, const WriteContext& context) {
  return FaultWriter(context).write(rule);
}

Value write_network(const NetworkConfig& network, uint32_t servers) {
  const LinkConfig usual;
  const DiskConfig disk;
  const WriteContext context{servers, network, disk};
  const FaultWriter names(context);
  Value out = link_table()->write(&network.all, &usual);
  if (network.links.empty()) return out;
  Value& links = out.set("links", Value::array());
  for (const LinkRule& rule : network.links) {
    Value& written = links.items.emplace_back(Value::object());
    if (!rule.from.empty()) written.set("from", names.nodes(rule.from));
    if (!rule.to.empty()) written.set("to", names.nodes(rule.to));
    const Value changes = link_table()->write(&rule.config, &network.all);
    for (size_t i = 0; i < changes.items.size(); ++i) {
      written.set(changes.keys[i].name, changes.items[i]);
    }
  }
  return out;
}

Value write_disk(const DiskConfig& disk) {
  const DiskConfig usual;
  return disk_table()->write(&disk, &usual);
}

Value write_clocks(const ClockConfig& clocks, uint32_t servers) {
  const ClockConfig usual;
  ClockConfig ranges = clocks;
  ranges.nodes.clear();
  Value out = clock_table()->write(&ranges, &usual);
  if (clocks.nodes.empty()) return out;
  Value& nodes = out.set("nodes", Value::array());
  for (const ClockSetting& setting : clocks.nodes) {
    Value& written = nodes.items.emplace_back(Value::object());
    written.set("node", Value::string(write_node(setting.node, servers)));
    if (setting.skew.ns != 0) written.set("skew", Codec<Duration>::write(setting.skew));
    if (setting.drift_ppm != 0) written.set("drift_ppm", Value::number(setting.drift_ppm));
  }
  return out;
}

}  // namespace ordain
