// What may be said of choosing from the votes alone.
//   agreement               one value is chosen in a slot, at most ("Paxos Made Simple", 2.1)
//   learned_implies_chosen  whatever a leader or a replica takes for chosen has a quorum of votes
//   safe_at                 P2b: once a value is chosen, every higher-numbered proposal has it; at
//                           the proposal, long before a second value can be chosen
//   one_value_per_ballot    a ballot has one value in a slot
//   quorum_intersection     slots are decided by a quorum of the configuration in force there
#pragma once

#include "protocols/paxos/multi/properties/votes.h"
#include "sim/check/property.h"

namespace ordain::multi_paxos {

class Agreement : public PropertyOf<Agreement> {
 public:
  explicit Agreement(const Setting& setting) : votes_(setting) {}
  std::string_view name() const override { return "agreement"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Accepted>, &kFactType<Chosen>, &kFactType<DiskLost>,
            &kFactType<Reconfigured>};
  }
  void on_fact(const FactEvent& event, Report& report) override;

 private:
  void choose(uint64_t slot, const Ballot& ballot, uint64_t value, const FactEvent& event,
              Report& report);
  Votes votes_;
};

class LearnedImpliesChosen : public PropertyOf<LearnedImpliesChosen> {
 public:
  explicit LearnedImpliesChosen(const Setting& setting) : votes_(setting) {}
  std::string_view name() const override { return "learned_implies_chosen"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Accepted>, &kFactType<Chosen>, &kFactType<Applied>,
            &kFactType<Reconfigured>};
  }
  void on_fact(const FactEvent& event, Report& report) override;

 private:
  Votes votes_;
};

class SafeAt : public PropertyOf<SafeAt> {
 public:
  explicit SafeAt(const Setting& setting) : votes_(setting) {}
  std::string_view name() const override { return "safe_at"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Accepted>, &kFactType<Chosen>, &kFactType<Proposed>, &kFactType<DiskLost>,
            &kFactType<Reconfigured>};
  }
  void on_fact(const FactEvent& event, Report& report) override;

 private:
  Votes votes_;
};

class OneValuePerBallot : public PropertyOf<OneValuePerBallot> {
 public:
  explicit OneValuePerBallot(const Setting&) {}
  std::string_view name() const override { return "one_value_per_ballot"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Proposed>, &kFactType<Accepted>};
  }
  void on_fact(const FactEvent& event, Report& report) override;

 private:
  struct Seen {
    Ballot ballot;
    uint64_t value = 0;
    NodeId node;
  };
  std::vector<Seen> first_;  // by slot
  std::map<std::pair<uint64_t, Ballot>, Seen> others_;
};

class QuorumIntersection : public PropertyOf<QuorumIntersection> {
 public:
  explicit QuorumIntersection(const Setting& setting) : votes_(setting) {}
  std::string_view name() const override { return "quorum_intersection"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Chosen>, &kFactType<Reconfigured>};
  }
  void on_fact(const FactEvent& event, Report& report) override;

 private:
  Votes votes_;
};

}  // namespace ordain::multi_paxos
