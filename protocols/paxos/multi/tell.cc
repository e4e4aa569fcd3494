#include "protocols/paxos/multi/tell.h"

#include "protocols/paxos/ballot.h"
#include "protocols/paxos/multi/facts.h"
#include "protocols/paxos/multi/properties/setting.h"
#include "protocols/paxos/quorums.h"
#include "sim/check/by_node.h"

namespace ordain::multi_paxos {
namespace {

std::string number(uint64_t value) { return std::to_string(value); }

std::string ballot(uint64_t round, NodeId proposer) {
  return std::string("ballot ") + paxos::name_of(paxos::Ballot{round, proposer});
}

std::string tell_elected(const Elected& fact) {
  std::string text = std::string("leads in ") + ballot(fact.round, fact.proposer) +
                     " with the promises of " + paxos::names_of(fact.voters);
  if (fact.reported == 0) return text + ": from slot " + number(fact.slot) + " on it is free";
  return text + ", which report " + number(fact.reported) +
         (fact.reported == 1 ? " value" : " values") + " from slot " + number(fact.slot) +
         " on that may have been chosen: it proposes " + (fact.reported == 1 ? "it" : "them") +
         " again";
}

std::string tell_recovered(const Recovered& fact) {
  std::string text = "recovers from its disk: ";
  text += fact.round == 0 ? std::string("no promise yet")
                          : std::string("a promise of ") + ballot(fact.round, fact.proposer);
  if (fact.snapshot > 0) text += ", a snapshot up to slot " + number(fact.snapshot);
  if (fact.last > fact.snapshot) text += ", accepted values up to slot " + number(fact.last);
  if (fact.cut > 0) text += "; a torn record at its journal's end is cut off";
  return text;
}

std::string tell_lost(const DiskLost& fact) {
  return std::string(fact.loss == Loss::empty_disk ? "finds its disk empty"
                                                   : "cannot read its disk") +
         ": it may have promised what it knows no more, and does not vote until the others have "
         "told it";
}

std::string tell_role(const FactEvent& event) {
  const Fact& fact = event.fact;
  if (fact.is<ScoutSpawned>()) {
    return std::string("hears from no leader and asks all to promise ") +
           ballot(fact.as<ScoutSpawned>().round, event.node);
  }
  if (fact.is<Elected>()) return tell_elected(fact.as<Elected>());
  if (fact.is<Preempted>() && fact.as<Preempted>().led) {
    const auto preempted = fact.as<Preempted>();
    return std::string("meets ") + ballot(preempted.by_round, preempted.by) +
           " and stops leading in " + ballot(preempted.round, event.node);
  }
  if (fact.is<PromiseWithheld>()) {
    const auto withheld = fact.as<PromiseWithheld>();
    return std::string("promises ") + name_of(withheld.proposer) + " nothing: " +
           (withheld.holder.valid() ? name_of(withheld.holder) + " has its lease"
                                    : std::string("somebody may still have its lease"));
  }
  if (fact.is<LeaseAcquired>()) {
    return "has a lease: it may answer reads from its own state";
  }
  if (fact.is<Retired>()) return "is left out by the new configuration and stops leading";
  return "";
}

std::string tell_slot(const Fact& fact) {
  if (fact.is<GapFilled>()) {
    return std::string("fills slot ") + number(fact.as<GapFilled>().slot) +
           " with a no-op: nobody reported a value there";
  }
  if (fact.is<Chosen>()) {
    const auto chosen = fact.as<Chosen>();
    return std::string("learns that slot ") + number(chosen.slot) +
           " is chosen: " + paxos::names_of(chosen.voters) + " have accepted it";
  }
  if (fact.is<CaughtUp>()) {
    const auto caught = fact.as<CaughtUp>();
    return std::string("is told the decisions of slots ") + number(caught.from) + " to " +
           number(caught.to) + ", which it had missed";
  }
  if (fact.is<SnapshotInstalled>()) {
    return std::string("is given a snapshot of the state after slot ") +
           number(fact.as<SnapshotInstalled>().slot);
  }
  if (fact.is<Reconfigured>()) {
    const auto change = fact.as<Reconfigured>();
    return std::string("learns in slot ") + number(change.slot) + " that " +
           paxos::names_of(change.members) + " are to be configuration " + number(change.number);
  }
  return "";
}

}  // namespace

std::string tell(const FactEvent& event) {
  const Fact& fact = event.fact;
  if (fact.is<Recovered>()) return tell_recovered(fact.as<Recovered>());
  if (fact.is<DiskLost>()) return tell_lost(fact.as<DiskLost>());
  if (fact.is<Rejoined>()) {
    const auto rejoined = fact.as<Rejoined>();
    return std::string("has been told what it may have known and votes again, in its life ") +
           number(rejoined.life + 1);
  }
  const std::string role = tell_role(event);
  return role.empty() ? tell_slot(fact) : role;
}

}  // namespace ordain::multi_paxos
