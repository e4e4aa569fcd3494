// A snapshot (section 7; thesis, chapter 5): what stands for a compacted prefix of the log, and the
// messages that carry it to a server too far behind. It is an immutable payload, shared by the
// server that took it, its disk, and the transfers under way.
#pragma once

#include <cstdint>

#include "protocols/kv/state_machine.h"
#include "protocols/raft/configuration.h"

namespace ordain::raft {

struct Snapshot {
  uint64_t last_index = 0;  // of the last entry that it stands for
  uint64_t last_term = 0;
  uint64_t prefix_hash = 0;  // of the log up to there
  uint64_t configuration_index = 0;
  Configuration configuration;  // "the latest configuration in the log as of last included index"
  kv::StateMachine machine;     // with the clients' sessions
  BOOST_DESCRIBE_CLASS(Snapshot, (),
                       (last_index, last_term, prefix_hash, configuration_index, configuration,
                        machine),
                       (), ())
};

// Figure 13: one piece, the items from `offset` on (kv::StateMachine::part).
struct InstallSnapshot {
  uint64_t term = 0;
  uint64_t last_index = 0;
  uint64_t last_term = 0;
  uint64_t prefix_hash = 0;
  uint64_t configuration_index = 0;
  Configuration configuration;
  uint64_t offset = 0;
  bool done = false;  // this is the last piece
  kv::StateMachine part;
  BOOST_DESCRIBE_CLASS(InstallSnapshot, (),
                       (term, last_index, last_term, prefix_hash, configuration_index,
                        configuration, offset, done, part),
                       (), ())
};

struct InstallSnapshotReply {
  uint64_t term = 0;
  uint64_t last_index = 0;  // of the snapshot that is meant
  uint64_t offset = 0;      // the item wanted next
  bool done = false;        // the log and the state reach last_index
  BOOST_DESCRIBE_CLASS(InstallSnapshotReply, (), (term, last_index, offset, done), (), ())
};

// What a follower has of a snapshot that has not come whole.
struct PartialSnapshot {
  uint64_t term = 0;  // of the leader that sends it
  uint64_t last_index = 0;
  kv::StateMachine machine;
  BOOST_DESCRIBE_CLASS(PartialSnapshot, (), (term, last_index, machine), (), ())
};

}  // namespace ordain::raft
