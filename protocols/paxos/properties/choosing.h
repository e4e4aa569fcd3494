// What may be said of chosen values: the safety requirements of consensus (Paxos Made Simple, 2.1)
// and what Paxos keeps to meet them. What is chosen is known from the acceptors' disks alone.
//   validity                "only a value that has been proposed may be chosen"
//   agreement               "only a single value is chosen", and every learner learns that one
//   learned_implies_chosen  "a process never learns that a value has been chosen unless it
//                           actually has been"
//   chosen_stays_chosen     P2b: once v is chosen, every higher-numbered proposal accepted has v
//   quorum_intersection     the promises that a ballot begins with include one of an acceptor of
//                           every choice below it (Flexible Paxos, section 3)
#pragma once

#include <set>

#include "protocols/paxos/properties/setting.h"
#include "protocols/paxos/properties/vote_ledger.h"

namespace ordain::paxos {

class Validity : public PropertyOf<Validity> {
 public:
  explicit Validity(const Setting& setting) : ledger_(setting.quorums) {}
  std::string_view name() const override { return "validity"; }
  std::vector<const FactType*> facts() const override { return VoteLedger::facts(); }
  void on_fact(const FactEvent& event, Report& report) override;
  bool wants_operations() const override { return true; }
  void on_operation(const OpRecord& record, Report& report) override;
  bool encode(Encoder& out) const override {
    ledger_.encode(out);
    ordain::encode(out, proposed_);
    return true;
  }

 private:
  VoteLedger ledger_;
  std::set<Value> proposed_;  // by clients
};

class Agreement : public PropertyOf<Agreement> {
 public:
  explicit Agreement(const Setting& setting) : ledger_(setting.quorums) {}
  std::string_view name() const override { return "agreement"; }
  std::vector<const FactType*> facts() const override;
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override {
    ledger_.encode(out);
    ordain::encode(out, learned_);  // who learnt it first decides only what a report says
    return true;
  }

 private:
  VoteLedger ledger_;
  Value learned_ = kNoValue;
  NodeId learner_;
};

class LearnedImpliesChosen : public PropertyOf<LearnedImpliesChosen> {
 public:
  explicit LearnedImpliesChosen(const Setting& setting) : ledger_(setting.quorums) {}
  std::string_view name() const override { return "learned_implies_chosen"; }
  std::vector<const FactType*> facts() const override;
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override {
    ledger_.encode(out);
    return true;
  }

 private:
  VoteLedger ledger_;
};

class ChosenStaysChosen : public PropertyOf<ChosenStaysChosen> {
 public:
  explicit ChosenStaysChosen(const Setting& setting) : ledger_(setting.quorums) {}
  std::string_view name() const override { return "chosen_stays_chosen"; }
  std::vector<const FactType*> facts() const override { return VoteLedger::facts(); }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override {
    ledger_.encode(out);
    return true;
  }

 private:
  VoteLedger ledger_;
};

class QuorumIntersection : public PropertyOf<QuorumIntersection> {
 public:
  explicit QuorumIntersection(const Setting& setting) : ledger_(setting.quorums) {}
  std::string_view name() const override { return "quorum_intersection"; }
  std::vector<const FactType*> facts() const override;
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override;

 private:
  struct Begun {
    Ballot ballot;
    Voters promises;
  };
  void compare(const Begun& begun, const Chosen& chosen, const FactEvent& event, Report& report);

  VoteLedger ledger_;
  std::vector<Begun> begun_;
};

}  // namespace ordain::paxos
