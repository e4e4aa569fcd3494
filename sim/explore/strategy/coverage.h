// Coverage: the abstract states of the cluster that a run has come through.
//
// The abstract state of a server is the kind of fact it reported last (or that it is down) and the
// rank of that fact's first number (a term, a ballot, an index) among the servers', up to 3; that
// of the cluster is the multiset of its servers' states. Numbers themselves are left out, so that a
// run does not look new because terms grow, and who is who is left out, since servers are alike.
//
// It watches as a property that is never violated, so the world knows nothing of it.
#pragma once

#include <memory>
#include <set>

#include "sim/check/property.h"
#include "sim/explore/strategy/strategy.h"

namespace ordain {

// What a run has covered; `choices` is counted by whoever answers the run's choices.
struct CoverageLog {
  uint64_t choices = 0;
  std::vector<Covered> covered;
  std::set<uint64_t> known;
};

// `facts`: all that the protocol reports. `log` outlives the run.
std::unique_ptr<Property> make_coverage(std::vector<const FactType*> facts, uint32_t servers,
                                        CoverageLog* log);

}  // namespace ordain
