// A fault rule as it is spelled, before it is checked and becomes a FaultRule: the structs behind
// the field table, private to this folder.
#pragma once

#include "sim/scenario/codec_model.h"
#include "sim/scenario/config_tables.h"

namespace ordain::fault_text {

struct When {
  std::string fact;
  std::optional<NodeId> node;
  Raw where;
  uint32_t nth = 1;
  uint32_t times = 1;
};

struct Ends {
  Target from;
  Target to;
};

struct Slow {
  Target target;
  Duration service_time;
};

struct Partition {
  std::optional<Target> isolate;
  std::optional<Target> bridge;
  std::optional<Ends> one_way;
  std::optional<std::vector<std::vector<NodeId>>> groups;
};

// "ring", "random", or one of the shapes that name nodes.
struct AnyPartition {
  std::optional<PartitionShape> word;
  Partition shape;
};

struct Link {
  Ends ends;
  LinkConfig config;
};

struct Disk {
  Target target;
  DiskConfig config;
};

struct Clock {
  Target target;
  std::optional<Pair<Duration>> jump;
  std::optional<Pair<int64_t>> drift_ppm;
  bool freeze = false;
  bool thaw = false;
};

// The one word "all".
struct All {};

struct Rule {
  std::optional<uint32_t> id;
  std::string name;
  std::optional<Time> at;
  std::optional<Pair<Duration>> every;
  std::optional<Time> from;
  std::optional<When> when;
  Pair<Duration> after;
  std::optional<uint32_t> times;
  Pair<Duration> lasts;

  std::optional<Target> crash, restart, pause, resume, wipe;
  std::optional<Slow> slow;
  std::optional<AnyPartition> partition;
  std::optional<All> heal, release;
  std::optional<Ends> hold;
  Raw link, disk;
  std::optional<Clock> clock;
};

std::shared_ptr<const Table<Rule>> rule_table();
std::shared_ptr<const Table<Link>> link_action_table();
std::shared_ptr<const Table<Disk>> disk_action_table();

}  // namespace ordain::fault_text
