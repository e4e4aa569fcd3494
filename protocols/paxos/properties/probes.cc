#include "protocols/paxos/properties/probes.h"

namespace ordain::paxos {
namespace {

bool any(const Fact&) { return true; }

bool bound(const Fact& fact) { return fact.as<Proposed>().bound_round != 0; }
bool at_prepare(const Fact& fact) { return fact.as<Refused>().step == Step::prepare; }
bool at_accept(const Fact& fact) { return fact.as<Refused>().step == Step::accept; }
bool fast(const Fact& fact) { return fact.as<Accepted>().fast; }
bool with_vote(const Fact& fact) { return fact.as<Recovered>().voted_round != 0; }

}  // namespace

const std::vector<ProbeInfo>& probes() {
  static const std::vector<ProbeInfo> all = {
      {"value_learned", "a learner learnt what is chosen", &kFactType<Learned>, any},
      {"value_adopted", "a proposer had to take the value of an earlier ballot",
       &kFactType<Proposed>, bound},
      {"prepare_refused", "an acceptor refused a prepare request", &kFactType<Refused>, at_prepare},
      {"accept_refused", "an acceptor refused a proposal: a higher ballot came between",
       &kFactType<Refused>, at_accept},
      {"backed_off", "a proposer waited after a refusal", &kFactType<BackedOff>, any},
      {"vote_recovered", "an acceptor came back from a crash with a vote", &kFactType<Recovered>,
       with_vote},
      {"server_halted", "a server stopped at an unreadable disk", &kFactType<Halted>, any},
  };
  return all;
}

const std::vector<ProbeInfo>& fast_probes() {
  static const std::vector<ProbeInfo> all = {
      {"fast_vote", "an acceptor took its value from a client", &kFactType<Accepted>, fast},
      {"collided", "acceptors of a fast ballot took different values", &kFactType<Collided>, any},
  };
  return all;
}

}  // namespace ordain::paxos
