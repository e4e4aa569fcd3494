// The four session guarantees (Terry et al., "Session guarantees for weakly consistent replicated
// data", 1994), each judged alone, over registers with unique writes.
//
// Each guarantee says of certain pairs of writes of a key which is the newer; it is refuted when no
// order of that key's versions agrees with all it says:
//   monotonic reads      a client that read v1, then v2: v2 is newer
//   read your writes     a client that wrote v1, then read v2: v2 is newer
//   monotonic writes     a client wrote v1, then v2: v2 is newer where the key is the same; and a
//                        client that reads a later write of hers, then the key of v1: not older
//   writes follow reads  a client read v1, then wrote v2: likewise
// The initial value is older than every write.
#pragma once

#include "sim/check/history.h"
#include "sim/check/order/verdict.h"

namespace ordain::check::order {

enum class Guarantee : uint8_t {
  MonotonicReads,
  MonotonicWrites,
  ReadYourWrites,
  WritesFollowReads
};

inline constexpr Guarantee kGuarantees[] = {Guarantee::MonotonicReads, Guarantee::MonotonicWrites,
                                            Guarantee::ReadYourWrites,
                                            Guarantee::WritesFollowReads};

const char* name_of(Guarantee guarantee);  // "monotonic_reads"

// Throws InputError unless the values written to a key are unique.
Verdict check_session(const History& history, Guarantee guarantee);

}  // namespace ordain::check::order
