// What an operator asks of the cluster's leader, and the schedule by which it asks (operator.h).
//
// Every command names the state that it wants ("n3 leads"), never a step towards it: the operator
// asks again and again, whoever leads, until a leader answers `done` since that state has been
// reached. So a request may be lost, arrive twice or meet another leader, and servers remember
// none.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/describe.h"
#include "sim/base/id.h"
#include "sim/base/time.h"

namespace ordain::raft {

// transfer  the server is to lead (thesis, 3.10)
// add       the servers are to be voters         (thesis, chapter 4; membership.cc)
// remove    they are to be no members
// learner   they are to be members without a vote
// voters    exactly they are to be the voters
BOOST_DEFINE_FIXED_ENUM_CLASS(AdminCommand, uint8_t, transfer, add, remove, learner, voters)

// done      what was asked for is so
// refused   it will never be so; or not now: the leader has something else to finish first
// redirect  not asked of the leader; `leader` is a hint, or no node
BOOST_DEFINE_FIXED_ENUM_CLASS(AdminStatus, uint8_t, done, refused, redirect)

struct AdminRequest {
  uint64_t number = 0;  // of the request, counted by the operator from 1
  AdminCommand command = AdminCommand::transfer;
  std::vector<NodeId> servers;  // what the command is about
  BOOST_DESCRIBE_CLASS(AdminRequest, (), (number, command, servers), (), ())
};

struct AdminReply {
  uint64_t number = 0;
  AdminStatus status = AdminStatus::done;
  NodeId leader;
  BOOST_DESCRIBE_CLASS(AdminReply, (), (number, status, leader), (), ())
};

// One line of the scenario's schedule. The lines are worked off in order, each when the one before
// is done or has been given up.
struct AdminStep {
  AdminCommand command = AdminCommand::transfer;
  std::vector<NodeId> servers;  // empty: one drawn anew each time
  Duration after_low;           // the wait before it is asked for, drawn from here
  Duration after_high;
  uint32_t times = 1;      // so often in a row; 0: for ever
  uint32_t attempts = 30;  // before it is given up
};

}  // namespace ordain::raft
