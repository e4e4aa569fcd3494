#include "protocols/raft/properties/all.h"

#include "protocols/raft/properties/applying.h"
#include "protocols/raft/properties/commits.h"
#include "protocols/raft/properties/configurations.h"
#include "protocols/raft/properties/demands.h"
#include "protocols/raft/properties/elections.h"
#include "protocols/raft/properties/leader_completeness.h"
#include "protocols/raft/properties/log_matching.h"
#include "protocols/raft/properties/matching.h"
#include "protocols/raft/properties/progress_goals.h"
#include "protocols/raft/properties/reads.h"
#include "protocols/raft/properties/snapshot_durable.h"

namespace ordain::raft {
namespace {

template <class P>
std::unique_ptr<Property> make(uint32_t servers) {
  if constexpr (std::is_constructible_v<P, uint32_t>) {
    return std::make_unique<P>(servers);
  } else {
    return std::make_unique<P>();
  }
}

template <class P>
std::unique_ptr<Property> plan(const Config& config) {
  return std::make_unique<P>(config);
}

}  // namespace

const std::vector<PropertyInfo>& properties() {
  constexpr auto always = PropertyKind::always;
  constexpr auto eventually = PropertyKind::eventually;
  static const std::vector<PropertyInfo> all = {
      {"election_safety", "at most one leader is elected in a term (Figure 3)", always,
       &make<ElectionSafety>},
      {"vote_once", "a server votes for one candidate in a term, crashes or not (5.2)", always,
       &make<VoteOnce>},
      {"leader_append_only", "a leader never overwrites or deletes entries in its log (Figure 3)",
       always, &make<LeaderAppendOnly>},
      {"log_matching",
       "logs that hold an entry of the same index and term are identical up to it (Figure 3)",
       always, &make<LogMatching>},
      {"leader_completeness",
       "an entry committed in a term is in the logs of the leaders of all later terms (Figure 3)",
       always, &make<LeaderCompleteness>},
      {"state_machine_safety",
       "no two servers apply different entries at one index, or come to different states "
       "(Figure 3)",
       always, &make<StateMachineSafety>},
      {"term_monotonic", "a server's term never falls, not even over a restart (5.1)", always,
       &make<TermMonotonic>},
      {"commit_monotonic", "a commit index never falls, but at a restart (Figure 2)", always,
       &make<CommitMonotonic>},
      {"commit_own_term",
       "a leader commits by counting copies only entries of its own term (5.4.2)", always,
       &make<CommitOwnTerm>},
      {"commit_truth", "what a leader commits is durable on a quorum", always, &make<CommitTruth>},
      {"config_matches_log",
       "a server decides by the latest configuration in its log, committed or not (thesis, 4.1)",
       always, &make<ConfigMatchesLog>},
      {"quorum_intersection",
       "once an entry is committed no server without it can be elected, whatever configurations "
       "are in use (thesis, 4.1 to 4.3)",
       always, &make<QuorumIntersection>},
      {"committed_kept", "no server cuts off an entry that it knows to be committed (5.3)", always,
       &make<CommittedKept>},
      {"match_monotonic", "match_index never falls while a server leads (Figure 2)", always,
       &make<MatchMonotonic>},
      {"next_gt_match", "next_index stays beyond match_index (Figure 2)", always,
       &make<NextGtMatch>},
      {"exactly_once", "a client's command takes effect at one index only (section 8)", always,
       &make<ExactlyOnce>},
      {"snapshot_durable",
       "what a server's log on disk has forgotten is in a snapshot on the same disk (thesis, 5.1)",
       always, &make<SnapshotDurable>},
      {"leader_elected_in_core", "after healing, a server of the core comes to lead it", eventually,
       &make<LeaderElectedInCore>},
      {"core_converges", "after healing, the core applies all that had been committed", eventually,
       &make<CoreConverges>},
  };
  return all;
}

const std::vector<PlannedPropertyInfo>& planned_properties() {
  static const std::vector<PlannedPropertyInfo> all = {
      {"no_stale_read",
       "a read that bypasses the log is answered from a state that holds all that had been "
       "acknowledged when it was invoked (thesis, 6.4)",
       &plan<NoStaleRead>},
      {"lease_exclusion",
       "while a leader holds a lease nobody is elected in a later term (thesis, 6.4.1)",
       &plan<LeaseExclusion>},
      {"available",
       "while operations are under way some are answered, as often as the scenario demands",
       &plan<Available>},
      {"leader_stable", "no more leaders are elected than the scenario demands",
       &plan<LeaderStable>},
  };
  return all;
}

}  // namespace ordain::raft
