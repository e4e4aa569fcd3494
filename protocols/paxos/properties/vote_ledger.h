// The ghost of all acceptors' disks: who has accepted what in which ballot, and what is therefore
// chosen. It is the truth that learners and later proposers are held against.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "protocols/paxos/facts.h"
#include "protocols/paxos/quorums.h"
#include "sim/check/property.h"

namespace ordain::paxos {

// A quorum of acceptors has accepted the value in the ballot; `voters` are the first such quorum.
struct Chosen {
  Ballot ballot;
  Value value = kNoValue;
  Voters voters;
};

class VoteLedger {
 public:
  explicit VoteLedger(const Quorums& quorums) : quorums_(quorums) {}

  // Notes an acceptance; true when that chooses its value, which is then chosen().back().
  bool accept(const Vote& vote, NodeId acceptor);
  // The same for a fact that tells of one, Accepted or Recovered: a crash may keep an acceptance
  // that nobody had heard of yet.
  bool note(const FactEvent& event);

  const std::vector<Chosen>& chosen() const { return chosen_; }
  const std::map<std::pair<Ballot, Value>, Voters>& votes() const { return votes_; }
  bool is_chosen(Value value) const;

  // For Property::encode: what will be chosen by which further votes, and what is. Who voted for
  // what is chosen anyway decides nothing any more, but for those who judge by whom it was chosen.
  enum class Choosers : uint8_t { left_out, told };
  void encode(Encoder& out, Choosers choosers = Choosers::left_out) const;

  // The fact types that note() takes.
  static std::vector<const FactType*> facts() {
    return {&kFactType<Accepted>, &kFactType<Recovered>};
  }

 private:
  Quorums quorums_;
  std::map<std::pair<Ballot, Value>, Voters> votes_;
  std::vector<Chosen> chosen_;
};

}  // namespace ordain::paxos
