#include "sim/explore/exhaustive/step_graph.h"

namespace ordain {

StepGraph::StepGraph(const RunSpec& spec, uint32_t most_picks)
    : steps_(spec, most_picks), ledgers_(spec) {}

uint32_t StepGraph::unborn(NodeId node) {
  LocalState state = steps_.unborn(node);
  return number(state);
}

LocalEvent StepGraph::event_of(uint32_t state, EventCode event) const {
  using Kind = LocalEvent::Kind;
  if (is_message(event)) {
    const MessageKind& message = messages_[event];
    return {Kind::deliver, message.from, message.channel, message.payload, {}};
  }
  if (is_timer_event(event)) {
    return {Kind::timer, kNoNode, 0, {}, states_[state].timers[event - kTimerEvent]};
  }
  const Kind kind = event == kDiskEvent    ? Kind::disk
                    : event == kCrashEvent ? Kind::crash
                    : event == kStartEvent ? Kind::start
                                           : Kind::restart;
  return {kind, kNoNode, 0, {}, {}};
}

uint32_t StepGraph::take(uint32_t state, EventCode event) {
  const auto place = static_cast<uint32_t>(spans_.size());
  Span span{static_cast<uint32_t>(outcomes_.size()), 0};
  const LocalState before = states_[state];
  steps_.each_outcome(before, event_of(state, event), [&](LocalState& after, const auto& effects) {
    Outcome outcome;
    outcome.after = number(after);
    outcome.batch = ledgers_.batch(effects.seen);
    outcome.sends = static_cast<uint32_t>(sends_.size());
    outcome.send_count = static_cast<uint16_t>(effects.sent.size());
    for (const LocalEffects::Send& send : effects.sent) {
      sends_.push_back(number(before.node, send));
    }
    if (!effects.failure.empty()) {
      outcome.failed = true;
      failures_.emplace(std::pair{state, event}, effects.failure);
    }
    outcomes_.push_back(outcome);
    ++span.count;
  });
  spans_.push_back(span);
  known_.add(state, event, place);
  return place;
}

uint32_t StepGraph::number(LocalState& state) {
  Encoder out;
  steps_.encode(state, out);
  const auto number = static_cast<uint32_t>(states_.size());
  const auto [at, fresh] = known_states_.emplace(digest_bytes(out.data(), out.size()), number);
  if (!fresh) return at->second;
  if (state.up) steps_.keep(state);
  SIM_ASSERT(state.timers.size() < 256);
  states_.push_back(state);
  infos_.push_back({static_cast<uint8_t>(state.timers.size()), state.up,
                    state.disk != nullptr && state.disk->disk.writing()});
  return number;
}

uint32_t StepGraph::number(NodeId from, const LocalEffects::Send& send) {
  const MessageId id{(uint64_t{from.value} << 32) | send.to.value, send.channel,
                     send.message.hash()};
  const auto [at, fresh] = known_messages_.emplace(id, static_cast<uint32_t>(messages_.size()));
  if (fresh) messages_.push_back({from, send.to, send.channel, send.message});
  return at->second;
}

const std::string& StepGraph::failure(uint32_t state, EventCode event) const {
  return failures_.at({state, event});
}

}  // namespace ordain
