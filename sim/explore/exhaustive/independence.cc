// What partial-order reduction has to know of steps: which commute, and which change nothing.
#include "sim/explore/exhaustive/global_model.h"

namespace ordain {

// Steps of different nodes touch different nodes' states, take different messages away, and add to
// the messages, of which the order on each link stays: only one node sends on it. What may come
// between them is what they share: the last of a bound, and the ledgers. (A set of messages knows
// no second copy, so there a loss does not commute with the same message sent again.) What is
// asleep violates nothing: it was found to commute with each step since it could first be taken.
bool GlobalModel::commute(StateStore::Words state, const Successors::Successor& a,
                          const Successors::Successor& b) {
  if (a.step.node == b.step.node || a.failed || b.failed) return false;
  if (a.violation != 0 || b.violation != 0) return false;
  if (set_ && (a.step.kind == StepKind::drop || b.step.kind == StepKind::drop)) return false;
  if (a.spent >= 0 && a.spent == b.spent && left_of(state.data, a.spent) < 2) return false;
  return heard_alike(ledger(state), a.batch, b.batch);
}

// Whether the ledgers come out as the same, and judge neither order to be a violation; requires
// that neither is one by itself.
bool GlobalModel::heard_alike(uint32_t ledger, uint32_t a, uint32_t b) {
  if (a == Ledgers::kNothing || b == Ledgers::kNothing) return true;
  Ledgers& ledgers = graph_.ledgers();
  const Ledgers::After b_then = ledgers.hear(ledgers.hear(ledger, a).ledger, b);
  const Ledgers::After a_then = ledgers.hear(ledgers.hear(ledger, b).ledger, a);
  return b_then.violation == 0 && a_then.violation == 0 && b_then.ledger == a_then.ledger;
}

// A message whose arrival would change nothing, or that would be gone as its node is down, may as
// well stay under way: whatever can happen without it can happen with it, as it need never arrive,
// and no less soon. That is no longer so where others wait behind it on a FIFO link.
bool GlobalModel::is_idle(uint32_t local, uint32_t message) {
  if (is_fifo(message) && !set_) return false;
  if (!graph_.info(local).up) return true;
  const StepGraph::Outcomes outcomes = graph_.outcomes(local, message);
  const StepGraph::Outcome& only = *outcomes.first;
  return outcomes.count == 1 && only.after == local && only.batch == Ledgers::kNothing &&
         only.send_count == 0 && !only.failed;
}

}  // namespace ordain
