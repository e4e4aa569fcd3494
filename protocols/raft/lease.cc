// Leases: section 6.4.1 of the thesis. A leader that a quorum has heard may serve reads at once, as
// none of that quorum votes for another within a minimum election timeout (4.2.3), and every
// election needs one of them.
//
// The lease begins when the heartbeats were *sent* that a quorum has acknowledged: each of that
// quorum heard them later. It is measured on two clocks, this one and the voter's, so it lasts only
//   (minimum election timeout) * (1 - drift) / (1 + drift)
// on this one: clocks that keep to the bound let it end here before a voter is free, whichever way
// they are off. A clock that jumps or stands still keeps to no bound. Leases trust clocks.
//
// A leader that has sent TimeoutNow has freed its followers of their promise, and a message may
// take any time: it holds no lease for the rest of its term, even if the transfer comes to nothing
// (TiKV issue 1593). Servers that come back from a crash keep the promise that they may have made
// (server.cc).
#include "protocols/raft/quorum.h"

namespace ordain::raft {
namespace {

constexpr int64_t kMillion = 1'000'000;

Duration lease_length(const Config& config) {
  const int64_t drift = config.broken(Mutant::lease_drift) ? 0 : config.clock_drift_ppm;
  return config.election_low / (kMillion + drift) * (kMillion - drift);
}

}  // namespace

bool Server::holds_lease(const Ctx& ctx) const {
  const auto& config = ctx.config<Config>();
  if (role != Role::leader || config.reads != Reads::lease) return false;
  if (lease_forfeited && !config.broken(Mutant::lease_survives_transfer)) return false;
  const LocalTime begin = reached_by_quorum(ctx, [&](NodeId server) {
    return server == self ? ctx.now() : progress[server.value].acknowledged_at;
  });
  if (begin == kNever) return false;
  const Duration since = ctx.now() - begin;
  return since >= Duration{} && since < lease_length(config);
}

// So that it can be told that nobody else leads (properties/leases.h).
void Server::report_lease(Ctx& ctx) const {
  if (holds_lease(ctx)) ctx.fact_urgent(LeaseHeld{current_term});
}

}  // namespace ordain::raft
