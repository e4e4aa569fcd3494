// What CASPaxos must keep, key by key, as ghost ledgers over facts.
//   promise_monotonic        an acceptor promises no ballot below one that it has promised
//   accept_below_promise     an acceptor accepts nothing below what it has promised
//   one_state_per_ballot     a ballot proposes one state
//   changes_latest           a change is applied to a state no older than the last one chosen below
//                            its ballot: what makes the chosen states one chain
//   changed_implies_chosen   an operation is answered only when a quorum's disks hold its state
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "protocols/paxos/cas/facts.h"
#include "protocols/paxos/quorums.h"
#include "sim/check/property.h"

namespace ordain::cas_paxos {

using Key = uint64_t;

// The highest ballot that each acceptor has promised for each key.
class PromiseLedger {
 public:
  const paxos::Ballot& of(NodeId acceptor, Key key) { return promised_[{acceptor, key}]; }
  // Raises by any of the facts that tell of a promise; the ballot that it tells of.
  paxos::Ballot note(const FactEvent& event);
  static std::vector<const FactType*> facts();
  static Key key_of(const FactEvent& event);

 private:
  std::map<std::pair<NodeId, Key>, paxos::Ballot> promised_;
};

class PromiseMonotonic : public PropertyOf<PromiseMonotonic> {
 public:
  std::string_view name() const override { return "promise_monotonic"; }
  std::vector<const FactType*> facts() const override { return PromiseLedger::facts(); }
  void on_fact(const FactEvent& event, Report& report) override;

 private:
  PromiseLedger promised_;
};

class AcceptBelowPromise : public PropertyOf<AcceptBelowPromise> {
 public:
  std::string_view name() const override { return "accept_below_promise"; }
  std::vector<const FactType*> facts() const override { return PromiseLedger::facts(); }
  void on_fact(const FactEvent& event, Report& report) override;

 private:
  PromiseLedger promised_;
};

class OneStatePerBallot : public PropertyOf<OneStatePerBallot> {
 public:
  std::string_view name() const override { return "one_state_per_ballot"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Proposed>, &kFactType<Accepted>};
  }
  void on_fact(const FactEvent& event, Report& report) override;

 private:
  std::map<std::pair<Key, paxos::Ballot>, uint64_t> hash_of_;
};

// Who has accepted in which ballot, and which ballots are therefore chosen.
class ChoiceLedger {
 public:
  explicit ChoiceLedger(const paxos::Quorums& quorums) : quorums_(quorums) {}

  // Notes an Accepted or a Recovered; true when that chooses the state of its ballot.
  bool note(const FactEvent& event);
  static std::vector<const FactType*> facts();
  static std::pair<Key, paxos::Ballot> accepted_in(const FactEvent& event);

  bool is_chosen(Key key, const paxos::Ballot& ballot) const;
  // The highest ballot chosen below this one, or none.
  paxos::Ballot last_below(Key key, const paxos::Ballot& ballot) const;

 private:
  paxos::Quorums quorums_;
  std::map<std::pair<Key, paxos::Ballot>, paxos::Voters> voters_;
  std::map<Key, std::vector<paxos::Ballot>> chosen_;  // in order
};

class ChangesLatest : public PropertyOf<ChangesLatest> {
 public:
  explicit ChangesLatest(const paxos::Quorums& quorums) : choices_(quorums) {}
  std::string_view name() const override { return "changes_latest"; }
  std::vector<const FactType*> facts() const override;
  void on_fact(const FactEvent& event, Report& report) override;

 private:
  void compare(Key key, const paxos::Ballot& proposed, const paxos::Ballot& base,
               const FactEvent& event, Report& report);

  ChoiceLedger choices_;
  std::map<std::pair<Key, paxos::Ballot>, paxos::Ballot> base_of_;  // by proposal
};

class ChangedImpliesChosen : public PropertyOf<ChangedImpliesChosen> {
 public:
  explicit ChangedImpliesChosen(const paxos::Quorums& quorums) : choices_(quorums) {}
  std::string_view name() const override { return "changed_implies_chosen"; }
  std::vector<const FactType*> facts() const override;
  void on_fact(const FactEvent& event, Report& report) override;

 private:
  ChoiceLedger choices_;
};

}  // namespace ordain::cas_paxos
