// One node's disk: a queue of writes on their way to the platter, and what has reached it.
//
// Fault model. A write takes a latency, and sometimes stalls. Until it is durable a crash may lose
// it: of the unsynced records a prefix survives, how many are lost is a choice (0: none). The first
// lost record may be left torn, which reading detects. A lying disk reports a write durable at once
// but lets it reach the platter later; a crash in between loses acknowledged records. Bit rot makes
// a record's checksum fail at recovery. Reads may fail at recovery (the node stays down and tries
// again); writes may fail, and so does a write to a full disk (the node stops). A disk may be
// wiped. Writes are not reordered: what survives is always a prefix. Not modelled: misdirected
// writes, and corruption that checksums miss.
//
// Faults that lose acknowledged records spend the cluster's safety budget (DiskConfig::budget).
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "sim/core/choice.h"
#include "sim/core/durable.h"
#include "sim/core/effect.h"
#include "sim/disk/disk_config.h"

namespace ordain {

class Disk {
 public:
  // A write whose effects may now be submitted to the platter as one operation.
  struct Batch {
    uint64_t number = 0;   // of the disk write, from 1
    uint64_t records = 0;  // in it
    Duration latency;
    bool stalled = false;
    bool failed = false;  // an error or a full disk: the node stops when it completes
    bool full = false;
    bool lied = false;
  };

  // What a crash did to the records that were not on the platter.
  struct CrashLoss {
    uint64_t kept = 0;
    uint64_t lost_unsynced = 0;
    uint64_t lost_acknowledged = 0;
    bool torn = false;
  };

  // Queues one record operation, or a flush: the operations before it are a write of their own.
  void queue(const Effect& write);
  // The number of the last queued record operation: effects behind it wait for it.
  uint64_t last_queued() const { return done_ + unsynced_.size(); }
  bool idle() const { return unsynced_.empty(); }
  bool writing() const { return batch_ > 0; }

  // Nothing is on its way to the platter, nor said to be there and is not.
  bool settled() const { return unsynced_.empty() && cached_.empty(); }
  // For a disk that writes plainly and is settled, while nobody watches the choices: a record
  // operation is on the platter at once. Its payload is moved out.
  void write_through(Effect& write);
  // The `records` operations that were written through are one disk write: returns its number.
  uint64_t end_write_through(uint64_t records);

  // Takes everything queued so far (up to a flush) as the next disk write; requires !idle(),
  // !writing().
  Batch begin_write(NodeId self, const DiskConfig& config, const Choices& choices);
  // The write is durable (or said to be): returns the number of the last record it covered.
  uint64_t end_write(Time now, const DiskConfig& config);

  // `may_lose_acknowledged`: the cluster's budget allows this disk to lose what it acknowledged.
  CrashLoss crash(NodeId self, Time now, const DiskConfig& config, const Choices& choices,
                  bool may_lose_acknowledged);
  // At recovery: whether reading fails this time, and how many records rot.
  bool read_fails(NodeId self, const DiskConfig& config, const Choices& choices);
  uint64_t rot(NodeId self, const DiskConfig& config, const Choices& choices);
  void wipe();

  const Durable& contents() const { return contents_; }
  void encode(Encoder& out) const;  // the contents and what is on its way to them
  bool empty() const { return contents_.area_count() == 0; }

 private:
  struct Op {
    EffectKind kind = EffectKind::put;
    uint8_t area = 0;
    bool ends_write = false;  // a flush follows
    uint64_t index = 0;
    Payload value;
    Time on_platter;  // once acknowledged by a lying disk
  };

  void apply(const Op& op, bool torn = false) { apply(op.kind, op.area, op.index, op.value, torn); }
  void apply(EffectKind kind, uint8_t area, uint64_t index, Payload value, bool torn = false);
  bool fits(const DiskConfig& config) const;
  void settle(Time now);  // what a lying disk has meanwhile really written
  bool strikes(DiskAspect aspect, NodeId self, uint64_t ordinal, const Choices& choices,
               Ratio ratio) const;

  Durable contents_;
  std::deque<Op> cached_;    // acknowledged by a lying disk, not on the platter
  std::deque<Op> unsynced_;  // queued; the first batch_ of them are being written
  uint64_t batch_ = 0;
  bool batch_lies_ = false;
  uint64_t done_ = 0;    // record operations that are durable, or said to be
  uint64_t writes_ = 0;  // names of disk writes
  uint64_t crashes_ = 0;
  uint64_t recoveries_ = 0;
};

}  // namespace ordain
