// The learner (Paxos Made Simple, 2.3): a value is chosen once a quorum of acceptors has accepted
// it in one and the same ballot.
#pragma once

#include <map>
#include <optional>
#include <utility>

#include "protocols/paxos/quorums.h"
#include "protocols/paxos/vote.h"

namespace ordain::paxos {

// How it counts; the two flags are planted bugs.
struct Counting {
  Quorums quorums;
  bool mixes_ballots = false;  // acceptances of one value in different ballots count together
  bool counts_twice = false;   // an acceptance that arrives twice counts twice
};

struct Learner {
  struct Tally {
    Voters voters;
    uint32_t count = 0;
    BOOST_DESCRIBE_CLASS(Tally, (), (voters, count), (), ())
  };

  std::map<std::pair<Ballot, Value>, Tally> tallies;
  Value learned = kNoValue;
  uint64_t counted = 0;  // acceptances that were new
  BOOST_DESCRIBE_CLASS(Learner, (), (tallies, learned, counted), (), ())

  // Counts an acceptance. The voters, when it completes a quorum; it does so once a ballot.
  std::optional<Voters> count(const Vote& vote, NodeId acceptor, const Counting& how);
};

}  // namespace ordain::paxos
