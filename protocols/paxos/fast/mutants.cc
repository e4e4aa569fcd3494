#include "protocols/paxos/fast/mutants.h"

#include "protocols/paxos/fast/config.h"

namespace ordain::fast_paxos {
namespace {

std::string_view needs_collisions(const Config&, const MutantSetting& setting) {
  if (setting.servers < 3) return "it takes three servers or more";
  return setting.clients < 2 ? "it takes two clients, whose values collide" : "";
}

}  // namespace

const std::vector<MutantInfo>& mutants() {
  static const std::vector<MutantInfo> table = {
      {Mutant::fast_majority, "fp.fast_majority",
       "a learner takes a quorum of the classic size for one of a fast ballot",
       "learned_implies_chosen", "Fast Paxos: the Fast Quorum Requirement",
       "two clients whose values collide", &needs_collisions},
      {Mutant::pick_first, "fp.pick_first",
       "a coordinator that meets several values of a fast ballot takes any of them", "safe_at",
       "Fast Paxos: the rule for picking a value", "two clients whose values collide",
       &needs_collisions},
      {Mutant::vote_twice, "fp.vote_twice",
       "an acceptor of a fast ballot accepts another client's value after the first",
       "one_vote_per_ballot", "Fast Paxos: phase 2b", "two clients", &needs_collisions},
      {Mutant::recovery_unpromised, "fp.recovery_unpromised",
       "a fast vote does not promise the ballot in which a collision is resolved",
       "promise_durable", "Fast Paxos: coordinated recovery", "two clients whose values collide",
       &needs_collisions},
  };
  return table;
}

}  // namespace ordain::fast_paxos
