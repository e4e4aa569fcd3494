// Queues and sets without search, where every element is added at most once.
//
// Queue: Henzinger, Sezgin and Vafeiadis, "Aspect-oriented linearizability proofs" (CONCUR 2013). A
// history of unique elements is linearizable iff no element is taken that was not put, or twice, or
// before its enqueue was invoked; no element is overtaken by one whose enqueue began after its own
// had returned; and every dequeue that found the queue empty has a moment at which no element was
// certainly in it. Indeterminate enqueues count only when their element was taken; an indeterminate
// dequeue may take any element, which is a case for the search.
//
// Set that only grows, with reads of the whole: the reads must be ordered by inclusion, which
// places every add between two of them; what is left is whether that order agrees with real time.
//
// All take O(n log n). nullopt when the special case does not apply.
#pragma once

#include <optional>

#include "sim/check/lin/compile.h"

namespace ordain::check::lin {

std::optional<bool> check_unique_queue(const History& history, const Object& object);
std::optional<bool> check_growing_set(const History& history, const Object& object);

}  // namespace ordain::check::lin
