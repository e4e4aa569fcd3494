// What may be said of proposals from the facts alone.
//   one_value_per_ballot  a ballot proposes one value (2.2); a fast one leaves it to the acceptors
//   safe_at               P2c: a value is proposed only where no other can have been chosen below
//   quorum_distinct       a quorum is made of different acceptors, each counted once
#pragma once

#include <map>
#include <set>

#include "protocols/paxos/facts.h"
#include "protocols/paxos/properties/setting.h"
#include "sim/check/property.h"

namespace ordain::paxos {

class OneValuePerBallot : public PropertyOf<OneValuePerBallot> {
 public:
  std::string_view name() const override { return "one_value_per_ballot"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Proposed>, &kFactType<Accepted>};
  }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override {
    ordain::encode(out, value_of_);
    return true;
  }

 private:
  std::map<Ballot, Value> value_of_;
};

// P2c: "for any v and n, if a proposal with value v and number n is issued, then there is a set S
// consisting of a majority of acceptors such that either (a) no acceptor in S has accepted any
// proposal numbered less than n, or (b) v is the value of the highest-numbered proposal among all
// proposals numbered less than n accepted by the acceptors in S." S are those whose promises the
// proposer has; their votes are as they were when they promised.
//
// Where the highest-numbered ballot was a fast one, S may hold different values of it; then v must
// be the one that a fast quorum can still have accepted, if there is one (Fast Paxos).
class SafeAt : public PropertyOf<SafeAt> {
 public:
  explicit SafeAt(const Setting& setting) : quorums_(setting.quorums) {}
  std::string_view name() const override { return "safe_at"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Promised>, &kFactType<Proposed>};
  }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override;

 private:
  using Votes = std::map<NodeId, Vote>;  // of acceptors, as reported with a promise

  void on_proposed(const FactEvent& event, Report& report);

  Quorums quorums_;
  std::map<Ballot, Votes> promises_;
};

class QuorumDistinct : public PropertyOf<QuorumDistinct> {
 public:
  explicit QuorumDistinct(const Setting& setting) : quorums_(setting.quorums) {}
  std::string_view name() const override { return "quorum_distinct"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Proposed>, &kFactType<Learned>};
  }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder&) const override { return true; }  // it remembers nothing

 private:
  Quorums quorums_;
};

}  // namespace ordain::paxos
