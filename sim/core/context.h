// The node's window on the world, handed to each handler: its own clock, its configuration, its
// named random picks, and the recorder of its effects. There is no other way out of a handler.
#pragma once

#include <cstdint>

#include "sim/core/choice.h"
#include "sim/core/effect.h"

namespace ordain {

class Ctx {
 public:
  NodeId self() const { return self_; }
  LocalTime now() const { return now_; }         // on this node's clock, which may be wrong
  uint32_t servers() const { return servers_; }  // nodes 0 .. servers-1; clients come after them
  uint16_t channel() const { return channel_; }  // of the message or timer being handled

  template <class Config>
  const Config& config() const {
    return *static_cast<const Config*>(config_);
  }

  // --- messages: a send to oneself is delivered at once and never lost
  template <class M>
  void send(NodeId to, M message) {
    send_payload(to, Payload::make(std::move(message)));
  }
  void send_payload(NodeId to, Payload payload) {
    record(EffectKind::send, to).payload = std::move(payload);
  }

  // To every server but oneself; all share one payload.
  template <class M>
  void broadcast(M message) {
    const Payload payload = Payload::make(std::move(message));
    for (uint32_t i = 0; i < servers_; ++i) {
      if (NodeId(i) != self_) send_payload(NodeId(i), payload);
    }
  }

  // A send that does not depend on anything unwritten and so overtakes pending writes: a leader may
  // replicate an entry while its own disk still writes it (Raft thesis, 10.2.1).
  template <class M>
  void send_urgent(NodeId to, M message) {
    Effect& effect = record(EffectKind::send, to);
    effect.payload = Payload::make(std::move(message));
    effect.urgent = true;
  }
  void send_payload_urgent(NodeId to, Payload payload) {
    Effect& effect = record(EffectKind::send, to);
    effect.payload = std::move(payload);
    effect.urgent = true;
  }

  // --- timers: setting re-arms, cancelling forgets; (name, key, channel) is one timer
  template <class Timer>
  void set_timer(Timer timer, Duration after, uint64_t key = 0) {
    Effect& effect = record(EffectKind::set_timer, self_);
    effect.name = static_cast<uint8_t>(timer);
    effect.number = key;
    effect.delay = after;
  }
  template <class Timer>
  void cancel_timer(Timer timer, uint64_t key = 0) {
    Effect& effect = record(EffectKind::cancel_timer, self_);
    effect.name = static_cast<uint8_t>(timer);
    effect.number = key;
  }

  // --- the disk: each is a barrier (effect.h); neighbours join into one disk write
  template <class Area, class M>
  void put(Area area, M record_value) {
    put_payload(area, Payload::make(std::move(record_value)));
  }
  template <class Area>
  void put_payload(Area area, Payload value) {
    write(EffectKind::put, static_cast<uint8_t>(area), 0).payload = std::move(value);
  }
  template <class Area, class M>
  void append(Area area, uint64_t index, M record_value) {
    append_payload(area, index, Payload::make(std::move(record_value)));
  }
  template <class Area>
  void append_payload(Area area, uint64_t index, Payload value) {
    write(EffectKind::append, static_cast<uint8_t>(area), index).payload = std::move(value);
  }
  template <class Area>
  void truncate_from(Area area, uint64_t index) {
    write(EffectKind::truncate_from, static_cast<uint8_t>(area), index);
  }
  template <class Area>
  void truncate_before(Area area, uint64_t index) {
    write(EffectKind::truncate_before, static_cast<uint8_t>(area), index);
  }
  void flush() { write(EffectKind::flush, 0, 0); }

  // --- what observers see
  template <class F>
  void fact(const F& fact) {
    record(EffectKind::fact, self_).number = out_->facts.size();
    out_->facts.push_back(Fact::of(fact));
  }
  // One about this very moment, which no pending write has to bear out: it does not wait for them.
  template <class F>
  void fact_urgent(const F& fact) {
    this->fact(fact);
    out_->effects.back().urgent = true;
  }
  void operation(const OpEvent& op) {
    record(EffectKind::operation, self_).number = out_->operations.size();
    out_->operations.push_back(op);
  }

  // --- named random choices: the n-th pick of this name by this node, in [0, bound)
  template <class Pick>
  uint64_t pick(Pick name, uint64_t bound) {
    const auto aspect = static_cast<uint8_t>(name);
    return choices_->pick({Stream::node, aspect, self_.value, 0, picks_[aspect]++}, bound);
  }
  // In [low, high]; the benign value 0 is `low`.
  template <class Pick>
  Duration pick(Pick name, Duration low, Duration high) {
    const auto span = static_cast<uint64_t>((high - low).ns) + 1;
    return low + Duration{static_cast<int64_t>(pick(name, span))};
  }

  // The same window for a protocol embedded in this one: its messages and timers carry `channel`.
  Ctx scoped(uint16_t channel) const {
    Ctx out = *this;
    out.channel_ = channel;
    return out;
  }

 private:
  friend class World;
  friend class LocalSteps;  // exhaustive exploration
  friend class TestCtx;

  Effect& record(EffectKind kind, NodeId to) {
    Effect& effect = out_->effects.emplace_back();
    effect.kind = kind;
    effect.channel = channel_;
    effect.to = to;
    return effect;
  }
  Effect& write(EffectKind kind, uint8_t area, uint64_t number) {
    Effect& effect = record(kind, self_);
    effect.name = area;
    effect.number = number;
    return effect;
  }

  EffectList* out_ = nullptr;
  const Choices* choices_ = nullptr;
  uint32_t* picks_ = nullptr;
  const void* config_ = nullptr;
  LocalTime now_;
  NodeId self_;
  uint32_t servers_ = 0;
  uint16_t channel_ = 0;
};

}  // namespace ordain
