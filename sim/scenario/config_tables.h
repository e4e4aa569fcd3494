// How networks, disks and clocks are spelled in a scenario.
#pragma once

#include "sim/clock/clock_config.h"
#include "sim/disk/disk_config.h"
#include "sim/net/network_config.h"
#include "sim/scenario/field_table.h"

namespace ordain {

std::shared_ptr<const Table<LinkConfig>> link_table();
std::shared_ptr<const Table<DiskConfig>> disk_table();
std::shared_ptr<const Table<ClockConfig>> clock_table();

// "network": the keys of a link for all of them, and "links", rules that change some of the keys.
struct NetworkText {
  LinkConfig all;
  Raw links;
};
std::shared_ptr<const Table<NetworkText>> network_table();
NetworkConfig read_network(const At& at, Reading& reading);

// How many parts per million a clock may be set to drift (sim/clock/clock_config.h).
inline constexpr int64_t kLeastDrift = -999'999;
inline constexpr int64_t kMostDrift = 1'000'000;
inline constexpr Duration kMostSkew = seconds(24 * 3600);

}  // namespace ordain
