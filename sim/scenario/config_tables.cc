#include "sim/scenario/config_tables.h"

#include "sim/scenario/codec_model.h"

namespace ordain {

// How many servers may lose data: a number, or "minority".
struct Budget {
  uint32_t value = DiskConfig::kMinority;
};

template <>
struct Codec<Budget> {
  static void read(const At& at, Budget& out, const Limits&, Reading& reading) {
    if (at.value.is(Value::Kind::string) && at.value.text == "minority") {
      out.value = DiskConfig::kMinority;
    } else if (at.value.is(Value::Kind::number)) {
      Codec<uint32_t>::read(at, out.value, {0, 1000}, reading);
    } else {
      reading.expected(at, "a whole number or \"minority\"");
    }
  }
  static Value write(Budget value) {
    return value.value == DiskConfig::kMinority ? Value::string("minority")
                                                : Value::number(value.value);
  }
  static Value schema(const Limits&) {
    return Value::object().with("anyOf", Value::array({codec::integer_schema({0, 1000}, {}),
                                                       codec::choice_schema({"minority"})}));
  }
  static std::string words() { return "whole number or `minority`"; }
};

namespace {

std::shared_ptr<const Table<Bursts>> bursts_table() {
  static const auto table =
      Table<Bursts>("bursts")
          .field("every", &Bursts::every, "one burst falls in each window of this length")
          .required()
          .at_least(milliseconds(1))
          .field("length", &Bursts::length, "how long a burst lasts")
          .required()
          .field("loss", &Bursts::loss, "how much is lost during it")
          .required()
          .share();
  return table;
}

std::shared_ptr<const Table<LinkRule>> link_rule_table() {
  static const auto table =
      Table<LinkRule>("link rule")
          .field("from", &LinkRule::from, "links from any of these nodes; default: from any")
          .field("to", &LinkRule::to, "links to any of these nodes; default: to any")
          .inlined(&LinkRule::config, *link_table())
          .share();
  return table;
}

std::shared_ptr<const Table<ClockSetting>> clock_setting_table() {
  static const auto table =
      Table<ClockSetting>("clock setting")
          .field("node", &ClockSetting::node, "whose clock")
          .required()
          .field("skew", &ClockSetting::skew, "a constant offset of its reading, may be negative")
          .at_least(-kMostSkew)
          .field("drift_ppm", &ClockSetting::drift_ppm,
                 "how much faster it runs, in parts per million")
          .at_least(kLeastDrift)
          .at_most(kMostDrift)
          .share();
  return table;
}

}  // namespace

std::shared_ptr<const Table<LinkConfig>> link_table() {
  static const auto table =
      Table<LinkConfig>("link")
          .field("delay", &LinkConfig::delay, "how long a message takes")
          .field("loss", &LinkConfig::loss, "how many messages are lost")
          .field("duplicate", &LinkConfig::duplicate, "how many arrive twice")
          .field("corrupt", &LinkConfig::corrupt, "how many are damaged on their way")
          .field("corruption", &LinkConfig::corruption,
                 "whether a checksum finds the damage and drops the message, or a changed field "
                 "is delivered")
          .object("bursts", &LinkConfig::bursts, bursts_table(), "windows of heavier loss")
          .field("fifo", &LinkConfig::fifo, "whether no message overtakes another of its link")
          .field("bandwidth", &LinkConfig::bandwidth, "bytes a second; 0: unlimited")
          .at_most(1'000'000'000'000)
          .field("queue", &LinkConfig::queue,
                 "messages that wait for bandwidth before more are dropped; 0: unlimited")
          .share();
  return table;
}

std::shared_ptr<const Table<NetworkText>> network_table() {
  static const auto table =
      Table<NetworkText>("network")
          .inlined(&NetworkText::all, *link_table())
          .later("links", &NetworkText::links, NestedAs::list, link_rule_table(),
                 "rules for some links: what they leave out is as for all; the last that fits wins")
          .share();
  return table;
}

NetworkConfig read_network(const At& at, Reading& reading) {
  NetworkText text;
  network_table()->read(at, &text, reading);
  NetworkConfig out{text.all, {}};
  if (text.links.value == nullptr || !codec::is_list(text.links.at(), reading)) return out;
  const At list = text.links.at();
  for (size_t i = 0; i < list.value.items.size(); ++i) {
    LinkRule& rule = out.links.emplace_back();
    rule.config = out.all;
    link_rule_table()->read(list.element(i), &rule, reading);
  }
  return out;
}

std::shared_ptr<const Table<DiskConfig>> disk_table() {
  static const auto table =
      Table<DiskConfig>("disk")
          .field("latency", &DiskConfig::latency, "how long a write takes until it is durable")
          .field("stall", &DiskConfig::stall, "how many writes take `stall_for` longer")
          .field("stall_for", &DiskConfig::stall_for, "how long a stall lasts")
          .field("torn", &DiskConfig::torn,
                 "at a crash: how often the first lost record is left half-written")
          .field("lying", &DiskConfig::lying,
                 "how many writes are reported durable before they are")
          .field("lying_for", &DiskConfig::lying_for,
                 "when a write that was lied about reaches the platter")
          .field("bit_rot", &DiskConfig::bit_rot,
                 "at recovery: how many records fail their checksum")
          .field("read_error", &DiskConfig::read_error,
                 "at recovery: how often the disk cannot be read and the node stays down a while")
          .field("write_error", &DiskConfig::write_error,
                 "how many writes fail and stop their node")
          .field("capacity", &DiskConfig::capacity,
                 "records the disk holds before writes fail; 0: unlimited")
          .at_most(1'000'000'000)
          .field_as<Budget>("budget", &DiskConfig::budget,
                            "how many servers may lose acknowledged records at once (torn, lying, "
                            "rotten or wiped); beyond it no such fault strikes")
          .share();
  return table;
}

std::shared_ptr<const Table<ClockConfig>> clock_table() {
  static const auto table =
      Table<ClockConfig>("clocks")
          .range("skew", &ClockConfig::skew_low, &ClockConfig::skew_high,
                 "each node's constant offset is drawn from this, may be negative")
          .at_least(-kMostSkew)
          .range("drift_ppm", &ClockConfig::drift_low_ppm, &ClockConfig::drift_high_ppm,
                 "each node's drift in parts per million is drawn from this")
          .at_least(kLeastDrift)
          .at_most(kMostDrift)
          .objects("nodes", &ClockConfig::nodes, clock_setting_table(),
                   "single nodes' clocks, instead of the drawn ones")
          .share();
  return table;
}

}  // namespace ordain
