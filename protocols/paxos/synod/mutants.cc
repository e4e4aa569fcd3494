#include "protocols/paxos/synod/mutants.h"

#include "protocols/paxos/synod/config.h"

namespace ordain::paxos {
namespace {

std::string_view needs_two_proposers(const Config& config, const MutantSetting& setting) {
  const uint32_t proposers = config.proposers == 0 ? setting.servers : config.proposers;
  return proposers < 2 ? "it takes two proposers" : "";
}
std::string_view needs_two_clients(const Config& config, const MutantSetting& setting) {
  const std::string_view proposers = needs_two_proposers(config, setting);
  if (!proposers.empty()) return proposers;
  return setting.clients < 2 ? "it takes two clients, so that different values are proposed" : "";
}
std::string_view needs_three_acceptors(const Config& config, const MutantSetting& setting) {
  const uint32_t acceptors = config.acceptors == 0 ? setting.servers : config.acceptors;
  return acceptors < 3 ? "it takes three acceptors or more" : "";
}
std::string_view needs_clients(const Config&, const MutantSetting& setting) {
  return setting.clients == 0 ? "it takes clients that propose" : "";
}
std::string_view needs_rivals(const Config& config, const MutantSetting& setting) {
  if (config.back_off_high.ns == 0) return "there is no back-off to leave out: set back_off";
  if (config.distinguished) {
    return "a distinguished proposer has no rival: set distinguished to false";
  }
  return needs_two_clients(config, setting);
}

}  // namespace

const std::vector<MutantInfo>& mutants() {
  static const std::vector<MutantInfo> table = {
      {Mutant::ignore_accepted, "px.ignore_accepted",
       "a proposer proposes its own value whatever the promises report", "safe_at",
       "Paxos Made Simple, P2c; MIT 6.824 notes on Paxos code, 2015", "two proposers",
       &needs_two_clients},
      {Mutant::adopt_lowest, "px.adopt_lowest",
       "a proposer takes the value of the lowest ballot that the promises report", "safe_at",
       "Paxos Made Simple, P2c; MIT 6.824 notes on Paxos code, 2015",
       "three ballots, of which the first two were accepted by different acceptors",
       &needs_two_clients},
      {Mutant::accept_nocheck, "px.accept_nocheck",
       "an acceptor accepts without comparing with what it has promised", "accept_below_promise",
       "Paxos Made Simple, P1a", "two proposers", &needs_two_clients},
      {Mutant::accept_keeps_promise, "px.accept_keeps_promise",
       "accepting a proposal does not promise its ballot", "promise_monotonic",
       "StackOverflow question 29880949; Cassandra pull request 1327",
       "an acceptor that accepts without having been asked to prepare", &needs_two_clients},
      {Mutant::promise_volatile, "px.promise_volatile",
       "a promise is sent before it is on the acceptor's disk", "promise_durable",
       "Paxos Made Simple, 2.5", "a disk whose writes take time", &needs_clients},
      {Mutant::accept_volatile, "px.accept_volatile",
       "an acceptance is sent before it is on the acceptor's disk", "learned_implies_chosen",
       "Paxos Made Simple, 2.5", "a disk whose writes take time", &needs_clients},
      {Mutant::ballot_reuse, "px.ballot_reuse",
       "a proposer's round is not written to disk: after a restart it begins the same ballot again",
       "one_value_per_ballot", "phxpaxos issue 145", "a proposer that crashes and restarts",
       &needs_clients},
      {Mutant::nonunique_ballot, "px.nonunique_ballot",
       "a ballot does not name its proposer: two proposers begin the same one",
       "one_value_per_ballot", "Paxos Made Simple, 2.2: different proposals have different numbers",
       "two proposers", &needs_two_clients},
      {Mutant::dup_promise, "px.dup_promise", "a proposer counts an acceptor's promise twice",
       "quorum_distinct", "akka-raft issue 45 tells it of votes",
       "a network that duplicates messages", &needs_three_acceptors},
      {Mutant::q1_minority, "px.q1_minority",
       "a quorum of phase 1 is too small to meet every quorum of phase 2", "quorum_intersection",
       "etcd-fuzzing's seeded bug of a quorum of n/3 + 1; Flexible Paxos, section 3",
       "three acceptors or more", &needs_three_acceptors},
      {Mutant::learner_mixes_ballots, "px.learner_mixes_ballots",
       "a learner counts acceptances of one value in different ballots together",
       "learned_implies_chosen", "Paxos Made Simple, 2.2: chosen is a single proposal",
       "one value accepted by a minority in each of two ballots", &needs_three_acceptors},
      {Mutant::learner_dup, "px.learner_dup", "a learner counts an acceptance twice",
       "learned_implies_chosen", "akka-raft issue 45 tells it of votes",
       "a network that duplicates messages", &needs_three_acceptors},
      {Mutant::no_backoff, "px.no_backoff",
       "a proposer answers each refusal at once with a higher ballot", "operations_complete",
       "Paxos Made Simple, 2.4", "two proposers, and links of equal and constant delay",
       &needs_rivals},
      {Mutant::nack_higher_accept, "px.nack_higher_accept",
       "an acceptor refuses a proposal above what it has promised", "decided_in_core",
       "MyPaxos issue 19", "one proposer, a prepare request that is lost, an acceptor that is down",
       &needs_clients},
  };
  return table;
}

}  // namespace ordain::paxos
