// Every local step that the search has met, taken once and then known by numbers: nodes' states,
// messages, and what a state becomes under an event. The global search over them is integer work.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "sim/base/hash.h"
#include "sim/explore/exhaustive/ledgers.h"
#include "sim/explore/exhaustive/local_steps.h"
#include "sim/explore/exhaustive/number_map.h"

namespace ordain {

// A message under way is known by its link, its channel and its content.
struct MessageKind {
  NodeId from;
  NodeId to;
  uint16_t channel = 0;
  Payload payload;
};

// What may happen to a node, as one number: a message's number, or one of these.
using EventCode = uint32_t;
inline constexpr EventCode kTimerEvent = 0x8000'0000;  // and the timer's place among those armed
inline constexpr EventCode kDiskEvent = 0xC000'0000;
inline constexpr EventCode kCrashEvent = 0xC000'0001;
inline constexpr EventCode kRestartEvent = 0xC000'0002;
inline constexpr EventCode kStartEvent = 0xC000'0003;
constexpr bool is_message(EventCode event) { return event < kTimerEvent; }
constexpr bool is_timer_event(EventCode event) {
  return event >= kTimerEvent && event < kDiskEvent;
}

class StepGraph {
 public:
  StepGraph(const RunSpec& spec, uint32_t most_picks);

  struct Outcome {
    uint32_t after = 0;  // the node's state
    uint32_t batch = 0;  // for the ledgers
    uint32_t sends = 0;  // the first, in sends()
    uint16_t send_count = 0;
    bool failed = false;
  };
  struct Outcomes {
    const Outcome* first = nullptr;
    uint32_t count = 0;
  };
  // What the event may lead to; requires that it is possible in that state. Valid until the next
  // call.
  Outcomes outcomes(uint32_t state, EventCode event) {
    const uint32_t known = known_.find(state, event);
    const Span span = spans_[known != NumberMap::kNone ? known : take(state, event)];
    return {outcomes_.data() + span.first, span.count};
  }
  const uint32_t* sends(const Outcome& outcome) const { return sends_.data() + outcome.sends; }

  // What the search has to know of a state at every visit.
  struct StateInfo {
    uint8_t timers = 0;
    bool up = false;
    bool writing = false;
  };
  const StateInfo& info(uint32_t state) const { return infos_[state]; }
  const LocalState& state(uint32_t state) const { return states_[state]; }
  const MessageKind& message(uint32_t number) const { return messages_[number]; }
  uint32_t unborn(NodeId node);
  LocalEvent event_of(uint32_t state, EventCode event) const;

  const std::string& failure(uint32_t state, EventCode event) const;

  LocalSteps& steps() { return steps_; }
  const LocalSteps& steps() const { return steps_; }
  Ledgers& ledgers() { return ledgers_; }
  const Ledgers& ledgers() const { return ledgers_; }

  uint64_t state_count() const { return states_.size(); }
  uint64_t message_count() const { return messages_.size(); }
  uint64_t step_count() const { return outcomes_.size(); }

 private:
  struct Span {
    uint32_t first = 0;
    uint32_t count = 0;
  };
  uint32_t take(uint32_t state, EventCode event);
  uint32_t number(LocalState& state);
  uint32_t number(NodeId from, const LocalEffects::Send& send);

  LocalSteps steps_;
  Ledgers ledgers_;

  std::vector<LocalState> states_;
  std::vector<StateInfo> infos_;
  std::map<Digest128, uint32_t> known_states_;

  using MessageId = std::array<uint64_t, 3>;
  std::vector<MessageKind> messages_;
  std::map<MessageId, uint32_t> known_messages_;

  NumberMap known_;  // (state, event) -> place in spans_
  std::vector<Span> spans_;
  std::vector<Outcome> outcomes_;
  std::vector<uint32_t> sends_;
  std::map<std::pair<uint32_t, EventCode>, std::string> failures_;
};

}  // namespace ordain
