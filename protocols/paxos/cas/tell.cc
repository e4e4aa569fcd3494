#include "protocols/paxos/cas/tell.h"

#include "protocols/paxos/cas/facts.h"
#include "protocols/paxos/quorums.h"
#include "sim/base/text.h"

namespace ordain::cas_paxos {
namespace {

std::string number(uint64_t value) { return std::to_string(value); }

std::string tell_changed(const Changed& fact) {
  const paxos::Ballot ballot{fact.round, fact.proposer};
  return std::string("has changed k") + number(fact.key) + " in ballot " + name_of(ballot) +
         (fact.one_round_trip ? ", in one round trip: " : ": ") + paxos::names_of(fact.voters) +
         " accepted, " + number(fact.changes) + (fact.changes == 1 ? " operation" : " operations");
}

std::string tell_refused(const Refused& fact) {
  return std::string("refuses ballot ") + name_of(paxos::Ballot{fact.round, fact.proposer}) +
         " of k" + number(fact.key) + ": it has promised " +
         name_of(paxos::Ballot{fact.promised_round, fact.promised_proposer});
}

}  // namespace

std::string tell(const FactEvent& event) {
  const Fact& fact = event.fact;
  if (fact.is<Changed>()) return tell_changed(fact.as<Changed>());
  if (fact.is<Refused>()) return tell_refused(fact.as<Refused>());
  if (fact.is<BackedOff>()) {
    const auto backed_off = fact.as<BackedOff>();
    return std::string("backs off from k") + number(backed_off.key) + " for " +
           format_duration(backed_off.wait);
  }
  if (fact.is<Halted>()) return "cannot read what it had promised, and stops for good";
  return "";
}

}  // namespace ordain::cas_paxos
