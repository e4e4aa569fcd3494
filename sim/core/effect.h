// What a handler asks for. Handlers only record effects; the world applies them afterwards, in
// order.
//
// A write is a barrier: effects after it that others can see (sends, facts, operations) are
// released once it is durable. Timers are the node's own affair and are set at once.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/fact.h"
#include "sim/core/operation.h"
#include "sim/core/payload.h"

namespace ordain {

enum class EffectKind : uint8_t {
  send,
  set_timer,
  cancel_timer,
  fact,
  operation,
  put,              // replace an area's single record
  append,           // set record `number` of an area's log, which must be its next
  truncate_from,    // forget records >= number
  truncate_before,  // forget records < number
  flush,            // ends a write, so that the next one is a separate disk operation
};

struct Effect {
  EffectKind kind = EffectKind::send;
  uint8_t name = 0;  // the timer or the area
  uint16_t channel = 0;
  NodeId to;
  Payload payload;
  uint64_t number = 0;  // a timer's key, a record's index, the place of a fact or operation
  Duration delay;       // of a timer, on the node's own clock
  bool urgent = false;  // a send or fact that does not wait behind pending writes
};

constexpr bool is_write(EffectKind kind) {
  return kind >= EffectKind::put && kind <= EffectKind::flush;
}
constexpr bool is_timer(EffectKind kind) {
  return kind == EffectKind::set_timer || kind == EffectKind::cancel_timer;
}

// A reused list: facts and operations lie beside the effects, which point to them by place.
struct EffectList {
  std::vector<Effect> effects;
  std::vector<Fact> facts;
  std::vector<OpEvent> operations;

  bool empty() const { return effects.empty(); }
  void clear() {
    effects.clear();
    facts.clear();
    operations.clear();
  }
};

}  // namespace ordain
