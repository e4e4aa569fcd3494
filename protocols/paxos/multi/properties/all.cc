#include "protocols/paxos/multi/properties/all.h"

#include "protocols/paxos/multi/properties/acceptors.h"
#include "protocols/paxos/multi/properties/applying.h"
#include "protocols/paxos/multi/properties/choosing.h"
#include "protocols/paxos/multi/properties/leases.h"
#include "protocols/paxos/multi/properties/progress_goals.h"

namespace ordain::multi_paxos {
namespace {

template <class P>
std::unique_ptr<Property> make(const Setting& setting) {
  return std::make_unique<P>(setting);
}

}  // namespace

const std::vector<PropertyInfo>& properties() {
  constexpr auto always = PropertyKind::always;
  constexpr auto eventually = PropertyKind::eventually;
  static const std::vector<PropertyInfo> all = {
      {"agreement", "at most one value is chosen in a slot (Paxos Made Simple, 2.1)", always,
       &make<Agreement>},
      {"validity", "only commands that a client has issued are executed (Paxos Made Simple, 2.1)",
       always, &make<Validity>},
      {"one_value_per_ballot", "a ballot has one value in a slot (PMMC, invariant A4)", always,
       &make<OneValuePerBallot>},
      {"safe_at",
       "once a value is chosen, every proposal of a higher ballot has it (Paxos Made Simple, P2b; "
       "PMMC, invariant A5)",
       always, &make<SafeAt>},
      {"promise_monotonic",
       "an acceptor's promise never falls, and it accepts nothing below it, crashes or not (PMMC, "
       "invariants A1 and A2)",
       always, &make<PromiseMonotonic>},
      {"learned_implies_chosen", "what a leader or replica takes for chosen has a quorum of votes",
       always, &make<LearnedImpliesChosen>},
      {"quorum_intersection",
       "slots are decided by a quorum of the configuration in force there (Reconfiguring a State "
       "Machine, 3)",
       always, &make<QuorumIntersection>},
      {"prefix_execution", "a replica executes slot after slot, leaving none out (PMMC, 2.1)",
       always, &make<PrefixExecution>},
      {"state_machine_safety",
       "no two replicas execute different values in a slot, or come to different states (PMMC, "
       "invariant R1)",
       always, &make<StateMachineSafety>},
      {"exactly_once", "a client's command takes effect in one slot only", always,
       &make<ExactlyOnce>},
      {"durability", "what an acceptor accepted is there after a crash, or in its snapshot", always,
       &make<Durability>},
      {"lease_exclusion",
       "while a leader answers reads from its own state, no other leads by a higher ballot (Paxos "
       "Made Live, 5.2)",
       always, &make<LeaseExclusion>},
      {"fresh_reads",
       "a read that bypasses the log sees every operation that was over before it was invoked",
       always, &make<FreshReads>},
      {"leader_elected_in_core", "after healing, a server of the core comes to lead it", eventually,
       &make<LeaderElectedInCore>},
      {"core_converges", "after healing, the core executes all that had been chosen", eventually,
       &make<CoreConverges>},
  };
  return all;
}

}  // namespace ordain::multi_paxos
