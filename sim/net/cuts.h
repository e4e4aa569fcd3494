// Which links are cut (messages are lost) or held (messages wait for a release).
//
// Each partition is a list of directed cuts that share an id, so overlapping partitions heal one by
// one. A message is lost when its link is cut at the moment it is sent or at the moment it would
// arrive.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/encode.h"
#include "sim/net/node_set.h"

namespace ordain {

enum class CutMode : uint8_t { drop, hold };

struct Cut {
  uint64_t id = 0;
  CutMode mode = CutMode::drop;
  NodeSet from;
  NodeSet to;
};

class Cuts {
 public:
  void resize(uint32_t nodes);
  void add(Cut cut);
  bool remove(uint64_t id);  // whether anything was
  void clear(CutMode mode);

  bool any() const { return !cuts_.empty(); }
  void encode(Encoder& out) const;
  // Whether the link may be cut or held; exact up to 64 nodes.
  bool touches(NodeId from, NodeId to) const {
    if (cuts_.empty()) return false;
    if (rows_[0].empty()) return true;
    return ((rows_[0][from.value] | rows_[1][from.value]) >> to.value & 1) != 0;
  }
  bool dropped(NodeId from, NodeId to) const {
    return !cuts_.empty() && crosses(from, to, CutMode::drop);
  }
  bool held(NodeId from, NodeId to) const {
    return !cuts_.empty() && crosses(from, to, CutMode::hold);
  }

 private:
  bool crosses(NodeId from, NodeId to, CutMode mode) const;
  void rebuild();

  uint32_t nodes_ = 0;
  std::vector<Cut> cuts_;
  // Up to 64 nodes: for each mode and sender, the receivers it cannot reach, as bits.
  std::vector<uint64_t> rows_[2];
};

}  // namespace ordain
