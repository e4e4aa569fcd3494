// What may be said of single acceptors from the facts alone, crashes or not.
//   promise_monotonic     an acceptor promises no ballot below one that it has promised or accepted
//   accept_below_promise  it accepts no proposal below what it has promised (P1a)
//   vote_monotonic        it never forgets a vote for a lower one or for none (2.5)
//   one_vote_per_ballot   it accepts one value in a ballot
//   promise_durable       a proposal is issued on promises that are on a quorum's disks (2.5)
#pragma once

#include "protocols/paxos/facts.h"
#include "protocols/paxos/properties/setting.h"
#include "sim/check/by_node.h"
#include "sim/check/property.h"

namespace ordain::paxos {

// The highest ballot that each acceptor has promised, on its disk, as far as is known.
class PromiseLedger {
 public:
  const Ballot& of(NodeId acceptor) { return promised_[acceptor]; }
  void raise(NodeId acceptor, const Ballot& ballot);
  // Raises by any of the facts that tell of a promise.
  void note(const FactEvent& event);
  static std::vector<const FactType*> facts();
  void encode(Encoder& out) const { ordain::encode(out, promised_); }

 private:
  ByNode<Ballot> promised_;
};

class PromiseMonotonic : public PropertyOf<PromiseMonotonic> {
 public:
  std::string_view name() const override { return "promise_monotonic"; }
  std::vector<const FactType*> facts() const override { return PromiseLedger::facts(); }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override {
    ordain::encode(out, promised_);
    return true;
  }

 private:
  PromiseLedger promised_;
};

class AcceptBelowPromise : public PropertyOf<AcceptBelowPromise> {
 public:
  std::string_view name() const override { return "accept_below_promise"; }
  std::vector<const FactType*> facts() const override { return PromiseLedger::facts(); }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override {
    ordain::encode(out, promised_);
    return true;
  }

 private:
  PromiseLedger promised_;
};

class VoteMonotonic : public PropertyOf<VoteMonotonic> {
 public:
  std::string_view name() const override { return "vote_monotonic"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Accepted>, &kFactType<Recovered>};
  }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override {
    ordain::encode(out, voted_);
    return true;
  }

 private:
  ByNode<Ballot> voted_;
};

class OneVotePerBallot : public PropertyOf<OneVotePerBallot> {
 public:
  std::string_view name() const override { return "one_vote_per_ballot"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Accepted>, &kFactType<Recovered>};
  }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override {
    ordain::encode(out, vote_);
    return true;
  }

 private:
  ByNode<Vote> vote_;
};

class PromiseDurable : public PropertyOf<PromiseDurable> {
 public:
  std::string_view name() const override { return "promise_durable"; }
  std::vector<const FactType*> facts() const override;
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override {
    ordain::encode(out, promised_);
    return true;
  }

 private:
  PromiseLedger promised_;
};

}  // namespace ordain::paxos
