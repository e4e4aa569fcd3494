#include "sim/scenario/scenario_text.h"

#include "sim/scenario/config_tables.h"
#include "sim/scenario/fault_reader.h"

namespace ordain {
namespace st = scenario_text;

template <>
struct Codec<st::Seed> {
  static void read(const At& at, st::Seed& out, const Limits&, Reading& reading) {
    const bool spelled = at.value.is(Value::Kind::string) || at.value.is(Value::Kind::number);
    const std::optional<uint64_t> read = spelled ? parse_u64(at.value.text) : std::nullopt;
    if (read) {
      out.value = *read;
    } else {
      reading.problem(at, "expected a seed, got " + describe(at.value),
                      "a whole number below 2^64, or text such as \"0x1f\"");
    }
  }
  static Value write(st::Seed value) { return Value::number(std::to_string(value.value)); }
  static Value schema(const Limits&) {
    Value text = Value::object()
                     .with("type", Value::string("string"))
                     .with("pattern", Value::string("^(0[xX][0-9a-fA-F]+|[0-9]+)$"));
    return Value::object().with(
        "anyOf", Value::array({codec::integer_schema({0, std::nullopt}, {}), std::move(text)}));
  }
  static std::string words() { return "whole number, or text such as `\"0x1f\"`"; }
};

template <>
struct Codec<st::Liveness> {
  static void read(const At& at, st::Liveness& out, const Limits&, Reading& reading) {
    if (at.value.is(Value::Kind::boolean)) {
      out.spec.on = at.value.flag;
    } else {
      st::liveness_table()->read(at, &out.spec, reading);
    }
  }
  static Value write(const st::Liveness& value) {
    return Value::object().with("bound", Codec<Duration>::write(value.spec.bound));
  }
  static Value schema(const Limits&) {
    return Value::object().with(
        "anyOf", Value::array({Codec<bool>::schema({}), st::liveness_table()->schema()}));
  }
  static std::string words() { return "`false`, or an object with `bound`"; }
};

namespace scenario_text {
namespace {

std::shared_ptr<const Table<RunLimits>> limits_table() {
  static const auto table =
      Table<RunLimits>("limits")
          .field("events", &RunLimits::events, "a run with more events is undecided")
          .at_least(1)
          .at_most(kMaxEvents)
          .share();
  return table;
}

Value strings_schema() { return Codec<std::vector<std::string>>::schema({}); }

Value override_schema() {
  Value values = Value::object().with(
      "anyOf",
      Value::array({codec::integer_schema({0, std::nullopt}, {}), codec::reference("duration")}));
  return Value::object()
      .with("type", Value::string("object"))
      .with("additionalProperties", std::move(values));
}

Value object_schema() { return Value::object().with("type", Value::string("object")); }

void add_cluster(Table<Top>& table) {
  table.field("$schema", &Top::schema, "where editors find this schema")
      .field("name", &Top::name, "the scenario's name")
      .required()
      .field("about", &Top::about, "what it shows, in a sentence or two")
      .field("protocol", &Top::protocol, "which protocol the nodes run")
      .required()
      .field("nodes", &Top::nodes, "how many servers there are: n1, n2, ...")
      .required()
      .at_least(1)
      .at_most(kMaxNodes)
      .field("config", &Top::config, "the protocol's own configuration")
      .with_schema(object_schema(), "object, see the protocol")
      .field("configs", &Top::configs,
             "further settings by the protocol's name, for `run --compare`")
      .with_schema(object_schema(), "object: a protocol's name and its configuration")
      .field("mutants", &Top::mutants, "known bugs of the protocol to switch on")
      .with_schema(strings_schema(), "list of names");
}

void add_world(Table<Top>& table) {
  table.later("network", &Top::network, NestedAs::object, network_table(), "what links do")
      .later("disk", &Top::disk, NestedAs::object, disk_table(), "what each server's disk does")
      .later("clocks", &Top::clocks, NestedAs::object, clock_table(), "how wrong clocks are")
      .later("clients", &Top::clients, NestedAs::object, clients_table(),
             "who sends requests; default: nobody")
      .later("faults", &Top::faults, NestedAs::list, fault_table(), "what goes wrong, and when")
      .later("swarm", &Top::swarm, NestedAs::object, swarm_table(),
             "ranges from which each seed draws its own faults, each kind on or off");
}

void add_run(Table<Top>& table) {
  table.field("properties", &Top::properties, "what must hold; \"-name\" leaves one out")
      .with_schema(strings_schema(), "list: `all`, names, `-name`; default `[\"all\"]`")
      .field("duration", &Top::duration, "how long the faults go on, before the run heals")
      .at_least(milliseconds(1))
      .at_most(kMaxDuration)
      .field("liveness", &Top::liveness,
             "how soon after healing each goal must be reached; false: not judged")
      .object("limits", &Top::limits, limits_table(), "when a run is given up")
      .field_as<Seed>("seed", &Top::seed, "the seed, where the command line gives none")
      .field("overrides", &Top::overrides, "single choices and their values, by name")
      .with_schema(override_schema(), "object: a choice's name and its value")
      .later("explore", &Top::explore, NestedAs::object, explore_table(),
             "bounds of an exhaustive exploration (`ordain explore`)")
      .later("expect", &Top::expect, NestedAs::object, expect_table(),
             "how the run ends; default: {\"verdict\": \"pass\"}")
      .field("repro", &Top::repro, "of a saved failure: fingerprint, digest, version, sizes")
      .with_schema(object_schema(), "object");
}

}  // namespace

std::shared_ptr<const Table<Clients>> clients_table() {
  static const auto table =
      Table<Clients>("clients")
          .field("count", &Clients::count, "how many clients: c1, c2, ...")
          .at_most(kMaxClients)
          .field("workload", &Clients::workload, "what they do; default: the protocol's first")
          .field("operations", &Clients::operations,
                 "how many operations they issue in all before the run heals")
          .at_most(kMaxOperations)
          .share();
  return table;
}

std::shared_ptr<const Table<Expect>> expect_table() {
  static const auto table =
      Table<Expect>("expect")
          .field("verdict", &Expect::verdict, "how the run ends")
          .field("violates", &Expect::violates, "the property, and the only one, that is violated")
          .share();
  return table;
}

std::shared_ptr<const Table<LivenessSpec>> liveness_table() {
  static const auto table =
      Table<LivenessSpec>("liveness")
          .field("bound", &LivenessSpec::bound, "each goal must be reached so long after healing")
          .at_least(milliseconds(1))
          .at_most(kMaxDuration)
          .share();
  return table;
}

std::shared_ptr<const Table<Top>> top_table() {
  static const auto table = [] {
    Table<Top> out("scenario");
    add_cluster(out);
    add_world(out);
    add_run(out);
    return out.share();
  }();
  return table;
}

}  // namespace scenario_text
}  // namespace ordain
