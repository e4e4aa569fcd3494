// The network: what becomes of each message.
//
// Fault model. A message may be delayed (by a distribution a link), lost (independently, or in
// bursts), duplicated once, corrupted (and then dropped by its checksum, or delivered with one bit
// of one field flipped, as configured), reordered (unless the link is FIFO), queued behind others
// for bandwidth and dropped when that queue is full, cut off by a partition, or held until
// released. Links are directed. It never makes messages up, and delivers nothing to a node that is
// down. A node's messages to itself do not pass the network.
//
// The n-th message of a link owns one 64-bit draw; delay, loss, duplication and corruption are
// derived from it, so that overriding one leaves the others alone.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/choice.h"
#include "sim/core/trace.h"
#include "sim/net/cuts.h"
#include "sim/net/link_table.h"
#include "sim/net/network_config.h"

namespace ordain {

struct Fate {
  uint32_t number = 0;  // of the message on its link
  bool dropped = false;
  bool held = false;
  bool duplicated = false;
  bool corrupted = false;  // and delivered so
  DropCause cause = DropCause::loss;
  uint64_t random = 0;  // for the corruption
  Duration delay;
  Duration duplicate_delay;
};

class Network {
 public:
  void reset(uint32_t nodes, NetworkConfig config);

  // The common case, kept short: links that only delay, nothing cut, nobody watching the choices.
  // False (and nothing has happened) if it is not that case.
  bool send_usual(NodeId from, NodeId to, const Choices& choices, uint32_t& number,
                  Duration& delay) {
    if (!default_is_plain_ || choices.watched() || cuts_.touches(from, to)) return false;
    number = table_.next(from, to);
    const uint64_t bits = choices.bits(Stream::link, from.value, to.value, number);
    delay = shortest_ + Duration{static_cast<int64_t>(config_.all.delay.excess(bits))};
    return true;
  }

  // What happens to a message of `bytes` that `from` sends to `to` now.
  Fate send(NodeId from, NodeId to, uint32_t bytes, Time now, const Choices& choices);
  // The delay from now on of a message that was held until now.
  Duration after_hold(NodeId from, NodeId to, Time now, Duration delay);
  // Whether a message under way is lost because its link is cut when it would arrive.
  bool cut_at_arrival(NodeId from, NodeId to) const { return cuts_.dropped(from, to); }

  void prefetch(NodeId from) const { table_.prefetch(from); }

  Cuts& cuts() { return cuts_; }
  const Cuts& cuts() const { return cuts_; }

  // The rule wins over all earlier ones, until rules of its id are removed.
  void add_rule(LinkRule rule);
  void remove_rules(uint64_t id);
  const NetworkConfig& config() const { return config_; }
  void set_config(NetworkConfig config);  // counters and cuts stay as they are
  const LinkConfig& link(NodeId from, NodeId to) const;

 private:
  void unusual_fate(const LinkConfig& link, NodeId from, NodeId to, uint64_t bits, Time now,
                    const Choices& choices, Fate& fate);
  bool in_burst(const LinkConfig& link, NodeId from, NodeId to, Time now,
                const Choices& choices) const;
  void queue_for_bandwidth(const LinkConfig& link, uint32_t bytes, LinkUse& use, Time now,
                           Fate& fate) const;

  uint32_t nodes_ = 0;
  NetworkConfig config_;
  bool default_is_plain_ = true;  // no loss, duplication, ... in config_.all, and no rules
  Duration shortest_;             // of config_.all.delay
  LinkTable table_;
  Cuts cuts_;
};

}  // namespace ordain
