// What a server reports of itself. Facts about what is on disk follow the write in the handler's
// effects, so that they come out once it is durable, like the messages that promise it. A ballot is
// two fields, `round` and `proposer`; a value is the hash of its payload; servers are bits.
#pragma once

#include <cstdint>

#include "sim/base/describe.h"
#include "sim/base/id.h"

namespace ordain::multi_paxos {

BOOST_DEFINE_FIXED_ENUM_CLASS(Loss, uint8_t, empty_disk, unreadable_disk)

// --- phase 1
// A server hears from no leader: a scout asks for promises for the slots from `slot` on.
struct ScoutSpawned {
  uint64_t round = 0;
  uint64_t slot = 0;
  BOOST_DESCRIBE_CLASS(ScoutSpawned, (), (round, slot), (), ())
};
struct Promised {
  uint64_t round = 0;
  NodeId proposer;
  BOOST_DESCRIBE_CLASS(Promised, (), (round, proposer), (), ())
};
// No promise while another leader holds this acceptor's lease.
struct PromiseWithheld {
  uint64_t round = 0;
  NodeId proposer;
  NodeId holder;
  BOOST_DESCRIBE_CLASS(PromiseWithheld, (), (round, proposer, holder), (), ())
};
// A quorum has adopted the ballot. Of the slots from `slot` on, `reported` may have been decided.
struct Elected {
  uint64_t round = 0;
  NodeId proposer;
  uint64_t slot = 0;
  uint64_t reported = 0;
  uint64_t voters = 0;
  BOOST_DESCRIBE_CLASS(Elected, (), (round, proposer, slot, reported, voters), (), ())
};
// A scout or leader of `round` met the higher ballot (by_round, by).
struct Preempted {
  uint64_t round = 0;
  uint64_t by_round = 0;
  NodeId by;
  bool led = false;
  BOOST_DESCRIBE_CLASS(Preempted, (), (round, by_round, by, led), (), ())
};

// --- phase 2
struct Proposed {
  uint64_t slot = 0;
  uint64_t round = 0;
  NodeId proposer;
  uint64_t value = 0;
  BOOST_DESCRIBE_CLASS(Proposed, (), (slot, round, proposer, value), (), ())
};
// No promise reported a value for the slot: a no-op goes there.
struct GapFilled {
  uint64_t slot = 0;
  uint64_t round = 0;
  BOOST_DESCRIBE_CLASS(GapFilled, (), (slot, round), (), ())
};
struct Accepted {
  uint64_t slot = 0;
  uint64_t round = 0;
  NodeId proposer;
  uint64_t value = 0;
  BOOST_DESCRIBE_CLASS(Accepted, (), (slot, round, proposer, value), (), ())
};
// A leader has counted a quorum of acceptances.
struct Chosen {
  uint64_t slot = 0;
  uint64_t round = 0;
  NodeId proposer;
  uint64_t value = 0;
  uint64_t voters = 0;
  BOOST_DESCRIBE_CLASS(Chosen, (), (slot, round, proposer, value, voters), (), ())
};

// --- replicas
// A slot went through the state machine. `sequence` is 0 where it changed nothing: a no-op, or a
// command that had been executed before.
struct Applied {
  uint64_t slot = 0;
  uint64_t value = 0;
  uint64_t state_hash = 0;
  NodeId client;
  uint64_t sequence = 0;
  BOOST_DESCRIBE_CLASS(Applied, (), (slot, value, state_hash, client, sequence), (), ())
};
struct CaughtUp {
  uint64_t from = 0;
  uint64_t to = 0;
  BOOST_DESCRIBE_CLASS(CaughtUp, (), (from, to), (), ())
};
struct SnapshotTaken {
  uint64_t slot = 0;
  uint64_t state_hash = 0;
  BOOST_DESCRIBE_CLASS(SnapshotTaken, (), (slot, state_hash), (), ())
};
struct SnapshotInstalled {
  uint64_t slot = 0;
  uint64_t state_hash = 0;
  BOOST_DESCRIBE_CLASS(SnapshotInstalled, (), (slot, state_hash), (), ())
};
// A leader with a lease answered a read from its own state, which is that after `slot`: at this
// very moment, whatever its disk still writes.
struct ReadServed {
  uint64_t slot = 0;
  uint64_t round = 0;
  NodeId proposer;
  NodeId client;
  uint64_t sequence = 0;
  BOOST_DESCRIBE_CLASS(ReadServed, (), (slot, round, proposer, client, sequence), (), ())
};
// A quorum has confirmed that the leader was one when the read came, and it has been answered.
struct ReadConfirmed {
  uint64_t slot = 0;
  uint64_t round = 0;
  NodeId proposer;
  NodeId client;
  uint64_t sequence = 0;
  BOOST_DESCRIBE_CLASS(ReadConfirmed, (), (slot, round, proposer, client, sequence), (), ())
};
// A replica that does not lead answered a read from its own state.
struct ReadByReplica {
  uint64_t slot = 0;
  NodeId client;
  uint64_t sequence = 0;
  BOOST_DESCRIBE_CLASS(ReadByReplica, (), (slot, client, sequence), (), ())
};
struct LeaseAcquired {
  uint64_t round = 0;
  NodeId proposer;
  BOOST_DESCRIBE_CLASS(LeaseAcquired, (), (round, proposer), (), ())
};

// --- configurations: decided in `slot`, in force `inflight` slots later
struct Reconfigured {
  uint64_t number = 0;
  uint64_t slot = 0;
  uint64_t members = 0;
  BOOST_DESCRIBE_CLASS(Reconfigured, (), (number, slot, members), (), ())
};
// A leader that the configuration in force leaves out has stopped to lead.
struct Retired {
  uint64_t round = 0;
  BOOST_DESCRIBE_CLASS(Retired, (), (round), (), ())
};

// --- crashes
// What the disk had kept: a snapshot of the slots up to `snapshot`, and pvalues of slots from
// `first` to `last` (0: none). `cut` torn records at the journal's end are gone.
struct Recovered {
  uint64_t round = 0;
  NodeId proposer;
  uint64_t snapshot = 0;
  uint64_t first = 0;
  uint64_t last = 0;
  uint64_t cut = 0;
  BOOST_DESCRIBE_CLASS(Recovered, (), (round, proposer, snapshot, first, last, cut), (), ())
};
// The server may have forgotten what it promised: it does not vote until it has rejoined.
struct DiskLost {
  Loss loss = Loss::empty_disk;
  BOOST_DESCRIBE_CLASS(DiskLost, (), (loss), (), ())
};
struct Rejoined {
  uint64_t round = 0;
  NodeId proposer;
  uint64_t slot = 0;  // executed up to here
  uint64_t life = 0;
  BOOST_DESCRIBE_CLASS(Rejoined, (), (round, proposer, slot, life), (), ())
};

}  // namespace ordain::multi_paxos
