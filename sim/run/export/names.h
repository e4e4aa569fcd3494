// What exporters and stories call things: servers n1, n2, ..., clients c1, c2, ..., and each kind
// of node's timers by the names its enum gives them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/world/world.h"

namespace ordain {

// The nodes of one table: neighbours in the order of ids.
struct NodeKind {
  uint32_t count = 0;
  std::vector<std::string> timers;  // by the number a trace gives them
};

class Names {
 public:
  Names(uint32_t servers, std::vector<NodeKind> kinds);
  explicit Names(const World& world);

  uint32_t servers() const { return servers_; }
  std::string node(NodeId node) const;  // "n1", "c1"; "-" for no node
  std::string timer(NodeId node, uint8_t timer) const;

 private:
  uint32_t servers_;
  std::vector<NodeKind> kinds_;
};

}  // namespace ordain
