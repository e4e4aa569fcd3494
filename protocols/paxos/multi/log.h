// What one server holds of the slots behind its last snapshot: the pvalues that its acceptor has
// accepted, and in their place, once its replica has learned them, the decisions.
//
// The acceptor's journal on disk is in the order of acceptance, and a slot may be in it more than
// once; each slot here knows the place of its last record, so that the journal can be cut behind a
// snapshot.
#pragma once

#include <cstdint>
#include <vector>

#include "protocols/paxos/multi/messages.h"

namespace ordain::multi_paxos {

class Log {
 public:
  // Slots up to here are in a snapshot.
  uint64_t base() const { return base_; }
  // The highest slot that holds something, or base().
  uint64_t last() const { return base_ + slots_.size(); }
  uint64_t first() const;  // the lowest slot that holds something; 0: none

  // The slot's pvalue, or a null payload.
  const Payload& at(uint64_t slot) const {
    const uint64_t place = slot - base_ - 1;
    return place < slots_.size() ? slots_[place].pvalue : kNothing;
  }
  bool holds(uint64_t slot, const Ballot& ballot) const {
    const Payload& pvalue = at(slot);
    return pvalue && pvalue.as<PValue>().ballot == ballot;
  }
  // Whether that pvalue is in the journal: a decision that was only learned is not.
  bool has_accepted(uint64_t slot, const Ballot& ballot) const {
    return holds(slot, ballot) && slots_[slot - base_ - 1].journalled;
  }

  // Requires pvalue.slot > base(). `record`: its place in the journal.
  void accept(Payload pvalue, uint64_t record);
  // A decision that the acceptor did not accept in that ballot: it may still have a record.
  void learn(Payload pvalue);
  void forget_to(uint64_t slot);

  // The lowest record of the journal that is still needed, or `next` if none is.
  uint64_t first_record(uint64_t next) const;

  void encode(Encoder& out) const;
  void write_json(JsonWriter& out) const;

 private:
  struct Slot {
    Payload pvalue;
    uint64_t record = 0;      // of the slot in the journal; 0: none
    bool journalled = false;  // it is this pvalue's
  };
  Slot& slot(uint64_t number);
  static const Payload kNothing;

  uint64_t base_ = 0;
  std::vector<Slot> slots_;
};

}  // namespace ordain::multi_paxos
