#include "sim/scenario/codec_model.h"
#include "sim/scenario/config_tables.h"
#include "sim/scenario/fault_reader.h"

namespace ordain {
namespace {

Value object_schema() { return Value::object().with("type", Value::string("object")); }

struct SwarmText {
  SwarmSpec spec;
  Raw faults;
  Raw config;
};

std::shared_ptr<const Table<SwarmSpec>> range_table() {
  static const auto table =
      Table<SwarmSpec>("swarm")
          .field("chance", &SwarmSpec::chance, "how often each kind is on")
          .field("loss", &SwarmSpec::loss, "how many messages each link loses")
          .field("duplicate", &SwarmSpec::duplicate, "how many arrive twice")
          .field("corrupt", &SwarmSpec::corrupt, "how many are damaged")
          .field("delay", &SwarmSpec::delay, "each link's longest delay")
          .field("disk_latency", &SwarmSpec::disk_latency, "each disk's longest latency")
          .field("stall", &SwarmSpec::stall, "how many writes stall")
          .field("torn", &SwarmSpec::torn, "how often a crash tears a write")
          .field("lying", &SwarmSpec::lying, "how many writes are lied about")
          .field("bit_rot", &SwarmSpec::bit_rot, "how many records rot at recovery")
          .field("skew", &SwarmSpec::skew, "the largest clock skew, either way")
          .at_most(kMostSkew)
          .field("drift_ppm", &SwarmSpec::drift_ppm, "the largest clock drift, either way")
          .at_least(0)
          .at_most(-kLeastDrift)
          .share();
  return table;
}

std::shared_ptr<const Table<SwarmText>> text_table() {
  static const auto table = Table<SwarmText>("swarm")
                                .inlined(&SwarmText::spec, *range_table())
                                .later("faults", &SwarmText::faults, NestedAs::list, fault_table(),
                                       "recurring faults (with `every`), each on or off as a whole")
                                .field("config", &SwarmText::config,
                                       "ranges of anything else in the scenario, by JSON pointer: "
                                       "`\"/nodes\": [3, 7]`, `\"/config/x\": {\"any\": [...]}`")
                                .with_schema(object_schema(), "object of ranges")
                                .share();
  return table;
}

}  // namespace

std::shared_ptr<const AnyTable> swarm_table() { return text_table(); }

SwarmSpec read_swarm(const At& at, const FaultContext& context, Reading& reading) {
  SwarmText text;
  text_table()->read(at, &text, reading);
  if (text.faults.value == nullptr) return text.spec;
  const At list = text.faults.at();
  text.spec.rules = read_faults(list, context, reading);
  for (size_t i = 0; i < list.value.items.size(); ++i) {
    const At rule = list.element(i);
    if (rule.value.is(Value::Kind::object) && rule.value.find("every") == nullptr) {
      reading.problem(rule, "a fault of the swarm recurs", "it needs \"every\"");
    }
    if (i < text.spec.rules.size() && text.spec.rules[i].id != kByPlace) {
      reading.problem(rule, "a fault of the swarm has the id of its place",
                      std::to_string(kFirstSwarmRule) + " and up");
    }
  }
  return text.spec;
}

}  // namespace ordain
