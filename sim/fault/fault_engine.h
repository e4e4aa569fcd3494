// Decides when the rules of a run strike: at a time, again and again, or when a node reports a
// matching fact. What a strike then does is the world's work.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/choice.h"
#include "sim/fault/targets.h"

namespace ordain {

struct Strike {
  StrikeId id;
  Time at;
};

class FaultEngine {
 public:
  // requires that no two rules have the same id, once those without one have got their place
  void reset(std::vector<FaultRule> rules);
  void stop() { stopped_ = true; }  // the liveness phase: nothing strikes any more
  bool stopped() const { return stopped_; }

  const FaultRule& rule(StrikeId id) const { return rules_[place_of(id.rule)]; }
  const std::vector<FaultRule>& rules() const { return rules_; }

  // The strikes known at the start.
  std::vector<Strike> initial(const Choices& choices);
  // The strikes that a fact sets off.
  void on_fact(const FactEvent& event, const Choices& choices, std::vector<Strike>& out);
  bool watches_facts() const { return watches_facts_; }
  // A recurring rule has struck: when it does so next, if it does.
  bool next(StrikeId struck, Time now, const Choices& choices, Strike& out);
  // How long this strike lasts before it is undone; 0: for good.
  Duration lasts(StrikeId id, const Choices& choices) const;

 private:
  struct State {
    uint32_t matches = 0;
    uint32_t strikes = 0;
  };
  uint32_t place_of(uint32_t id) const;
  bool exhausted(uint32_t place) const;
  Strike schedule(uint32_t place, Time from, const Choices& choices);

  std::vector<FaultRule> rules_;
  std::vector<State> states_;
  std::vector<std::pair<uint32_t, uint32_t>> places_;  // (id, place), by id
  bool watches_facts_ = false;
  bool stopped_ = false;
};

bool matches(const FactPattern& pattern, const FactEvent& event);

}  // namespace ordain
