// Readable names of choices, for overrides and repros, and back again:
//
//   n1>n2#17 drop          the 17th message from n1 to n2; also delay, duplicate, corrupt, ...
//   n3 election_timeout#2  a node's random pick, by the name its protocol gives it
//   disk n1#4 lost         the 4th write, crash or recovery of a disk
//   clock n2 drift         how wrong a clock is from the start
//   clock n2#3 late        how late the third timer that n2 set fires
//   fault 2#1 target       strike 1 of fault 2, as they stand in the scenario, from 0
//
// Values are numbers; where they are times, durations ("40ms": the excess over the shortest delay).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/error.h"
#include "sim/core/choice.h"
#include "sim/core/node_table.h"
#include "sim/scenario/reading.h"

namespace ordain {

class SiteNames {
 public:
  SiteNames(uint32_t servers, uint32_t clients) : servers_(servers), clients_(clients) {}
  // Tells the names of the nodes' picks; until then any is taken, and none can be parsed.
  void set_picks(const std::vector<std::unique_ptr<NodeTable>>& nodes);

  std::string format(const Site& site) const;
  // Nothing, and what is wrong with the name (without a place).
  std::optional<Site> parse(std::string_view name, Problem& problem) const;

  Value format_value(const Site& site, uint64_t value) const;

 private:
  struct Kind {
    uint32_t nodes = 0;
    std::vector<std::string> picks;
  };
  std::string node_name(uint32_t node) const;
  std::optional<uint32_t> node(std::string_view name) const;
  const std::vector<std::string>* picks(uint32_t node) const;
  std::optional<Site> parse_node(std::string_view name, Problem& problem) const;
  std::optional<Site> parse_link(std::string_view name, Problem& problem) const;
  std::optional<Site> parse_prefixed(Stream stream, std::string_view name, Problem& problem) const;

  uint32_t servers_;
  uint32_t clients_;
  std::vector<Kind> kinds_;  // in the order of node ids
};

// An object of names and values, and back.
Value write_overrides(const Overrides& overrides, const SiteNames& names);
Overrides read_overrides(const At& at, const SiteNames& names, Reading& reading);

}  // namespace ordain
