// Ozkan, Majumdar, Niksic, Befrouei and Weissenbacher, "Randomized Testing of Distributed Systems
// with Probabilistic Guarantees" (OOPSLA'18): PCT over an online partition of messages into chains.
//
// A chain is a sequence of messages each of which causes the next. A message joins the chain of the
// one whose arrival made its sender act, while that one is still its chain's last; else it opens a
// chain. Chains, not links, have priorities, so that a whole exchange (request, answer, what
// follows) is fast or slow together; with chains of width w and k messages a bug of depth d is
// found with probability 1 / (w^2 k^(d-1)) at least. As in pct.h, a priority is a share of the
// longest delay, and the chain that sends at one of d - 1 change points falls behind all others.
#pragma once

#include <map>

#include "sim/explore/strategy/pct.h"

namespace ordain {

class Pctcp final : public SearchStrategy {
 public:
  void begin(RunStart& start) override;
  bool answer(const Site& site, uint64_t bound, uint64_t& value) override;
  bool wants_deliveries() const override { return true; }
  void delivered(NodeId from, NodeId to, uint64_t n) override;
  void learn(const Learned& learned) override { length_.learn(learned.messages); }

 private:
  struct Message {
    uint32_t from = 0;
    uint32_t to = 0;
    uint64_t n = 0;
    auto operator<=>(const Message&) const = default;
  };
  struct Chain {
    uint64_t share = 0;
    uint64_t length = 0;  // messages in it
  };
  struct Cause {  // the place in a chain of what a node has received last
    uint64_t chain = 0;
    uint64_t place = 0;
  };
  uint64_t chain_for(uint32_t sender);

  RunLength length_;
  // of the run begun last
  uint64_t key_ = 0;
  const RunSetting* setting_ = nullptr;
  std::vector<uint64_t> changes_;
  size_t changed_ = 0;
  uint64_t sent_ = 0;
  std::vector<Chain> chains_;
  std::map<Message, Cause> under_way_;
  std::map<uint32_t, Cause> causes_;  // by node
};

}  // namespace ordain
