#include "sim/scenario/fault_text.h"

namespace ordain {
namespace ft = fault_text;

namespace {

std::shared_ptr<const Table<ft::When>> when_table() {
  static const auto table =
      Table<ft::When>("when")
          .field("fact", &ft::When::fact, "the fact that must be reported, by its name")
          .required()
          .field("node", &ft::When::node, "reported by this node; default: by any")
          .field("where", &ft::When::where, "conditions on the fact's fields")
          .with_schema(Value::object().with("type", Value::string("object")),
                       "object: `{\"term\": 2}` or `{\"term\": {\">=\": 2}}`")
          .field("nth", &ft::When::nth, "strikes first at the n-th such fact")
          .at_least(1)
          .field("times", &ft::When::times, "strikes at most so often; 0: without limit")
          .share();
  return table;
}

std::shared_ptr<const Table<ft::Ends>> ends_table() {
  static const auto table = Table<ft::Ends>("ends")
                                .field("from", &ft::Ends::from, "messages from here")
                                .field("to", &ft::Ends::to, "messages to there")
                                .share();
  return table;
}

std::shared_ptr<const Table<ft::Slow>> slow_table() {
  static const auto table =
      Table<ft::Slow>("slow")
          .field("target", &ft::Slow::target, "who is slow")
          .required()
          .field("service_time", &ft::Slow::service_time, "how long each message takes to handle")
          .required()
          .at_least(nanoseconds(1))
          .share();
  return table;
}

std::shared_ptr<const Table<ft::Partition>> partition_table() {
  static const auto table =
      Table<ft::Partition>("partition")
          .field("isolate", &ft::Partition::isolate, "these on one side, all others on the other")
          .field("bridge", &ft::Partition::bridge, "two halves that meet only in this node")
          .maybe_object("one_way", &ft::Partition::one_way, ends_table(),
                        "nothing arrives from the one at the other")
          .field("groups", &ft::Partition::groups, "who stands together, a list of lists of nodes")
          .share();
  return table;
}

std::shared_ptr<const Table<ft::Clock>> clock_action_table() {
  static const auto table =
      Table<ft::Clock>("clock change")
          .field("target", &ft::Clock::target, "whose clock")
          .required()
          .field("jump", &ft::Clock::jump, "jumps by this; backward where negative")
          .at_least(-kMostSkew)
          .field("drift_ppm", &ft::Clock::drift_ppm, "runs faster by so many parts per million")
          .at_least(kLeastDrift)
          .at_most(kMostDrift)
          .field("freeze", &ft::Clock::freeze, "its reading stands still")
          .field("thaw", &ft::Clock::thaw, "its reading goes on")
          .share();
  return table;
}

}  // namespace

template <>
struct Codec<ft::AnyPartition> {
  static std::vector<std::string> shapes() { return {"ring", "random"}; }
  static void read(const At& at, ft::AnyPartition& out, const Limits&, Reading& reading) {
    if (at.value.is(Value::Kind::object)) {
      return partition_table()->read(at, &out.shape, reading);
    }
    if (const auto chosen = codec::read_choice(at, shapes(), reading)) {
      out.word = *chosen == 0 ? PartitionShape::ring : PartitionShape::random;
    }
  }
  static Value write(const ft::AnyPartition&) { return {}; }
  static Value schema(const Limits&) {
    return Value::object().with(
        "anyOf", Value::array({codec::choice_schema(shapes()), partition_table()->schema()}));
  }
  static std::string words() { return "`ring`, `random`, or an object with one shape"; }
};

template <>
struct Codec<ft::All> {
  static void read(const At& at, ft::All&, const Limits&, Reading& reading) {
    codec::read_choice(at, {"all"}, reading);
  }
  static Value write(const ft::All&) { return Value::string("all"); }
  static Value schema(const Limits&) { return codec::choice_schema({"all"}); }
  static std::string words() { return "`all`"; }
};

namespace fault_text {

std::shared_ptr<const Table<Link>> link_action_table() {
  static const auto table = Table<Link>("link change")
                                .inlined(&Link::ends, *ends_table())
                                .inlined(&Link::config, *link_table())
                                .share();
  return table;
}

std::shared_ptr<const Table<Disk>> disk_action_table() {
  static const auto table = Table<Disk>("disk change")
                                .field("target", &Disk::target, "whose disk")
                                .required()
                                .inlined(&Disk::config, *disk_table())
                                .share();
  return table;
}

namespace {

void add_triggers(Table<Rule>& table) {
  table
      .field("id", &Rule::id,
             "names the fault's random choices (`fault 3#0 target`); default: its place in the "
             "list, from 0")
      .at_least(0)
      .at_most(2 * kFirstSwarmRule - 1)
      .field("name", &Rule::name, "for the story")
      .field("at", &Rule::at, "strikes at this time")
      .field("every", &Rule::every, "strikes again and again, after a time drawn from this range")
      .at_least(milliseconds(1))
      .field("from", &Rule::from, "with `every`: the first interval starts here")
      .maybe_object("when", &Rule::when, when_table(), "strikes when a fact is reported")
      .field("after", &Rule::after, "strikes so much later")
      .field("times", &Rule::times, "with `every`: strikes at most so often; 0: without limit")
      .field("for", &Rule::lasts, "undone again by itself after a time drawn from this range");
}

void add_node_actions(Table<Rule>& table) {
  table.field("crash", &Rule::crash, "the node stops and forgets all but its disk")
      .field("restart", &Rule::restart, "a crashed node recovers from its disk")
      .field("pause", &Rule::pause, "the node stands still and keeps its state (a GC stall)")
      .field("resume", &Rule::resume, "a paused node goes on, first with what has waited")
      .maybe_object("slow", &Rule::slow, slow_table(), "the node handles messages slowly")
      .field("wipe", &Rule::wipe, "the disk of a crashed node loses everything")
      .later("disk", &Rule::disk, NestedAs::object, disk_action_table(),
             "a disk behaves differently from now on; what is left out is as in `disk`")
      .maybe_object("clock", &Rule::clock, clock_action_table(), "a clock jumps, drifts or stops");
}

void add_network_actions(Table<Rule>& table) {
  table.field("partition", &Rule::partition, "nodes cannot reach each other")
      .field("heal", &Rule::heal, "every partition ends")
      .maybe_object("hold", &Rule::hold, ends_table(), "messages of these links wait")
      .field("release", &Rule::release, "no link is held any more; what waited travels on")
      .later("link", &Rule::link, NestedAs::object, link_action_table(),
             "links behave differently from now on; what is left out is as in `network`");
}

}  // namespace

std::shared_ptr<const Table<Rule>> rule_table() {
  static const auto table = [] {
    Table<Rule> out("fault");
    add_triggers(out);
    add_node_actions(out);
    add_network_actions(out);
    return out.share();
  }();
  return table;
}

}  // namespace fault_text
}  // namespace ordain
