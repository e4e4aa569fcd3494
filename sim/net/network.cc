#include "sim/net/network.h"

#include <algorithm>

namespace ordain {
namespace {

Site site_of(LinkAspect aspect, NodeId from, NodeId to, uint64_t number) {
  return {Stream::link, static_cast<uint8_t>(aspect), from.value, to.value, number};
}

uint64_t part(uint64_t bits, LinkAspect aspect) {
  return Choices::aspect_bits(bits, static_cast<uint8_t>(aspect));
}

bool is_plain(const LinkConfig& link) {
  return link.loss.zero() && link.duplicate.zero() && link.corrupt.zero() &&
         link.bursts.every.ns == 0 && !link.fifo && link.bandwidth == 0;
}

// On a FIFO link everything arrives after what was sent before it.
Duration behind_others(LinkUse& use, Time now, Duration delay) {
  delay = std::max(delay, use.last_arrival - now + Duration{1});
  use.last_arrival = now + delay;
  return delay;
}

bool matches(const std::vector<NodeId>& nodes, NodeId node) {
  return nodes.empty() || std::find(nodes.begin(), nodes.end(), node) != nodes.end();
}

}  // namespace

void Network::reset(uint32_t nodes, NetworkConfig config) {
  nodes_ = nodes;
  table_.resize(nodes);
  cuts_.resize(nodes);
  set_config(std::move(config));
}

void Network::set_config(NetworkConfig config) {
  config_ = std::move(config);
  default_is_plain_ = config_.links.empty() && is_plain(config_.all);
  shortest_ = config_.all.delay.shortest();
}

void Network::add_rule(LinkRule rule) {
  config_.links.push_back(std::move(rule));
  default_is_plain_ = false;
}

void Network::remove_rules(uint64_t id) {
  std::vector<LinkRule>& rules = config_.links;
  rules.erase(std::remove_if(rules.begin(), rules.end(),
                             [&](const LinkRule& rule) { return rule.id == id; }),
              rules.end());
  default_is_plain_ = rules.empty() && is_plain(config_.all);
}

const LinkConfig& Network::link(NodeId from, NodeId to) const {
  for (auto rule = config_.links.rbegin(); rule != config_.links.rend(); ++rule) {
    if (matches(rule->from, from) && matches(rule->to, to)) return rule->config;
  }
  return config_.all;
}

Fate Network::send(NodeId from, NodeId to, uint32_t bytes, Time now, const Choices& choices) {
  Fate fate;
  fate.number = table_.next(from, to);
  const uint64_t bits = choices.bits(Stream::link, from.value, to.value, fate.number);
  const LinkConfig& link = this->link(from, to);
  const uint64_t excess =
      choices.settle(site_of(LinkAspect::delay, from, to, fate.number), 0, link.delay.excess(bits));
  fate.delay = link.delay.with_excess(excess);
  if (cuts_.dropped(from, to)) {
    fate.dropped = true;
    fate.cause = DropCause::partition;
    return fate;
  }
  fate.held = cuts_.held(from, to);
  unusual_fate(link, from, to, bits, now, choices, fate);
  if (!fate.dropped && (link.fifo || link.bandwidth != 0)) {
    LinkUse& use = table_.use(from, to);
    if (link.bandwidth != 0) queue_for_bandwidth(link, bytes, use, now, fate);
    if (link.fifo && !fate.dropped && !fate.held) {
      fate.delay = behind_others(use, now, fate.delay);
      if (fate.duplicated) fate.duplicate_delay = behind_others(use, now, fate.duplicate_delay);
    }
  }
  return fate;
}

void Network::unusual_fate(const LinkConfig& link, NodeId from, NodeId to, uint64_t bits, Time now,
                           const Choices& choices, Fate& fate) {
  const auto strikes = [&](LinkAspect aspect, Ratio ratio) {
    return choices.strikes(site_of(aspect, from, to, fate.number), part(bits, aspect), ratio);
  };
  const bool burst = link.bursts.every.ns > 0 && in_burst(link, from, to, now, choices);
  if (strikes(LinkAspect::drop, burst ? link.bursts.loss : link.loss)) {
    fate.dropped = true;
    fate.cause = burst ? DropCause::burst : DropCause::loss;
    return;
  }
  if (strikes(LinkAspect::corrupt, link.corrupt)) {
    if (link.corruption == Corruption::detected) {
      fate.dropped = true;
      fate.cause = DropCause::checksum;
      return;
    }
    fate.corrupted = true;
    fate.random = part(bits, LinkAspect::corrupt);
  }
  if (strikes(LinkAspect::duplicate, link.duplicate)) {
    fate.duplicated = true;
    const uint64_t excess =
        choices.settle(site_of(LinkAspect::duplicate_delay, from, to, fate.number), 0,
                       link.delay.excess(part(bits, LinkAspect::duplicate_delay)));
    fate.duplicate_delay = link.delay.with_excess(excess);
  }
}

Duration Network::after_hold(NodeId from, NodeId to, Time now, Duration delay) {
  return link(from, to).fifo ? behind_others(table_.use(from, to), now, delay) : delay;
}

// Each window of `every` has one burst, at a moment drawn for (link, window). The choice's value is
// that moment counted from 1; the benign 0, which is never drawn, is a window without a burst.
bool Network::in_burst(const LinkConfig& link, NodeId from, NodeId to, Time now,
                       const Choices& choices) const {
  const int64_t every = link.bursts.every.ns;
  const int64_t length = std::min(link.bursts.length.ns, every);
  const auto window = static_cast<uint64_t>(now.ns / every);
  const uint64_t latest = static_cast<uint64_t>(every - length) + 1;
  const uint64_t bits = choices.bits(Stream::link, from.value, to.value, window);
  const uint64_t start = choices.settle(site_of(LinkAspect::burst, from, to, window), latest + 1,
                                        1 + below(part(bits, LinkAspect::burst), latest));
  const auto into = static_cast<uint64_t>(now.ns % every) + 1;
  return start > 0 && into >= start && into < start + static_cast<uint64_t>(length);
}

void Network::queue_for_bandwidth(const LinkConfig& link, uint32_t bytes, LinkUse& use, Time now,
                                  Fate& fate) const {
  const auto transmit =
      static_cast<int64_t>(static_cast<uint128>(bytes) * 1'000'000'000 / link.bandwidth);
  const Time begin = std::max(now, use.busy_until);
  // The queue's length in messages of this size: how many such transmissions lie ahead.
  if (link.queue != 0 && transmit > 0 && (begin - now).ns / transmit >= link.queue) {
    fate.dropped = true;
    fate.cause = DropCause::queue_full;
    return;
  }
  use.busy_until = begin + Duration{transmit};
  fate.delay += use.busy_until - now;
}

}  // namespace ordain
