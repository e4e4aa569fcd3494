// Strong identifiers: a NodeId is not a number, and no other kind of id converts to it.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace ordain {

template <class Tag, class Rep = uint32_t>
struct Id {
  Rep value = std::numeric_limits<Rep>::max();

  constexpr Id() = default;
  constexpr explicit Id(Rep v) : value(v) {}
  constexpr bool valid() const { return value != std::numeric_limits<Rep>::max(); }
  friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

// A node of the simulated cluster, servers first, then clients: 0 .. nodes-1.
using NodeId = Id<struct NodeTag>;

inline constexpr NodeId kNoNode{};

}  // namespace ordain
