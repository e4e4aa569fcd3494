// What may be said of the state machines from the facts alone.
//   state_machine_safety  "if a server has applied a log entry at a given index to its state
//                         machine, no other server will ever apply a different log entry for the
//                         same index" (Figure 3), and the states that result are equal, be they
//                         applied entry by entry or read from a snapshot
//   exactly_once          a client's command takes effect at one index only (section 8)
#pragma once

#include <vector>

#include "protocols/raft/facts.h"
#include "sim/check/by_node.h"
#include "sim/check/property.h"

namespace ordain::raft {

class StateMachineSafety : public PropertyOf<StateMachineSafety> {
 public:
  std::string_view name() const override { return "state_machine_safety"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Applied>, &kFactType<SnapshotTaken>, &kFactType<SnapshotInstalled>,
            &kFactType<SnapshotLoaded>};
  }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override;

 private:
  struct State {
    uint64_t index = 0;
    uint64_t prefix_hash = 0;
    uint64_t state_hash = 0;
  };
  void compare(const State& now, const FactEvent& event, Report& report);

  struct First {
    uint64_t prefix_hash = 0;
    uint64_t state_hash = 0;
    NodeId node;
  };
  std::vector<First> first_;  // by index: who applied it first
};

class ExactlyOnce : public PropertyOf<ExactlyOnce> {
 public:
  explicit ExactlyOnce(uint32_t servers) : servers_(servers) {}
  std::string_view name() const override { return "exactly_once"; }
  std::vector<const FactType*> facts() const override { return {&kFactType<Applied>}; }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override {
    ordain::encode(out, executed_);
    ordain::encode(out, effects_);
    return true;
  }

 private:
  using CommandId = std::pair<NodeId, uint64_t>;

  uint32_t servers_;
  struct Effect {
    uint64_t sequence = 0;
    uint64_t index = 0;
    void encode(Encoder& out) const {
      out.word(sequence);
      out.word(index);
    }
  };
  // Where the command took effect first: at `index`, unless it is known.
  uint64_t first_index(const CommandId& command, uint64_t index);

  std::vector<CommandId> executed_;      // by index: what the first to apply it executed
  ByNode<std::vector<Effect>> effects_;  // by client, in the order of sequence numbers
};

}  // namespace ordain::raft
