// What a node's disk keeps across a crash: a few named areas, each a single record, a log of
// records, or both. Records are immutable payloads; `rotten` marks one whose checksum would fail.
//
// Fault model: see sim/disk/disk.h. This is only the contents, as recover(config, durable) sees
// them.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/payload.h"

namespace ordain {

struct Record {
  Payload value;
  bool rotten = false;  // bit rot or a torn write: reading it fails its checksum
  bool torn = false;    // and it ends early, as its length shows: a write that never completed

  void encode(Encoder& out) const {
    ordain::encode(out, value);
    out.word((rotten ? 1 : 0) | (torn ? 2 : 0));
  }
};

// One area: `single` is replaced by each put; `log` holds records first_index, first_index+1, ...
struct DurableArea {
  Record single;
  uint64_t first_index = 1;
  std::vector<Record> log;
  BOOST_DESCRIBE_CLASS(DurableArea, (), (single, first_index, log), (), ())
};

class Durable {
 public:
  // An area that nobody wrote is empty.
  const DurableArea& area(uint8_t index) const;
  DurableArea& mutable_area(uint8_t index);
  size_t area_count() const { return areas_.size(); }

  // The area's single record as an M, or nullptr when it is absent, rotten or of another type.
  template <class M, class Area>
  const M* find(Area area_name) const {
    const Record& record = area(static_cast<uint8_t>(area_name)).single;
    return !record.rotten && record.value.is<M>() ? &record.value.as<M>() : nullptr;
  }

  void encode(Encoder& out) const { ordain::encode(out, areas_); }

 private:
  std::vector<DurableArea> areas_;
};

}  // namespace ordain
