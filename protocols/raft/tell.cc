#include "protocols/raft/tell.h"

#include "protocols/raft/facts.h"
#include "sim/check/by_node.h"

namespace ordain::raft {
namespace {

std::string number(uint64_t value) { return std::to_string(value); }

std::string voters(uint64_t bits) {
  std::string names;
  for (uint32_t i = 0; i < 64; ++i) {
    if ((bits >> i) & 1) names.append(names.empty() ? "" : ", ").append(name_of(NodeId(i)));
  }
  return names;
}

std::string tell_elected(const Elected& fact) {
  return std::string("is elected leader of term ") + number(fact.term) + " with the votes of " +
         voters(fact.voters);
}

std::string tell_refused(const VoteRefused& fact) {
  const std::string whom =
      std::string("refuses ") + name_of(fact.candidate) + " its vote in term " + number(fact.term);
  switch (fact.reason) {
    case Refusal::voted_for_another:
      return whom + ": it has voted for another";
    case Refusal::log_behind:
      return whom + ": the candidate's log is behind its own";
    case Refusal::hears_a_leader:
      return whom + ": it hears from a leader";
    default:
      return whom + ": the request is of an older term";
  }
}

std::string tell_recovered(const Recovered& fact) {
  std::string text = std::string("recovers from its disk: term ") + number(fact.term) +
                     ", a log of " + number(fact.last_index) + " entries";
  if (fact.cut > 0) text += "; a torn one at its end is cut off";
  return text;
}

std::string tell_configuration(uint64_t of, uint64_t outgoing, uint64_t learners) {
  std::string text = voters(of);
  if (outgoing != 0) text = "those of " + voters(outgoing) + " and of " + text + " together";
  if (learners != 0) text += ", with " + voters(learners) + " learning";
  return text;
}

std::string tell_membership(const Fact& fact) {
  if (fact.is<ConfigAppended>()) {
    const auto entry = fact.as<ConfigAppended>();
    return std::string("appends a configuration at index ") + number(entry.index) + ": " +
           tell_configuration(entry.voters, entry.outgoing, entry.learners);
  }
  if (fact.is<ConfigCommitted>()) {
    const auto now = fact.as<ConfigCommitted>();
    if (!now.leading) return "";
    return std::string("commits the configuration of ") +
           tell_configuration(now.voters, now.outgoing, now.learners);
  }
  const auto caught = fact.as<CaughtUp>();
  return std::string(caught.quick ? "has brought " : "gives up bringing ") +
         voters(caught.servers) + " up to date" + (caught.quick ? "" : ": it is too slow");
}

std::string tell_halted(const Halted& fact) {
  switch (fact.reason) {
    case HaltReason::unreadable_hard_state:
      return "cannot read its term and vote, and stops for good rather than vote twice";
    case HaltReason::unreadable_snapshot:
      return "cannot read its snapshot, and stops for good rather than forget it";
    case HaltReason::lost_disk:
      return "finds nothing of what it was on its disk, and does not come back as that server";
    case HaltReason::missing_snapshot:
      return std::string("finds a log that begins at index ") + number(fact.index) +
             " and no snapshot of what came before, and stops for good";
    default:
      break;
  }
  return std::string("cannot read entry ") + number(fact.index) +
         " of its log, and stops for good rather than forget it";
}

std::string tell_stepped_down(const SteppedDown& fact) {
  const std::string what = fact.reason == StepDown::quorum_lost
                               ? "hears from no quorum and steps down as leader of term "
                               : "meets a higher term and steps down as leader of term ";
  return what + number(fact.term);
}

std::string tell_admin(const Fact& fact) {
  if (fact.is<AdminAsked>()) {
    const auto asked = fact.as<AdminAsked>();
    return std::string("(the operator) asks for a ").append(enum_name(asked.command)) + " to " +
           name_of(asked.server);
  }
  const auto ended = fact.as<AdminEnded>();
  return std::string("(the operator) ") + (ended.done ? "has got its " : "gives up its ") +
         std::string(enum_name(ended.command));
}

std::string tell_transfer(const Fact& fact) {
  if (fact.is<TransferBegan>()) {
    return std::string("begins to hand leadership to ") + name_of(fact.as<TransferBegan>().target);
  }
  if (fact.is<HandedOver>()) {
    return std::string("tells ") + name_of(fact.as<HandedOver>().target) +
           ", which has caught up, to stand for election now";
  }
  return std::string("gives up handing leadership to ") +
         name_of(fact.as<TransferGivenUp>().target);
}

}  // namespace

std::string tell(const FactEvent& event) {
  const Fact& fact = event.fact;
  if (fact.is<BecameCandidate>()) {
    const auto candidate = fact.as<BecameCandidate>();
    return std::string(candidate.by_transfer ? "is asked to lead and"
                                             : "hears from no leader and") +
           " stands for election in term " + number(candidate.term);
  }
  if (fact.is<AskedForPreVotes>()) {
    return std::string("hears from no leader and asks who would vote for it in term ") +
           number(fact.as<AskedForPreVotes>().next_term);
  }
  if (fact.is<PreVoteGranted>()) {
    const auto granted = fact.as<PreVoteGranted>();
    return std::string("would vote for ") + name_of(granted.candidate) + " in term " +
           number(granted.next_term);
  }
  if (fact.is<Elected>()) return tell_elected(fact.as<Elected>());
  if (fact.is<Committed>() && fact.as<Committed>().leading) {
    const Committed committed = fact.as<Committed>();
    return std::string("commits entry ") + number(committed.index) + " of term " +
           number(committed.term);
  }
  if (fact.is<SteppedDown>() && fact.as<SteppedDown>().led) {
    return tell_stepped_down(fact.as<SteppedDown>());
  }
  if (fact.is<VoteRefused>()) return tell_refused(fact.as<VoteRefused>());
  if (fact.is<Truncated>()) {
    return std::string("cuts its log from index ") + number(fact.as<Truncated>().from) +
           " on: the leader has other entries there";
  }
  if (fact.is<SnapshotTaken>()) {
    return std::string("takes a snapshot, and drops its log up to index ") +
           number(fact.as<SnapshotTaken>().index);
  }
  if (fact.is<SnapshotInstalled>()) {
    return std::string("goes on from the leader's snapshot of everything up to index ") +
           number(fact.as<SnapshotInstalled>().index);
  }
  if (fact.is<ConfigAppended>() || fact.is<ConfigCommitted>() || fact.is<CaughtUp>()) {
    return tell_membership(fact);
  }
  if (fact.is<Recovered>()) return tell_recovered(fact.as<Recovered>());
  if (fact.is<Halted>()) return tell_halted(fact.as<Halted>());
  if (fact.is<AdminAsked>() || fact.is<AdminEnded>()) return tell_admin(fact);
  if (fact.is<TransferBegan>() || fact.is<HandedOver>() || fact.is<TransferGivenUp>()) {
    return tell_transfer(fact);
  }
  return "";
}

}  // namespace ordain::raft
